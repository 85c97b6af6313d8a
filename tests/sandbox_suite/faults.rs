use tokio::time::Instant;

use serde_json::{Value, json};

use super::support::{Shop, Twin, uid};

#[tokio::test]
async fn webhooks_are_dropped_doubled_and_swapped() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let pay = async |uid: &str| {
        let body = json!({"merchant_uid": uid, "amount": 1_000, "notice_url": shop.url, "buyer_email": format!("{uid}@x")});
        twin.payment_with(body).await
    };
    twin.fault(json!({"match": {"merchant_uid": "LOST*"}, "fault": {"drop_webhook": true}}))
        .await;
    twin.fault(
        json!({"match": {"buyer_email": "TWICE@*"}, "times": 1, "fault": {"duplicate_webhook": 1}}),
    )
    .await;
    twin.fault(
        json!({"match": {"merchant_uid": "SWAP"}, "times": 1, "fault": {"reorder_webhook": true}}),
    )
    .await;
    pay("LOST1").await;
    pay("TWICE").await;
    shop.wait_for(2).await;
    let swapped = pay("SWAP").await;
    twin.act(&swapped, "cancel", json!({})).await.response();
    let hits: Vec<Value> = shop
        .wait_for(4)
        .await
        .iter()
        .map(|hit| serde_json::from_str(&hit.body).expect("JSON"))
        .collect();
    assert!(hits.iter().all(|hit| hit["merchant_uid"] != "LOST1"));
    assert_eq!(
        (&hits[2]["status"], &hits[3]["status"]),
        (&json!("cancelled"), &json!("paid"))
    );
}

#[tokio::test]
async fn a_fault_for_one_buyer_leaves_another_alone() {
    let twin = Twin::start().await;
    let pay = async |email: &str| {
        twin.payment_with(json!({"merchant_uid": email, "amount": 1_000, "buyer_email": email}))
            .await
    };
    let (anne, bob) = (pay("anne@x").await, pay("bob@x").await);
    twin.fault(
        json!({"match": {"buyer_email": "anne@*"}, "times": 1, "fault": {"rest_status": 502}}),
    )
    .await;
    twin.fault(
        json!({"match": {"buyer_email": "bob@*"}, "times": 2, "fault": {"lookup_missing": true}}),
    )
    .await;
    let broken = twin.lookup(&anne).await;
    assert_eq!(broken.status, 502);
    assert!(
        broken
            .body
            .as_str()
            .is_some_and(|page| page.starts_with("<html>"))
    );
    assert_eq!(twin.lookup(&anne).await.status, 200);
    assert_eq!(twin.lookup(&bob).await.status, 404);
    assert_eq!(twin.get("/payments/find/bob@x").await.status, 404);
    assert_eq!(twin.lookup(&bob).await.status, 200);
}

#[tokio::test]
async fn the_network_fails_before_and_after_the_effect() {
    let twin = Twin::start().await;
    let payment = twin.payment("N1", json!(1_000), "paid").await;
    let token = twin.token().await;
    let cancel = async || {
        let request = twin
            .http
            .post(format!("{}/payments/cancel", twin.url))
            .header("Authorization", &token);
        request
            .json(&json!({"imp_uid": uid(&payment), "amount": 100}))
            .send()
            .await
    };
    for (when, cancelled) in [("before", 0), ("after", 100)] {
        twin.fault(json!({"times": 1, "fault": {"connection_reset": when}}))
            .await;
        assert!(cancel().await.is_err(), "{when}");
        assert_eq!(
            twin.lookup(&payment).await.response()["cancel_amount"],
            json!(cancelled)
        );
    }
}

#[tokio::test]
async fn slowness_expiry_and_empty_answers() {
    let twin = Twin::start().await;
    let payment = twin.payment("N2", json!(1_000), "paid").await;
    twin.fault(
        json!([{"times": 1, "fault": {"rest_latency_ms": 150}}, {"times": 1, "fault": {"token_expired": true}}]),
    )
    .await;
    let started = Instant::now();
    let refused = twin.lookup(&payment).await;
    assert_eq!((refused.status, refused.message()), (401, "Unauthorized"));
    assert!(started.elapsed().as_millis() >= 150);
    twin.fault(json!({"times": 1, "fault": {"empty_body": true}}))
        .await;
    assert_eq!(twin.lookup(&payment).await.body, json!(""));
    twin.fault(json!({"times": 1, "fault": {"rest_status": 429}}))
        .await;
    assert_eq!(twin.lookup(&payment).await.status, 429);
}

#[tokio::test]
async fn the_gateway_approves_something_else() {
    let twin = Twin::start().await;
    twin.fault(json!([{"match": {"merchant_uid": "G1"}, "fault": {"approve_amount": 100}}, {"match": {"merchant_uid": "G2"}, "fault": {"approve_currency": "USD"}}])).await;
    assert_eq!(
        twin.payment("G1", json!(1_000), "paid").await["amount"],
        json!(100)
    );
    assert_eq!(
        twin.payment("G2", json!(1_000), "paid").await["currency"],
        "USD"
    );
    let live = twin.payment("G3", json!(1_000), "paid").await;
    twin.fault(json!({"match": {"merchant_uid": "G3"}, "fault": {"sandbox": false}}))
        .await;
    assert_eq!(twin.lookup(&live).await.response()["sandbox"], json!(false));
}

#[tokio::test]
async fn a_refund_that_nobody_told_of_blocks_the_cancel() {
    let twin = Twin::start().await;
    let payment = twin.payment("G4", json!(1_000), "paid").await;
    twin.fault(json!({"match": {"imp_uid": uid(&payment)}, "fault": {"gateway_refunded": true}}))
        .await;
    let refused = twin
        .post("/payments/cancel", json!({"imp_uid": uid(&payment)}))
        .await;
    assert_eq!(refused.code(), -1);
    assert!(refused.message().contains("기취소"));
    assert_eq!(twin.lookup(&payment).await.response()["status"], "paid");
}

#[tokio::test]
async fn a_fault_ends_with_its_seconds() {
    let twin = Twin::start().await;
    let payment = twin.payment("G5", json!(1_000), "paid").await;
    twin.fault(
        json!({"match": {"merchant_uid": "G5"}, "seconds": 60, "fault": {"lookup_missing": true}}),
    )
    .await;
    assert_eq!(twin.lookup(&payment).await.status, 404);
    twin.put("/console/api/clock", json!({"advance_seconds": 61}))
        .await
        .response();
    assert_eq!(twin.lookup(&payment).await.status, 200);
}
