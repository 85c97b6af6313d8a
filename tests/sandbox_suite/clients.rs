//! Shops in other languages, with nothing but their standard libraries, do on their servers what the
//! integration guide does: receive, look up, verify, answer. One table for all of them.
//! Where a language is not installed, its test says so and proves nothing; under `make test` it fails.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::skip::skip;
use super::support::{Answer, Twin, read, uid};

#[tokio::test]
async fn a_shop_in_python_does_as_the_guide_says() {
    does_as_the_guide_says("python3", "merchant.py").await;
}

#[tokio::test]
async fn a_shop_in_node_does_as_the_guide_says() {
    does_as_the_guide_says("node", "merchant.mjs").await;
}

/// A merchant's server in a process of its own; it ends with this value.
struct Merchant {
    url: String,
    http: reqwest::Client,
    _process: Child,
}

impl Merchant {
    /// `None` where the language is not installed.
    async fn start(program: &str, script: &str, twin: &Twin) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/sandbox_suite/clients")
            .join(script);
        let mut command = Command::new(program);
        command
            .arg(script)
            .arg(&twin.url)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut process = command.spawn().ok()?;
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let url = lines
            .next_line()
            .await
            .expect("readable")
            .expect("it prints its address");
        Some(Self {
            url,
            http: twin.http.clone(),
            _process: process,
        })
    }

    async fn place(&self, merchant_uid: &str, amount: u32) {
        let order = json!({"merchant_uid": merchant_uid, "amount": amount});
        self.post("/orders", &order).await;
    }

    async fn order(&self, merchant_uid: &str) -> Value {
        let address = format!("{}/orders/{merchant_uid}", self.url);
        read(self.http.get(address).send().await.expect("an answer"))
            .await
            .body
    }

    /// Waits until a webhook has brought the order there, for at most five seconds.
    async fn becomes(&self, merchant_uid: &str, status: &str) -> Value {
        for _ in 0..250 {
            let order = self.order(merchant_uid).await;
            if order["status"] == status {
                return order;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!(
            "{merchant_uid} never became {status}: {}",
            self.order(merchant_uid).await
        );
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        read(
            self.http
                .post(format!("{}{path}", self.url))
                .json(body)
                .send()
                .await
                .expect("an answer"),
        )
        .await
    }

    /// What the page sends after the callback.
    async fn complete(&self, payment: &Value) -> (u16, Value) {
        let ids = json!({"imp_uid": payment["imp_uid"], "merchant_uid": payment["merchant_uid"]});
        let answer = self.post("/payments/complete", &ids).await;
        (answer.status, answer.body["status"].clone())
    }
}

async fn does_as_the_guide_says(program: &str, script: &str) {
    let twin = Twin::start().await;
    let Some(merchant) = Merchant::start(program, script, &twin).await else {
        skip(&format!(
            "{program} is not installed, so {script} was not run"
        ));
        return;
    };
    a_payment_is_verified(&twin, &merchant).await;
    an_account_is_issued_then_paid(&twin, &merchant).await;
    what_is_wrong_is_refused(&twin, &merchant).await;
    staff_cancel_and_strangers_forge(&twin, &merchant).await;
    trouble_decides_nothing(&twin, &merchant).await;
}

/// A shopper in the window, and the order as the shop has it.
async fn pay(
    twin: &Twin,
    merchant: &Merchant,
    merchant_uid: &str,
    costs: u32,
    extra: Value,
) -> Value {
    merchant.place(merchant_uid, costs).await;
    let mut body = json!({"merchant_uid": merchant_uid, "amount": costs, "buyer_tel": "010-4242-4242",
        "notice_url": format!("{}/payments/webhook", merchant.url)});
    body.as_object_mut()
        .expect("an object")
        .extend(extra.as_object().cloned().unwrap_or_default());
    twin.payment_with(body).await
}

async fn a_payment_is_verified(twin: &Twin, merchant: &Merchant) {
    let payment = pay(twin, merchant, "ORD20180131-0000011", 64_900, json!({})).await;
    merchant.becomes("ORD20180131-0000011", "paid").await;
    assert_eq!(merchant.complete(&payment).await, (200, json!("success")));
    let back = format!(
        "{}/payments/complete?imp_uid={}&imp_success=true",
        merchant.url,
        uid(&payment)
    );
    let returned = read(twin.http.get(back).send().await.expect("an answer")).await;
    assert_eq!(
        (returned.status, &returned.body["status"]),
        (200, &json!("success")),
        "by redirect"
    );
}

async fn an_account_is_issued_then_paid(twin: &Twin, merchant: &Merchant) {
    let payment = pay(twin, merchant, "ORD-V", 9_900, json!({"outcome": "vbank"})).await;
    assert_eq!(
        merchant.complete(&payment).await,
        (200, json!("vbankIssued"))
    );
    let order = merchant.becomes("ORD-V", "ready").await;
    assert_eq!(order["vbank_num"], payment["vbank_num"]);
    let sent = |inbox: &Value| !inbox.as_array().is_none_or(Vec::is_empty);
    let inbox = twin
        .until("/console/api/messages?to=010-4242-4242", sent)
        .await;
    let text = inbox[0]["text"].as_str().expect("a text");
    assert!(
        text.contains(payment["vbank_num"].as_str().expect("a number")),
        "{text}"
    );
    twin.act(&payment, "deposit", json!({})).await.response();
    merchant.becomes("ORD-V", "paid").await;
    assert_eq!(merchant.complete(&payment).await, (200, json!("success")));
}

async fn what_is_wrong_is_refused(twin: &Twin, merchant: &Merchant) {
    let table = [
        ("ORD-F1", json!({"amount": 100}), (400, json!("forgery"))),
        (
            "ORD-F2",
            json!({"outcome": "vbank", "amount": 100}),
            (400, json!("forgery")),
        ),
        (
            "ORD-F3",
            json!({"outcome": "limit_exceeded"}),
            (400, json!("failed")),
        ),
        (
            "ORD-F4",
            json!({"outcome": "abandoned"}),
            (400, json!("failed")),
        ),
        (
            "ORD-F5",
            json!({"merchant_uid": "ORD-NOBODYS"}),
            (404, json!("notFound")),
        ),
    ];
    for (merchant_uid, extra, expected) in table {
        let payment = pay(twin, merchant, merchant_uid, 100_000, extra).await;
        assert_eq!(
            merchant.complete(&payment).await,
            expected,
            "{merchant_uid}"
        );
        assert_ne!(
            merchant.order(merchant_uid).await["status"],
            "paid",
            "{merchant_uid}"
        );
    }
    let nobody = json!({"imp_uid": "imp_000000000000"});
    assert_eq!(merchant.complete(&nobody).await, (404, json!("notFound")));
}

async fn staff_cancel_and_strangers_forge(twin: &Twin, merchant: &Merchant) {
    let payment = pay(twin, merchant, "ORD-C", 10_000, json!({})).await;
    merchant.becomes("ORD-C", "paid").await;
    twin.act(&payment, "cancel", json!({"amount": 3_000}))
        .await
        .response();
    assert_eq!(
        merchant.becomes("ORD-C", "cancelled").await["cancel_amount"],
        json!(3_000)
    );

    let left = pay(
        twin,
        merchant,
        "ORD-L",
        10_000,
        json!({"outcome": "abandoned"}),
    )
    .await;
    let lie = json!({"imp_uid": uid(&left), "merchant_uid": "ORD-L", "status": "paid"});
    let forged = json!({"url": format!("{}/payments/webhook", merchant.url), "body": lie});
    twin.post("/console/api/webhooks/forge", forged)
        .await
        .response();
    let path = format!("/console/api/webhooks?imp_uid={}", uid(&left));
    twin.until(&path, |log| log[0]["state"] == "delivered")
        .await;
    assert_eq!(
        merchant.order("ORD-L").await["status"],
        "placed",
        "a webhook is a hint, not a proof"
    );
}

async fn trouble_decides_nothing(twin: &Twin, merchant: &Merchant) {
    let payment = pay(twin, merchant, "ORD-T", 10_000, json!({"notice_url": null})).await;
    for fault in [
        json!({"rest_status": 502}),
        json!({"empty_body": true}),
        json!({"connection_reset": "after"}),
    ] {
        twin.fault(json!({"match": {"merchant_uid": "ORD-T"}, "times": 1, "fault": fault}))
            .await;
        assert_eq!(merchant.complete(&payment).await, (503, json!("pending")));
        assert_eq!(merchant.order("ORD-T").await["status"], "placed");
    }
    assert_eq!(
        merchant.complete(&payment).await,
        (200, json!("success")),
        "asked again, it is paid"
    );
}
