//! One of the shop's processes: started, stopped in good order, or killed.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use reqwest::Client;
use tokio::{
    process::{Child, Command},
    time::{sleep, timeout},
};

use crate::sigterm::ask_to_stop;

pub struct Node {
    pub url: String,
    program: PathBuf,
    arguments: Vec<String>,
    log: PathBuf,
    http: Client,
    running: Option<Child>,
}

impl Node {
    pub fn new(
        program: &Path,
        url: String,
        arguments: Vec<String>,
        log: PathBuf,
        http: Client,
    ) -> Self {
        Self {
            url,
            program: program.to_owned(),
            arguments,
            log,
            http,
            running: None,
        }
    }

    /// Until it serves.
    pub async fn start(&mut self) {
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .unwrap();
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env_clear()
            .env("RUST_LOG", "warn,imp_checkout=info")
            .kill_on_drop(true);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        self.running = Some(command.spawn().unwrap());
        self.until("/healthz").await;
    }

    pub async fn until(&self, path: &str) {
        for _ in 0..3_000 {
            if self
                .http
                .get(format!("{}{path}", self.url))
                .send()
                .await
                .is_ok_and(|it| it.status() == 200)
            {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!(
            "{}{path} was not 200 within a minute:\n{}",
            self.url,
            self.last_words()
        );
    }

    /// SIGKILL: no handler runs.
    pub async fn kill(&mut self) {
        self.running
            .take()
            .expect("because it was started")
            .kill()
            .await
            .unwrap();
    }

    /// SIGTERM: it finishes what runs.
    pub async fn stop(&mut self) {
        let mut node = self.running.take().expect("because it was started");
        ask_to_stop(&node);
        let ended = timeout(Duration::from_secs(40), node.wait()).await;
        let status = ended
            .expect("because a node ends within its grace")
            .unwrap();
        assert!(status.success(), "{status}:\n{}", self.last_words());
    }

    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}
