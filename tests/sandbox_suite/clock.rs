use serde_json::{Value, json};

use super::support::Twin;

#[tokio::test]
async fn the_clock_goes_where_it_is_put_and_on_from_there() {
    let twin = Twin::start().await;
    let set = twin
        .put("/console/api/clock", json!({"set": 1_900_000_000}))
        .await
        .response();
    assert_eq!(
        set["kst"].as_str().map(|kst| &kst[..10]),
        Some("2030-03-18")
    );
    let payment = twin.payment("T1", json!(1_000), "paid").await;
    let paid_at = payment["paid_at"].as_i64().expect("a time");
    assert!(
        (1_900_000_000..1_900_000_060).contains(&paid_at),
        "{paid_at}"
    );
    for wrong in [
        json!({}),
        json!({"set": -1}),
        json!({"set": 1, "advance_seconds": 1}),
        json!({"advance_seconds": i64::MAX}),
    ] {
        assert_eq!(twin.put("/console/api/clock", wrong).await.status, 400);
    }
}

#[tokio::test]
async fn a_failed_payment_is_approved_when_its_time_comes() {
    let twin = Twin::start().await;
    twin.put(
        "/console/api/settings",
        json!({"late_approval_seconds": 3_600}),
    )
    .await
    .response();
    let payment = twin
        .payment("T2", json!(1_000), "failed_then_paid_later")
        .await;
    assert_eq!(payment["status"], "failed");
    twin.put("/console/api/clock", json!({"advance_seconds": 3_601}))
        .await
        .response();
    let paid = |seen: &Value| seen[0]["status"] == "paid" && seen[0]["fail_reason"].is_null();
    twin.until("/console/api/payments?merchant_uid=T2", paid)
        .await;
}

/// One script through windows, accounts, cancels and REST; what it was answered, without times and addresses.
async fn script(twin: &Twin) -> String {
    let paid = twin.payment("S1", json!(1_000), "paid").await;
    let account = twin.payment("S2", json!(2_000), "vbank").await;
    let failed = twin.payment("S3", json!(3_000), "limit_exceeded").await;
    twin.act(&account, "deposit", json!({})).await.response();
    twin.post(
        "/payments/cancel",
        json!({"merchant_uid": "S1", "amount": 100}),
    )
    .await
    .response();
    let mut told = twin.token().await;
    for payment in [paid, account, failed] {
        let mut seen = twin.lookup(&payment).await.response();
        for time in [
            "started_at",
            "paid_at",
            "failed_at",
            "cancelled_at",
            "vbank_date",
            "vbank_issued_at",
        ] {
            seen[time] = json!(seen[time].as_i64() > Some(0));
        }
        for cancel in seen["cancel_history"].as_array_mut().into_iter().flatten() {
            cancel["cancelled_at"] = json!(null);
        }
        told += &seen.to_string().replace(&twin.url, "");
    }
    told
}

#[tokio::test]
async fn the_same_seed_and_script_give_the_same_run() {
    let (one, two) = (Twin::start().await, Twin::start().await);
    assert_eq!(script(&one).await, script(&two).await);
}
