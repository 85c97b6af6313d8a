//! nginx in front of the nodes, set as deployments should set it: a node that is gone, or says 503, is passed over for
//! the next; what was sent to one and may have had an effect is not sent to another, except where twice is as good as
//! once.

use std::{fs, path::Path, process::Stdio};

use tokio::process::{Child, Command};

const SETTINGS: &str = r#"
worker_processes 1;
daemon off;
master_process off;
pid HOME/nginx.pid;
error_log HOME/nginx.log warn;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path HOME/client_body;
    proxy_temp_path HOME/proxy;
    fastcgi_temp_path HOME/fastcgi;
    uwsgi_temp_path HOME/uwsgi;
    scgi_temp_path HOME/scgi;
    upstream shop {
        SERVERS
        keepalive 32;
        # Less than the nodes' DRAIN_SECONDS: nginx gives up an idle connection before the node does.
        keepalive_timeout 2s;
    }
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_connect_timeout 1s;
    proxy_next_upstream error timeout http_503;
    server {
        listen ADDRESS;
        location / {
            proxy_pass http://shop;
        }
        # Returns, notices and confirmations do no more when they come twice.
        location /payments/ {
            proxy_pass http://shop;
            proxy_next_upstream error timeout http_503 non_idempotent;
        }
    }
}
"#;

pub fn start(folder: &Path, address: &str, nodes: &[String]) -> Child {
    // None is counted out: each says for itself that it cannot serve.
    let server =
        |url: &String| format!("server {} max_fails=0;", url.trim_start_matches("http://"));
    let servers: Vec<String> = nodes.iter().map(server).collect();
    let settings = SETTINGS.replace("HOME", &folder.display().to_string());
    let settings = settings
        .replace("SERVERS", &servers.join(" "))
        .replace("ADDRESS", address);
    let file = folder.join("nginx.conf");
    fs::write(&file, settings).unwrap();
    let mut command = Command::new("nginx");
    command
        .arg("-c")
        .arg(&file)
        .arg("-e")
        .arg(folder.join("nginx.log"))
        .arg("-p")
        .arg(folder);
    command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("because the script has found nginx")
}
