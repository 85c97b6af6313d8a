//! Shops in other languages, with nothing but their standard libraries, do what the integration guide
//! does on a server: token, look-up, comparison. Skipped where the language is not installed.

use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tokio::process::Command;

use super::support::{Twin, uid};

async fn run(program: &str, script: &str) {
    let twin = Twin::start().await;
    let payment = twin.payment("GUIDE-1", json!(64_900), "paid").await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sandbox").join(script);
    let child = Command::new(program)
        .arg(script)
        .args([twin.url.as_str(), uid(&payment), "64900"])
        .stdin(Stdio::null())
        .output()
        .await;
    let Ok(output) = child else {
        eprintln!("{program} is not installed; skipped");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), "success GUIDE-1");
}

#[tokio::test]
async fn a_shop_in_python_verifies_a_payment() {
    run("python3", "verify.py").await;
}

#[tokio::test]
async fn a_shop_in_node_verifies_a_payment() {
    run("node", "verify.mjs").await;
}
