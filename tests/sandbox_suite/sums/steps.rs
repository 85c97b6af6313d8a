//! What anybody may do to a ledger, and how it is done: by the console or by REST.

use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Twin, uid};

#[derive(Clone, Debug)]
pub enum Step {
    /// A shopper in a window.
    Open {
        order: u8,
        amount: u32,
        outcome: &'static str,
    },
    /// A virtual account by REST.
    Account {
        order: u8,
        amount: u32,
    },
    Cancel {
        pick: usize,
        amount: u32,
        by: By,
    },
    Deposit {
        pick: usize,
        amount: Option<u32>,
        force: bool,
    },
    Act {
        pick: usize,
        action: &'static str,
    },
    Change {
        pick: usize,
        amount: u32,
    },
    Revoke {
        pick: usize,
    },
    Prepare {
        order: u8,
        amount: u32,
        method: Method,
    },
    Receipt {
        pick: usize,
        method: Method,
    },
    Fault {
        order: u8,
        fault: &'static str,
    },
    Tick {
        seconds: u32,
    },
}

/// Who cancels, and what they believe to be left.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Staff,
    Shop,
    ShopWithChecksum(u32),
}

pub fn step() -> impl Strategy<Value = Step> {
    let one_of = |names: &[&'static str]| prop::sample::select(names.to_vec());
    let outcome = one_of(&[
        "paid",
        "failed",
        "vbank",
        "abandoned",
        "paid_but_lost",
        "cancelled_by_user",
        "failed_then_paid_later",
    ]);
    let action = one_of(&["expire", "approve_late", "resend_webhook"]);
    let fault = one_of(&[
        "approve_amount",
        "gateway_refunded",
        "told_failed_though_paid",
        "skip_confirm",
    ]);
    let amount = || prop::sample::select(vec![0_u32, 1, 100, 999, 1_000, 5_000]);
    let (order, pick) = (|| 0..5_u8, || 0..12_usize);
    let by = prop_oneof![
        Just(By::Staff),
        Just(By::Shop),
        amount().prop_map(By::ShopWithChecksum)
    ];
    let prepared_by = prop::sample::select(vec![Method::POST, Method::PUT]);
    let receipted_by = prop::sample::select(vec![Method::POST, Method::DELETE]);
    prop_oneof![
        6 => (order(), amount(), outcome).prop_map(|(order, amount, outcome)| Step::Open { order, amount, outcome }),
        2 => (order(), amount()).prop_map(|(order, amount)| Step::Account { order, amount }),
        6 => (pick(), amount(), by).prop_map(|(pick, amount, by)| Step::Cancel { pick, amount, by }),
        4 => (pick(), prop::option::of(amount()), any::<bool>())
            .prop_map(|(pick, amount, force)| Step::Deposit { pick, amount, force }),
        3 => (pick(), action).prop_map(|(pick, action)| Step::Act { pick, action }),
        1 => (pick(), amount()).prop_map(|(pick, amount)| Step::Change { pick, amount }),
        1 => pick().prop_map(|pick| Step::Revoke { pick }),
        1 => (order(), amount(), prepared_by).prop_map(|(order, amount, method)| Step::Prepare { order, amount, method }),
        1 => (pick(), receipted_by).prop_map(|(pick, method)| Step::Receipt { pick, method }),
        1 => (order(), fault).prop_map(|(order, fault)| Step::Fault { order, fault }),
        1 => (1..90_000_u32).prop_map(|seconds| Step::Tick { seconds }),
    ]
}

/// Takes the step; `None` where there was nothing yet to take it on.
pub async fn take(twin: &Twin, opened: &[String], step: &Step) -> Option<Answer> {
    let picked = |pick: usize| opened.get(pick % opened.len().max(1)).cloned();
    let answer = match step.clone() {
        Step::Open {
            order,
            amount,
            outcome,
        } => {
            let pay_method = if order % 2 == 0 { "card" } else { "trans" };
            let body = json!({"merchant_uid": name(order), "amount": amount, "outcome": outcome, "pay_method": pay_method});
            twin.post("/console/api/payments", body).await
        }
        Step::Account { order, amount } => {
            let body = json!({"pg": "settle", "merchant_uid": name(order), "amount": amount, "vbank_code": "004",
                "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
            twin.post("/vbanks", body).await
        }
        Step::Cancel { pick, amount, by } => cancel(twin, &picked(pick)?, amount, by).await,
        Step::Deposit {
            pick,
            amount,
            force,
        } => {
            act(
                twin,
                &picked(pick)?,
                "deposit",
                json!({"amount": amount, "force": force}),
            )
            .await
        }
        Step::Act { pick, action } => act(twin, &picked(pick)?, action, json!({})).await,
        Step::Change { pick, amount } => {
            twin.put(
                &format!("/vbanks/{}", picked(pick)?),
                json!({"amount": amount.max(1)}),
            )
            .await
        }
        Step::Revoke { pick } => twin.delete(&format!("/vbanks/{}", picked(pick)?)).await,
        Step::Prepare {
            order,
            amount,
            method,
        } => {
            let body = json!({"merchant_uid": name(order), "amount": amount});
            twin.call(method, "/payments/prepare", Some(body)).await
        }
        Step::Receipt { pick, method } => {
            twin.call(
                method,
                &format!("/receipts/{}", picked(pick)?),
                Some(json!({"identifier": "010"})),
            )
            .await
        }
        Step::Fault { order, fault } => {
            let fault = if fault == "approve_amount" {
                json!({fault: 7})
            } else {
                json!({fault: true})
            };
            let rule = json!({"match": {"merchant_uid": name(order)}, "times": 1, "fault": fault});
            twin.put("/console/api/faults", rule).await
        }
        Step::Tick { seconds } => {
            twin.put("/console/api/clock", json!({"advance_seconds": seconds}))
                .await
        }
    };
    assert!(
        answer.status < 500 || answer.status == 501,
        "{step:?}: {}",
        answer.body
    );
    Some(answer)
}

fn name(order: u8) -> String {
    format!("Q{order}")
}

async fn act(twin: &Twin, imp_uid: &str, action: &str, body: Value) -> Answer {
    twin.act(&json!({"imp_uid": imp_uid}), action, body).await
}

async fn cancel(twin: &Twin, imp_uid: &str, amount: u32, by: By) -> Answer {
    let mut body = json!({"imp_uid": imp_uid, "amount": amount, "refund_holder": "김", "refund_bank": "004",
        "refund_account": "123"});
    match by {
        By::Staff => return act(twin, imp_uid, "cancel", json!({"amount": amount})).await,
        By::Shop => {}
        By::ShopWithChecksum(left) => body["checksum"] = json!(left),
    }
    twin.post("/payments/cancel", body).await
}

/// The record that a success shows, where it shows one.
pub fn record(step: &Step, answer: &Answer) -> Option<(String, Value)> {
    let shows = match step {
        Step::Open { .. }
        | Step::Account { .. }
        | Step::Cancel { .. }
        | Step::Deposit { .. }
        | Step::Act { .. } => true,
        Step::Change { .. } | Step::Revoke { .. } => true,
        Step::Prepare { .. } | Step::Receipt { .. } | Step::Fault { .. } | Step::Tick { .. } => {
            false
        }
    };
    let seen = &answer.body["response"];
    (shows && answer.code() == 0).then(|| (uid(seen).to_owned(), seen.clone()))
}
