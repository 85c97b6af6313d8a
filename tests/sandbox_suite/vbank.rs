use serde_json::{Value, json};

use super::support::{Shop, Twin, uid};

#[tokio::test]
async fn only_the_exact_deposit_pays() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let body =
        json!({"merchant_uid": "V1", "amount": 10_000, "outcome": "vbank", "notice_url": shop.url});
    let payment = twin.payment_with(body).await;
    assert_eq!(
        (&payment["status"], &payment["pay_method"]),
        (&json!("ready"), &json!("vbank"))
    );
    assert!(payment["vbank_num"].is_string() && payment["vbank_date"].as_i64() > Some(0));
    for wrong in [9_999, 10_001] {
        assert_eq!(
            twin.act(&payment, "deposit", json!({"amount": wrong}))
                .await
                .code(),
            1
        );
    }
    assert_eq!(twin.lookup(&payment).await.response()["status"], "ready");
    assert_eq!(
        twin.act(&payment, "deposit", json!({})).await.response()["status"],
        "paid"
    );
    assert_eq!(
        twin.act(&payment, "deposit", json!({})).await.code(),
        1,
        "a second deposit is refused"
    );
    let statuses: Vec<Value> = shop
        .wait_for(2)
        .await
        .iter()
        .map(|hit| serde_json::from_str::<Value>(&hit.body).expect("JSON")["status"].clone())
        .collect();
    assert_eq!(statuses, [json!("ready"), json!("paid")]);
}

#[tokio::test]
async fn a_forced_deposit_still_reports_the_amount_asked() {
    let twin = Twin::start().await;
    let payment = twin.payment("V2", json!(10_000), "vbank").await;
    let paid = twin
        .act(&payment, "deposit", json!({"amount": 1, "force": true}))
        .await
        .response();
    assert_eq!(
        (&paid["status"], &paid["amount"]),
        (&json!("paid"), &json!(10_000))
    );
}

#[tokio::test]
async fn a_late_deposit_bounces() {
    let twin = Twin::start().await;
    let payment = twin.payment("V3", json!(10_000), "vbank").await;
    twin.put(
        "/console/api/clock",
        json!({"advance_seconds": 31 * 86_400}),
    )
    .await
    .response();
    let late = twin.act(&payment, "deposit", json!({})).await;
    assert_eq!(late.code(), 1);
    assert!(late.message().contains("입금기한"));
}

#[tokio::test]
async fn an_expired_account_stays_ready_and_takes_nothing() {
    let twin = Twin::start().await;
    let payment = twin.payment("V4", json!(10_000), "vbank").await;
    assert_eq!(
        twin.act(&payment, "expire", json!({})).await.response()["status"],
        "ready"
    );
    assert_eq!(twin.act(&payment, "deposit", json!({})).await.code(), 1);
}

#[tokio::test]
async fn an_account_made_by_api_can_be_changed_and_revoked() {
    let twin = Twin::start().await;
    let body = json!({"pg": "settle", "merchant_uid": "V5", "amount": 1_000, "vbank_code": "04", "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
    let payment = twin.post("/vbanks", body.clone()).await.response();
    assert_eq!(
        (
            &payment["channel"],
            &payment["vbank_code"],
            &payment["vbank_holder"]
        ),
        (&json!("api"), &json!("004"), &json!("가게"))
    );
    let second = twin.post("/vbanks", body.clone()).await.response();
    assert_ne!(
        payment["imp_uid"], second["imp_uid"],
        "several accounts may wait for one order"
    );
    let path = format!("/vbanks/{}", uid(&payment));
    let changed = twin
        .put(
            &path,
            json!({"amount": 2_000, "vbank_due": 4_000_000_001_i64}),
        )
        .await
        .response();
    assert_eq!(
        (&changed["amount"], &changed["vbank_date"]),
        (&json!(2_000), &json!(4_000_000_001_i64))
    );
    assert_eq!(twin.delete(&path).await.response()["status"], "failed");
    assert_eq!(twin.delete(&path).await.status, 400);
    twin.act(&second, "deposit", json!({})).await.response();
    assert_eq!(
        twin.post("/vbanks", body).await.code(),
        1,
        "a paid order gets no further account"
    );
}

#[tokio::test]
async fn the_holder_of_an_account_can_be_asked() {
    let twin = Twin::start().await;
    assert_eq!(
        twin.get("/vbanks/holder?bank_code=004&bank_num=1234567890")
            .await
            .response()["bank_holder"],
        "홍길동"
    );
    assert_eq!(
        twin.get("/vbanks/holder?bank_code=004&bank_num=9234567890")
            .await
            .status,
        404
    );
    assert_eq!(
        twin.get("/vbanks/holder?bank_code=004&bank_num=8234567890")
            .await
            .status,
        400
    );
}
