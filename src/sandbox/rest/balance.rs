//! `/payments/{imp_uid}/balance`: what is left of a payment, split for the tax office.
//! The real API documents it for PAYCO; here it answers for every payment.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::ledger::{Payment, Status};
use crate::sandbox::money::Amount;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::payments::owned;

pub async fn balance(State(world): State<Arc<World>>, Caller(merchant): Caller, Path(imp_uid): Path<String>) -> Answer {
    let state = world.lock();
    let payment = owned(state.ledger.get(&imp_uid), &merchant)?;
    let mut object = parts(payment, left(payment));
    object["amount"] = json!(payment.amount);
    object["histories"] = json!(histories(payment));
    Ok(Reply::ok(object))
}

/// Nothing is left of what was never paid.
fn left(payment: &Payment) -> Amount {
    match payment.status {
        Status::Paid | Status::Cancelled => payment.remaining(),
        Status::Ready | Status::Failed => Amount::ZERO,
    }
}

fn parts(payment: &Payment, amount: Amount) -> Value {
    let receipted = if payment.cash_receipt_issued { amount } else { Amount::ZERO };
    json!({
        "cash_receipt": split(receipted), "primary": split(amount),
        "secondary": split(Amount::ZERO), "discount": split(Amount::ZERO),
    })
}

/// The approval, then the balance after each cancel.
fn histories(payment: &Payment) -> Vec<Value> {
    let Some(paid_at) = payment.paid_at else {
        return Vec::new();
    };
    let entry = |amount: Amount, created: i64| {
        let mut object = parts(payment, amount);
        object["created"] = json!(created);
        object
    };
    let mut left = payment.amount;
    let mut entries = vec![entry(left, paid_at.seconds())];
    for cancel in &payment.cancels {
        left = left.minus(cancel.amount);
        entries.push(entry(left, cancel.at.seconds()));
    }
    entries
}

fn split(amount: Amount) -> Value {
    let vat = amount.vat();
    json!({"tax_free": 0, "supply": amount.minus(vat), "vat": vat, "service": 0})
}
