//! nginx in front of the nodes, set as deployments should set it: a node that is gone, or says 503, is passed over for
//! the next; what was sent to one and may have had an effect is not sent to another.

use std::{fs, path::Path, process::Stdio};

use tokio::process::{Child, Command};

/// Less than the nodes' drain: nginx gives up an idle connection before the node does.
const KEEP_IDLE: &str = "2s";

pub fn start(folder: &Path, address: &str, nodes: &[String]) -> Child {
    let servers: String = nodes
        .iter()
        .map(|url| format!("        server {} max_fails=0;\n", url.trim_start_matches("http://")))
        .collect();
    let home = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("    {kind}_temp_path {home}/{kind};\n"))
        .concat();
    let settings = format!(
        "worker_processes 1;\ndaemon off;\nmaster_process off;\npid {home}/nginx.pid;\nerror_log {home}/nginx.log warn;\n\
         events {{ worker_connections 1024; }}\nhttp {{\n    access_log off;\n{temporary}    upstream shop {{\n{servers}\
         \x20       keepalive 32;\n        keepalive_timeout {KEEP_IDLE};\n    }}\n    server {{\n        listen {address};\n\
         \x20       location / {{\n            proxy_pass http://shop;\n            proxy_http_version 1.1;\n\
         \x20           proxy_set_header Connection \"\";\n            proxy_set_header Host $http_host;\n\
         \x20           proxy_set_header X-Forwarded-For $remote_addr;\n            proxy_connect_timeout 1s;\n\
         \x20           proxy_next_upstream error timeout http_503;\n        }}\n    }}\n}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, settings).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-c").arg(&file).arg("-e").arg(folder.join("nginx.log")).arg("-p").arg(folder);
    command.stdin(Stdio::null()).kill_on_drop(true).spawn().expect("because the script has found nginx")
}
