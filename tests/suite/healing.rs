//! With every webhook and every browser return lost, the shop finds out by itself, within a minute of its clock.
//! `tests/crash/healing.rs` does the same with the real program in real time.

use imp_checkout::domain::order::OrderState;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(within_a_minute_everything_is_paid_or_given_back);

const WITHIN_SECONDS: i64 = 60;
const STEP_SECONDS: i64 = 5;

/// The window ends, and nobody hears of it.
async fn pay_in_silence(
    shop: &TestShop,
    method: &str,
    outcome: &str,
    fault: Option<Value>,
) -> (Placed, String) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with(method).await;
    let matches = json!({ "merchant_uid": placed.uid });
    let faults = [
        Some(json!({ "drop_webhook": true })),
        Some(json!({ "drop_callback": true })),
        fault,
    ];
    let rules: Vec<Value> = faults
        .into_iter()
        .flatten()
        .map(|fault| json!({ "match": matches, "fault": fault }))
        .collect();
    shop.console(Method::PUT, "faults", json!(rules)).await;
    let seen = shop.pay_with_notice(&placed, outcome).await;
    (placed, imp_uid(&seen))
}

async fn is_given_back(shop: &TestShop, imp: &str) -> bool {
    let seen = shop
        .console(Method::GET, &format!("payments/{imp}"), Value::Null)
        .await;
    seen["payment"]["cancel_amount"] == seen["payment"]["amount"]
}

async fn within_a_minute_everything_is_paid_or_given_back(shop: &TestShop) {
    let (mut paid, mut issued, mut forged) = (Vec::new(), Vec::new(), Vec::new());
    for outcome in [
        "paid",
        "paid_but_lost",
        "told_failed_though_paid",
        "paid",
        "paid",
    ] {
        paid.push(pay_in_silence(shop, "card", outcome, None).await);
        issued.push(pay_in_silence(shop, "vbank", "vbank", None).await);
        for fault in [
            json!({ "approve_amount": 100 }),
            json!({ "approve_currency": "USD" }),
        ] {
            forged.push(pay_in_silence(shop, "card", "paid", Some(fault)).await);
        }
    }
    let notices = shop.console(Method::GET, "webhooks", Value::Null).await;
    assert!(
        notices
            .as_array()
            .unwrap()
            .iter()
            .all(|notice| notice["state"] == "dropped"),
        "{notices}"
    );
    for _ in 0..WITHIN_SECONDS / STEP_SECONDS {
        shop.clock.advance_seconds(STEP_SECONDS);
        shop.drain().await;
    }
    for (placed, _) in &paid {
        assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
    }
    for (placed, _) in &issued {
        assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingDeposit);
    }
    for (placed, imp) in &forged {
        assert_eq!(shop.state(&placed.order).await, OrderState::Disputed);
        assert!(is_given_back(shop, imp).await, "{imp}");
    }
}
