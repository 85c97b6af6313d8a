//! What the console shows of a payment beyond the REST object.

use serde_json::{Value, json};

use crate::sandbox::ledger::Payment;
use crate::sandbox::rest::wire;
use crate::sandbox::state::State;

pub fn story(state: &State, payment: &Payment, base: &str) -> Value {
    let lines: Vec<Value> = payment
        .story
        .iter()
        .map(|line| json!({"at": line.at.seconds(), "text": line.text}))
        .collect();
    let deposits: Vec<Value> = payment
        .deposits
        .iter()
        .map(|deposit| {
            json!({
                "amount": deposit.amount, "depositor": deposit.depositor, "at": deposit.at.seconds(),
                "accepted": deposit.accepted, "pg_tid": deposit.pg_tid,
            })
        })
        .collect();
    let webhooks: Vec<Value> = state
        .webhooks
        .of_payment(&payment.imp_uid)
        .map(|d| d.to_json())
        .collect();
    json!({"payment": wire::payment(payment, base), "story": lines, "deposits": deposits, "webhooks": webhooks})
}
