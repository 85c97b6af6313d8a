//! The Payment object as the REST API writes it. Written by hand, key by key, and shared with nobody:
//! a client that misspells a field must not find the same misspelling here.
//! Every key is always present; what does not apply is `null`, a time that never came is `0`, a list is `[]`.

use serde_json::{Map, Value, json};

use crate::sandbox::clock::Moment;
use crate::sandbox::ledger::{Deposit, Means, Payment, Status};

/// `base` is the sandbox's own address, for receipt links.
pub fn payment(payment: &Payment, base: &str) -> Value {
    let mut object = core(payment);
    object.extend(times(payment));
    object.extend(buyer(payment));
    object.extend(means(&payment.means));
    object.extend(cancels(payment, base));
    object.insert("receipt_url".into(), receipt_url(payment, base));
    Value::Object(object)
}

fn core(payment: &Payment) -> Map<String, Value> {
    let asked = &payment.asked;
    object(json!({
        "imp_uid": payment.imp_uid,
        "merchant_uid": asked.merchant_uid,
        "pay_method": payment.pay_method,
        "channel": payment.device.wire(),
        "pg_provider": payment.channel.pg_provider,
        "emb_pg_provider": payment.emb_pg_provider,
        "pg_tid": payment.pg_tid,
        "pg_id": payment.channel.pg_id,
        "sandbox": payment.channel.sandbox,
        "escrow": asked.escrow,
        "name": asked.name,
        "amount": payment.amount,
        "cancel_amount": payment.cancelled_amount(),
        "currency": payment.currency,
        "custom_data": asked.custom_data,
        "user_agent": asked.user_agent.as_deref().unwrap_or("sorry_not_supported_anymore"),
        "status": payment.status.wire(),
        "fail_reason": payment.fail_reason,
        "cash_receipt_issued": payment.cash_receipt_issued,
        "customer_uid": asked.customer_uid,
        "customer_uid_usage": asked.customer_uid.as_ref().map(|_| "issue"),
        "promotion": null,
        "deposit_history": deposits(payment),
    }))
}

/// Only settle's fixed accounts have a history of deposits in the real API.
fn deposits(payment: &Payment) -> Vec<Value> {
    let listed = payment.channel.pg_provider == "settle";
    let taken = payment
        .deposits
        .iter()
        .filter(|deposit| listed && deposit.accepted);
    let wire = |deposit: &Deposit| {
        json!({
            "pg_tid": deposit.pg_tid, "amount": deposit.amount, "depositor_name": deposit.depositor,
            "deposited_at": deposit.at.seconds(),
        })
    };
    taken.map(wire).collect()
}

fn times(payment: &Payment) -> Map<String, Value> {
    let seconds = |moment: Option<Moment>| moment.map_or(0, Moment::seconds);
    object(json!({
        "started_at": payment.started_at.seconds(),
        "paid_at": seconds(payment.paid_at),
        "failed_at": seconds(payment.failed_at),
        "cancelled_at": seconds(payment.cancels.last().map(|cancel| cancel.at)),
    }))
}

fn buyer(payment: &Payment) -> Map<String, Value> {
    let buyer = &payment.asked.buyer;
    object(json!({
        "buyer_name": buyer.name,
        "buyer_email": buyer.email,
        "buyer_tel": buyer.tel,
        "buyer_addr": buyer.addr,
        "buyer_postcode": buyer.postcode,
    }))
}

/// Card, bank and account fields; those of the other methods are empty.
fn means(means: &Means) -> Map<String, Value> {
    let mut all = object(json!({
        "apply_num": null, "card_code": null, "card_name": null, "card_quota": 0, "card_number": null,
        "card_type": null, "card_issuer_code": null, "card_issuer_name": null, "card_publisher_code": null,
        "card_publisher_name": null, "bank_code": null, "bank_name": null, "vbank_code": null, "vbank_name": null,
        "vbank_num": null, "vbank_holder": null, "vbank_date": 0, "vbank_issued_at": 0,
    }));
    let given = match means {
        Means::Plain => Map::new(),
        Means::Card(card) => object(json!({
            "apply_num": card.apply_num, "card_code": card.code, "card_name": card.name, "card_quota": card.quota,
            "card_number": card.number, "card_type": card.kind,
        })),
        Means::Bank { code, name } => object(json!({"bank_code": code, "bank_name": name})),
        Means::Vbank(vbank) => object(json!({
            "vbank_code": vbank.code, "vbank_name": vbank.name, "vbank_num": vbank.num, "vbank_holder": vbank.holder,
            "vbank_date": vbank.due.seconds(), "vbank_issued_at": vbank.issued_at.seconds(),
        })),
    };
    all.extend(given);
    all
}

fn cancels(payment: &Payment, base: &str) -> Map<String, Value> {
    let history: Vec<Value> = payment
        .cancels
        .iter()
        .map(|cancel| {
            json!({
                "pg_tid": cancel.pg_tid,
                "amount": cancel.amount,
                "cancelled_at": cancel.at.seconds(),
                "reason": cancel.reason,
                "cancellation_id": cancel.cancellation_id,
                "receipt_url": receipt_url(payment, base),
            })
        })
        .collect();
    object(json!({
        "cancel_history": history,
        "cancel_reason": payment.cancels.last().map(|cancel| &cancel.reason),
        "cancel_receipt_urls": payment.cancels.iter().map(|_| receipt_url(payment, base)).collect::<Vec<_>>(),
    }))
}

/// Only money that moved has a receipt.
fn receipt_url(payment: &Payment, base: &str) -> Value {
    match payment.status {
        Status::Paid | Status::Cancelled => json!(format!("{base}/slips/{}", payment.imp_uid)),
        Status::Ready | Status::Failed => Value::Null,
    }
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value {
        map
    } else {
        Map::new()
    }
}
