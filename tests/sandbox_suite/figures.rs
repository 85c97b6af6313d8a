//! The figures of src/sandbox/README.md, measured anew against the program itself in a process of its own:
//! `cargo test --test sandbox_suite figures -- --ignored --nocapture`
//! It takes the release build where there is one, else the build that cargo made for the tests, and says which.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::Instant;

use super::address::free_address;
use super::sigterm::ask_to_stop;

const PAYMENTS: usize = 100_000;
const LOOK_UPS: usize = 100_000;
const CALLERS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures for about two minutes; nothing depends on it"]
async fn figures() {
    let program = program();
    println!("program    {}", program.display());
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("sandbox.jsonl");
    let mut sandbox = Process::start(&program, &state).await;
    println!("start      {} ms, fresh", sandbox.started_in.as_millis());
    println!("memory     {} MB at rest", sandbox.megabytes());
    let imp_uids = fill(&sandbox.address).await;
    println!(
        "memory     {} MB with {PAYMENTS} payments",
        sandbox.megabytes()
    );
    look_up(&sandbox.address, &imp_uids).await;
    list(&sandbox.address).await;
    sandbox.stop().await;
    let again = Process::start(&program, &state).await;
    let megabytes = std::fs::metadata(&state).expect("the state file").len() / 1_000_000;
    println!(
        "start      {} ms, with a state file of {megabytes} MB",
        again.started_in.as_millis()
    );
    let answer = Line::open(&again.address)
        .await
        .get("/payments/status/all?limit=1")
        .await;
    assert_eq!(
        answer["response"]["total"],
        json!(PAYMENTS),
        "everything is there again"
    );
}

fn program() -> PathBuf {
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/release/imp-checkout");
    if release.exists() {
        release
    } else {
        PathBuf::from(env!("CARGO_BIN_EXE_imp-checkout"))
    }
}

/// A third each of paid, failed, and waiting for a deposit.
async fn fill(address: &str) -> Vec<String> {
    let started = Instant::now();
    let callers = (0..CALLERS).map(|caller| async move {
        let mut line = Line::open(address).await;
        let mut made = Vec::new();
        for index in (caller..PAYMENTS).step_by(CALLERS) {
            let outcome = ["paid", "failed", "vbank"][index % 3];
            let body = json!({"merchant_uid": format!("ORD{index}"), "amount": 64_900, "name": "Norway swivel chair",
                "buyer_email": "gildong@example.com", "outcome": outcome});
            let answer = line.call("POST", "/console/api/payments", &body.to_string()).await;
            made.push(answer["response"]["imp_uid"].as_str().expect("a payment").to_owned());
        }
        made
    });
    let made: Vec<String> = join_all(callers).await.into_iter().flatten().collect();
    println!(
        "filled     {PAYMENTS} payments in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    made
}

async fn look_up(address: &str, imp_uids: &[String]) {
    let started = Instant::now();
    let callers = (0..CALLERS).map(|caller| async move {
        let mut line = Line::open(address).await;
        let mut took = Vec::new();
        // A prime stride, so that neighbours in time are none in the ledger.
        for index in (caller..LOOK_UPS).step_by(CALLERS) {
            let imp_uid = &imp_uids[index * 7_919 % imp_uids.len()];
            let asked = Instant::now();
            let answer = line.get(&format!("/payments/{imp_uid}")).await;
            took.push(asked.elapsed());
            assert_eq!(answer["response"]["imp_uid"], imp_uid.as_str());
        }
        took
    });
    let mut took: Vec<Duration> = join_all(callers).await.into_iter().flatten().collect();
    let rate = LOOK_UPS as f64 / started.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: usize| took[took.len() * share / 100].as_secs_f64() * 1_000.0;
    println!(
        "look-ups   {rate:.0} a second, p50 {:.1} ms, p99 {:.1} ms, {CALLERS} callers",
        at(50),
        at(99)
    );
}

async fn list(address: &str) {
    let mut line = Line::open(address).await;
    let asked = Instant::now();
    let answer = line.get("/payments/status/paid?limit=20").await;
    assert_eq!(
        answer["response"]["list"].as_array().map(Vec::len),
        Some(20)
    );
    println!(
        "a page     {:.2} s, of all that are paid",
        asked.elapsed().as_secs_f64()
    );
}

/// `imp-checkout sandbox`, killed with this value.
struct Process {
    child: Child,
    address: String,
    started_in: Duration,
}

impl Process {
    async fn start(program: &Path, state: &Path) -> Self {
        let address = free_address().to_string();
        let begun = Instant::now();
        let mut command = Command::new(program);
        command
            .arg("sandbox")
            .env("SANDBOX_ADDR", &address)
            .env("SANDBOX_STATE", state)
            .env("RUST_LOG", "warn");
        let child = command
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        while TcpStream::connect(&address).await.is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it never listened"
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let answer = Line::open(&address)
            .await
            .raw("GET", "/healthz", "", "")
            .await;
        assert_eq!(answer, "ok");
        Self {
            child,
            address,
            started_in: begun.elapsed(),
        }
    }

    fn pid(&self) -> String {
        self.child.id().expect("it runs").to_string()
    }

    /// Resident memory; where there is no /proc, nothing is known.
    fn megabytes(&self) -> String {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kilobytes.map_or_else(
            || "?".to_owned(),
            |kilobytes| (kilobytes / 1_024).to_string(),
        )
    }

    /// Lets it write its last lines.
    async fn stop(&mut self) {
        ask_to_stop(&self.child);
        self.child.wait().await.expect("it ends");
    }
}

/// One connection that stays open. Written by hand: a full client would be measured along with the sandbox.
struct Line {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Line {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("connects");
        stream.set_nodelay(true).expect("a socket");
        let mut line = Self {
            stream: BufReader::new(stream),
            token: String::new(),
        };
        let keys = r#"{"imp_key":"sandbox_key","imp_secret":"sandbox_secret"}"#;
        let answer = line.call("POST", "/users/getToken", keys).await;
        line.token = answer["response"]["access_token"]
            .as_str()
            .expect("a token")
            .to_owned();
        line
    }

    async fn get(&mut self, path: &str) -> Value {
        self.call("GET", path, "").await
    }

    async fn call(&mut self, method: &str, path: &str, body: &str) -> Value {
        let token = self.token.clone();
        let text = self.raw(method, path, &token, body).await;
        serde_json::from_str(&text).expect("an envelope")
    }

    async fn raw(&mut self, method: &str, path: &str, token: &str, body: &str) -> String {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream
            .write_all(request.as_bytes())
            .await
            .expect("written");
        let mut length = 0;
        loop {
            let mut header = String::new();
            self.stream.read_line(&mut header).await.expect("a header");
            if header.trim().is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').unwrap_or(("", ""));
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut content = vec![0; length];
        self.stream.read_exact(&mut content).await.expect("a body");
        String::from_utf8(content).expect("text")
    }
}
