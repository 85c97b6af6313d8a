//! The processes: the sandbox with its own ledger, and the shop, which is started and killed.

use std::{fs::File, process::Stdio, time::Duration};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

pub use crate::database::Engine;
use crate::{address::free_address, database::database, phones::Phones, sigterm::ask_to_stop};

pub struct Plant {
    engine: &'static str,
    pub database_url: String,
    pub shop: String,
    pub sandbox: String,
    pub http: Client,
    phones: Phones,
    folder: tempfile::TempDir,
    running: Option<Child>,
    _twin: Child,
}

fn program(folder: &std::path::Path, log: &str) -> Command {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join(log))
        .unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_imp-checkout"));
    program
        .current_dir(folder)
        .env_clear()
        .env("RUST_LOG", "warn")
        .kill_on_drop(true);
    program
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    program
}

impl Plant {
    pub async fn build(engine: Engine) -> Option<Self> {
        // One provider for the whole process; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let name = match engine {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        };
        let database_url = database(engine, folder.path()).await?;
        let (shop, sandbox) = (free_address(), free_address());
        let twin = program(folder.path(), "sandbox.log")
            .args([
                "sandbox",
                "--sandbox-state",
                "ledger.jsonl",
                "--sandbox-addr",
                &sandbox.to_string(),
            ])
            .spawn()
            .unwrap();
        let plant = Self {
            engine: name,
            database_url,
            shop: format!("http://{shop}"),
            sandbox: format!("http://{sandbox}"),
            http: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(10))
                .build()
                .unwrap(),
            phones: Phones::start().await,
            folder,
            running: None,
            _twin: twin,
        };
        plant.wait_for(&plant.sandbox).await;
        Some(plant)
    }

    pub fn engine(&self) -> &'static str {
        self.engine
    }

    pub fn phones(&self) -> &Phones {
        &self.phones
    }

    pub fn start_shop(&mut self) {
        let address = self.shop.trim_start_matches("http://");
        let mut shop = program(self.folder.path(), "shop.log");
        shop.args(["--site-addr", address, "--database-url", &self.database_url]);
        shop.args([
            "--imp-merchant-id",
            "imp00000000",
            "--imp-rest-key",
            "sandbox_key",
        ]);
        shop.args([
            "--imp-rest-secret",
            "sandbox_secret",
            "--imp-api-url",
            &self.sandbox,
        ]);
        shop.args(["--imp-test-channels", "--imp-confirm"]);
        shop.args([
            "--solapi-api-key",
            "k",
            "--solapi-api-secret",
            "s",
            "--solapi-from",
            "0212345678",
        ]);
        shop.args(["--solapi-api-url", self.phones.url()]);
        self.running = Some(shop.spawn().unwrap());
    }

    pub async fn wait_until_it_serves(&self) {
        self.wait_for(&self.shop).await;
    }

    async fn wait_for(&self, url: &str) {
        for _ in 0..1_500 {
            if self
                .http
                .get(format!("{url}/healthz"))
                .send()
                .await
                .is_ok_and(|answer| answer.status() == 200)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!(
            "{url} did not answer within half a minute:\n{}",
            self.last_words()
        );
    }

    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.folder.path().join("shop.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// SIGKILL: no handler runs, no buffer is flushed.
    pub async fn kill_shop(&mut self) {
        let mut shop = self.running.take().expect("because the shop was started");
        if let Some(status) = shop.try_wait().unwrap() {
            panic!("the shop died by itself ({status}):\n{}", self.last_words());
        }
        shop.kill().await.unwrap();
    }

    /// SIGTERM: it finishes what runs and says that all is well.
    pub async fn stop_shop_in_good_order(&mut self) {
        let mut shop = self.running.take().expect("because the shop was started");
        ask_to_stop(&shop);
        let ended = tokio::time::timeout(Duration::from_secs(40), shop.wait()).await;
        let status = ended
            .expect("because the shop gives what runs 25 seconds")
            .unwrap();
        assert!(status.success(), "{status}:\n{}", self.last_words());
    }

    /// A call of the sandbox's console; `None` where it refuses.
    pub async fn console(&self, method: Method, path: &str, body: &Value) -> Option<Value> {
        console(&self.http, &self.sandbox, method, path, body).await
    }

    pub async fn clear_faults(&self) {
        self.console(Method::DELETE, "faults", &json!({}))
            .await
            .unwrap();
    }
}

pub async fn console(
    http: &Client,
    sandbox: &str,
    method: Method,
    path: &str,
    body: &Value,
) -> Option<Value> {
    let answer = http
        .request(method, format!("{sandbox}/console/api/{path}"))
        .json(body)
        .send()
        .await;
    let answer: Value = answer
        .expect("because nobody kills the sandbox")
        .json()
        .await
        .unwrap();
    (answer["code"] == 0).then(|| answer["response"].clone())
}
