//! Whatever order shoppers, staff, banks and shops act in, the ledger's sums hold.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{Twin, uid};

#[derive(Clone, Debug)]
enum Step {
    Open { order: u8, amount: u32, outcome: &'static str },
    Cancel { pick: usize, amount: u32, by_rest: bool },
    Deposit { pick: usize, force: bool },
    Act { pick: usize, action: &'static str },
    Prepare { order: u8, amount: u32 },
    Revoke { pick: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let outcome =
        prop::sample::select(vec!["paid", "failed", "vbank", "abandoned", "paid_but_lost", "cancelled_by_user"]);
    let action = prop::sample::select(vec!["expire", "approve_late", "resend_webhook"]);
    let amount = prop::sample::select(vec![0_u32, 1, 100, 999, 1_000, 5_000]);
    prop_oneof![
        4 => (0..4_u8, amount.clone(), outcome).prop_map(|(order, amount, outcome)| Step::Open { order, amount, outcome }),
        4 => (0..8_usize, amount.clone(), any::<bool>()).prop_map(|(pick, amount, by_rest)| Step::Cancel { pick, amount, by_rest }),
        2 => (0..8_usize, any::<bool>()).prop_map(|(pick, force)| Step::Deposit { pick, force }),
        2 => (0..8_usize, action).prop_map(|(pick, action)| Step::Act { pick, action }),
        1 => (0..4_u8, amount).prop_map(|(order, amount)| Step::Prepare { order, amount }),
        1 => (0..8_usize).prop_map(|pick| Step::Revoke { pick }),
    ]
}

async fn take(twin: &Twin, opened: &mut Vec<Value>, step: &Step) {
    let picked = |pick: usize| opened.get(pick % opened.len().max(1)).cloned();
    match *step {
        Step::Open { order, amount, outcome } => {
            let body = json!({"merchant_uid": format!("Q{order}"), "amount": amount, "outcome": outcome});
            let answer = twin.post("/console/api/payments", body).await;
            if answer.code() == 0 {
                opened.push(answer.response());
            }
        }
        Step::Cancel { pick, amount, by_rest } => {
            let Some(payment) = picked(pick) else { return };
            if by_rest {
                twin.post("/payments/cancel", json!({"imp_uid": uid(&payment), "amount": amount})).await;
            } else {
                twin.act(&payment, "cancel", json!({"amount": amount})).await;
            }
        }
        Step::Deposit { pick, force } => {
            let Some(payment) = picked(pick) else { return };
            twin.act(&payment, "deposit", json!({"force": force})).await;
        }
        Step::Act { pick, action } => {
            let Some(payment) = picked(pick) else { return };
            twin.act(&payment, action, json!({})).await;
        }
        Step::Prepare { order, amount } => {
            twin.post("/payments/prepare", json!({"merchant_uid": format!("Q{order}"), "amount": amount})).await;
        }
        Step::Revoke { pick } => {
            let Some(payment) = picked(pick) else { return };
            twin.delete(&format!("/vbanks/{}", uid(&payment))).await;
        }
    }
}

async fn check(twin: &Twin, payment: &Value) {
    let seen = twin.lookup(payment).await.response();
    let number = |key: &str| seen[key].as_i64().expect("a whole number");
    let history: i64 =
        seen["cancel_history"].as_array().into_iter().flatten().filter_map(|c| c["amount"].as_i64()).sum();
    assert_eq!(number("cancel_amount"), history, "{seen}");
    assert!(history <= number("amount"), "{seen}");
    let money = number("paid_at") > 0;
    match seen["status"].as_str() {
        Some("ready") => assert!(!money && history == 0, "{seen}"),
        Some("failed") => assert!(!money && number("failed_at") > 0 && seen["fail_reason"].is_string(), "{seen}"),
        Some("paid") => assert!(money && number("failed_at") == 0 && seen["cancel_history"] == json!([]), "{seen}"),
        Some("cancelled") => assert!(money && number("cancelled_at") > 0, "{seen}"),
        other => panic!("{other:?} is no state"),
    }
    let balance = twin.get(&format!("/payments/{}/balance", uid(payment))).await.response();
    let left =
        balance["primary"]["supply"].as_i64().zip(balance["primary"]["vat"].as_i64()).map(|(supply, vat)| supply + vat);
    assert_eq!(left, Some(if money { number("amount") - history } else { 0 }), "{seen}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_calls_breaks_the_sums(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let twin = Twin::start().await;
            let mut opened = Vec::new();
            for step in &steps {
                take(&twin, &mut opened, step).await;
            }
            for payment in &opened {
                check(&twin, payment).await;
            }
        });
    }
}
