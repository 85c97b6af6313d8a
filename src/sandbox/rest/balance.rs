//! `/payments/{imp_uid}/balance`: what is left of a payment, split for the tax office.
//! The real API documents it for PAYCO; here it answers for every payment.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::ledger::Payment;
use crate::sandbox::money::Amount;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::payments::owned;

pub async fn balance(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let payment = owned(state.ledger.get(&imp_uid), &merchant)?;
    let mut object = parts(payment, left(payment));
    object["amount"] = json!(payment.amount);
    object["histories"] = json!(histories(payment));
    Ok(Reply::ok(object))
}

/// Money, and what of it bears no tax.
#[derive(Clone, Copy)]
struct Share {
    amount: Amount,
    tax_free: Amount,
}

impl Share {
    const NOTHING: Self = Self {
        amount: Amount::ZERO,
        tax_free: Amount::ZERO,
    };

    fn less(self, amount: Amount, tax_free: Amount) -> Self {
        let amount = self.amount.minus(amount);
        Self {
            amount,
            tax_free: self.tax_free.minus(tax_free).min(amount),
        }
    }

    fn to_json(self) -> Value {
        let taxed = self.amount.minus(self.tax_free);
        json!({"tax_free": self.tax_free, "supply": taxed.minus(taxed.vat()), "vat": taxed.vat(), "service": 0})
    }
}

/// Nothing is left of what was never paid.
fn left(payment: &Payment) -> Share {
    if !payment.was_approved() {
        return Share::NOTHING;
    }
    Share {
        amount: payment.remaining(),
        tax_free: payment.remaining_tax_free(),
    }
}

fn parts(payment: &Payment, share: Share) -> Value {
    let receipted = if payment.cash_receipt_issued {
        share
    } else {
        Share::NOTHING
    };
    json!({
        "cash_receipt": receipted.to_json(), "primary": share.to_json(),
        "secondary": Share::NOTHING.to_json(), "discount": Share::NOTHING.to_json(),
    })
}

/// The approval, then the balance after each cancel.
fn histories(payment: &Payment) -> Vec<Value> {
    let Some(paid_at) = payment.paid_at else {
        return Vec::new();
    };
    let entry = |share: Share, created: i64| {
        let mut object = parts(payment, share);
        object["created"] = json!(created);
        object
    };
    let tax_free = payment
        .asked
        .tax_free
        .unwrap_or(Amount::ZERO)
        .min(payment.amount);
    let mut left = Share {
        amount: payment.amount,
        tax_free,
    };
    let mut entries = vec![entry(left, paid_at.seconds())];
    for cancel in &payment.cancels {
        left = left.less(cancel.amount, cancel.tax_free);
        entries.push(entry(left, cancel.at.seconds()));
    }
    entries
}
