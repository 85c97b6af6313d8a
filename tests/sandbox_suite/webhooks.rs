use serde_json::{Value, json};

use super::support::{Shop, Twin, uid};

fn statuses(log: &Value) -> Vec<&str> {
    log.as_array()
        .into_iter()
        .flatten()
        .filter_map(|delivery| delivery["state"].as_str())
        .collect()
}

#[tokio::test]
async fn the_payments_own_address_wins_over_the_consoles() {
    let (twin, console, own) = (
        Twin::start().await,
        Shop::start().await,
        Shop::start().await,
    );
    twin.put(
        "/console/api/settings",
        json!({"webhook_url": console.url, "webhook_content_type": "form"}),
    )
    .await
    .response();
    twin.payment("W1", json!(1_000), "paid").await;
    let hit = console.wait_for(1).await.remove(0);
    assert_eq!(hit.content_type, "application/x-www-form-urlencoded");
    assert!(
        hit.body.contains("merchant_uid=W1") && hit.body.contains("status=paid"),
        "{}",
        hit.body
    );
    twin.payment_with(
        json!({"merchant_uid": "W2", "amount": 1_000, "notice_url": [own.url, format!("{}/b", own.url)]}),
    )
    .await;
    assert_eq!(
        own.wait_for(2).await.len(),
        2,
        "every address of a list is called"
    );
    assert_eq!(console.hits().len(), 1);
}

#[tokio::test]
async fn failures_are_never_told() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    for (index, outcome) in ["failed", "cancelled_by_user", "abandoned", "cannot_open"]
        .into_iter()
        .enumerate()
    {
        twin.payment_with(
            json!({"merchant_uid": format!("W3{index}"), "amount": 1_000, "outcome": outcome, "notice_url": shop.url}),
        )
        .await;
    }
    assert_eq!(
        twin.get("/console/api/webhooks").await.response(),
        json!([])
    );
}

#[tokio::test]
async fn a_shop_in_trouble_is_asked_again_each_minute_if_that_was_ordered() {
    let (twin, shop) = (Twin::start().await, Shop::answering(503, "busy").await);
    twin.put("/console/api/settings", json!({"webhook_retries": 2}))
        .await
        .response();
    twin.payment_with(json!({"merchant_uid": "W4", "amount": 1_000, "notice_url": shop.url}))
        .await;
    for tries in 1..=3_usize {
        shop.wait_for(tries).await;
        let tried = move |log: &Value| log[0]["attempts"].as_array().map(Vec::len) == Some(tries);
        twin.until("/console/api/webhooks", tried).await;
        twin.put("/console/api/clock", json!({"advance_seconds": 61}))
            .await
            .response();
    }
    let log = twin
        .until("/console/api/webhooks", |log| statuses(log) == ["failed"])
        .await;
    assert_eq!(log[0]["attempts"][2]["status"], 503);
    assert_eq!(log[0]["attempts"][0]["answer"], "busy");
}

#[tokio::test]
async fn a_refusal_by_the_shop_is_not_repeated() {
    let (twin, shop) = (Twin::start().await, Shop::answering(404, "").await);
    twin.put("/console/api/settings", json!({"webhook_retries": 5}))
        .await
        .response();
    twin.payment_with(json!({"merchant_uid": "W5", "amount": 1_000, "notice_url": shop.url}))
        .await;
    let log = twin
        .until("/console/api/webhooks", |log| statuses(log) == ["failed"])
        .await;
    assert_eq!(log[0]["attempts"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_webhook_can_be_sent_again_and_forged() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let payment = twin
        .payment_with(json!({"merchant_uid": "W6", "amount": 1_000, "notice_url": shop.url}))
        .await;
    let first = shop.wait_for(1).await.remove(0);
    twin.act(&payment, "resend_webhook", json!({}))
        .await
        .response();
    assert_eq!(shop.wait_for(2).await[1].body, first.body);
    let lie = json!({"imp_uid": "imp_000000000000", "merchant_uid": "W6", "status": "paid"});
    twin.post(
        "/console/api/webhooks/forge",
        json!({"url": shop.url, "body": lie}),
    )
    .await
    .response();
    assert_eq!(
        serde_json::from_str::<Value>(&shop.wait_for(3).await[2].body).expect("JSON"),
        lie
    );
    let kinds = twin
        .get(&format!("/console/api/webhooks?imp_uid={}", uid(&payment)))
        .await
        .response();
    assert_eq!(kinds.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_webhook_may_go_before_the_answer() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    twin.put("/console/api/settings", json!({"webhook_order": "before"}))
        .await
        .response();
    twin.payment_with(json!({"merchant_uid": "W7", "amount": 1_000, "notice_url": shop.url}))
        .await;
    assert_eq!(
        shop.hits().len(),
        1,
        "it was delivered before the call returned"
    );
}

#[tokio::test]
async fn a_cancel_in_the_console_is_always_told() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let payment = twin
        .payment_with(json!({"merchant_uid": "W8", "amount": 1_000, "notice_url": shop.url}))
        .await;
    shop.wait_for(1).await;
    twin.act(&payment, "cancel", json!({"amount": 10}))
        .await
        .response();
    let hook: Value = serde_json::from_str(&shop.wait_for(2).await[1].body).expect("JSON");
    assert_eq!(
        (&hook["status"], hook["cancellation_id"].is_string()),
        (&json!("cancelled"), true)
    );
}
