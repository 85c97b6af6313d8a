use serde_json::json;

use super::support::{Twin, uid};

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sandbox.jsonl");
    let before = Twin::start_with(Some(file.clone())).await;
    let payment = before.payment("B1", json!(10_000), "paid").await;
    before
        .act(&payment, "cancel", json!({"amount": 1_000}))
        .await
        .response();
    before
        .post(
            "/payments/prepare",
            json!({"merchant_uid": "B2", "amount": 5}),
        )
        .await
        .response();
    before
        .put(
            "/console/api/settings",
            json!({"webhook_url": "http://127.0.0.1:9/"}),
        )
        .await
        .response();
    before
        .post("/console/api/messages", json!({"to": "010", "text": "hi"}))
        .await
        .response();
    let waiting = before
        .payment("B3", json!(1_000), "failed_then_paid_later")
        .await;
    let token = before.token().await;
    let seen = before.lookup(&payment).await.response();
    before.stop().await;

    let after = Twin::start_with(Some(file)).await;
    let strip = |mut value: serde_json::Value| {
        value["receipt_url"] = json!(null);
        value["cancel_receipt_urls"] = json!(null);
        value["cancel_history"][0]["receipt_url"] = json!(null);
        value
    };
    assert_eq!(after.token().await, token, "even the token lives on");
    assert_eq!(strip(after.lookup(&payment).await.response()), strip(seen));
    assert_eq!(
        after.get("/payments/prepare/B2").await.response()["amount"],
        json!(5)
    );
    assert_eq!(
        after.get("/console/api/messages").await.response()[0]["text"],
        "hi"
    );
    assert_eq!(
        after.get("/console/api/settings").await.response()["webhook_url"],
        "http://127.0.0.1:9/"
    );
    let second = after.payment("B4", json!(1_000), "paid").await;
    assert_ne!(
        uid(&second),
        uid(&payment),
        "ids go on, they do not start again"
    );
    after
        .put("/console/api/clock", json!({"advance_seconds": 60}))
        .await
        .response();
    after
        .until(&format!("/payments/{}", uid(&waiting)), |seen| {
            seen["status"] == "paid"
        })
        .await;
}

#[tokio::test]
async fn a_reset_is_remembered_and_a_torn_last_line_forgiven() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sandbox.jsonl");
    let first = Twin::start_with(Some(file.clone())).await;
    first.payment("B5", json!(1_000), "paid").await;
    first.post("/console/api/reset", json!({})).await.response();
    first.payment("B6", json!(1_000), "paid").await;
    first.stop().await;
    let mut text = std::fs::read_to_string(&file).expect("the file");
    text.push_str("{\"payment\":{\"imp_ui");
    std::fs::write(&file, text).expect("written");
    let second = Twin::start_with(Some(file)).await;
    let list = second.get("/console/api/payments").await.response();
    assert_eq!(
        (list.as_array().map(Vec::len), &list[0]["merchant_uid"]),
        (Some(1), &json!("B6"))
    );
}
