//! `/receipts`: cash receipts (현금영수증) for transfers and virtual accounts, and for sales elsewhere.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::ledger::{Payment, Receipt, Status};
use crate::sandbox::money::Amount;
use crate::sandbox::state;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::payments::owned;

/// Gateways through which i'mport issues cash receipts.
const ISSUERS: &[&str] = &[
    "nice",
    "daou",
    "html5_inicis",
    "kcp",
    "payco",
    "smartro",
    "uplus",
    "tosspayments",
    "ksnet",
    "smartro_v2",
    "nice_v2",
    "welcome",
    "kicc",
    "settle",
];

pub async fn show(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let payment = owned(state.ledger.get(&imp_uid), &merchant)?;
    let receipt = payment.receipt.as_ref().ok_or_else(none_issued)?;
    Ok(Reply::ok(wire(("imp_uid", &imp_uid), receipt, &world.url)))
}

pub async fn issue(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    let kind = kind(&fields)?;
    let vat = fields.amount("vat_amount")?.or(fields.amount("vat")?);
    let now = world.clock.now();
    let mut guard = world.lock();
    let state::State { ledger, ids, .. } = &mut *guard;
    let amount = receiptable(owned(ledger.get(&imp_uid), &merchant)?)?;
    let payment = ledger.get_mut(&imp_uid)?;
    let receipt = Receipt::new(kind, amount, vat, ids, now);
    payment.cash_receipt_issued = true;
    payment.note(now, format!("현금영수증 발행 {}", receipt.apply_num));
    let answer = wire(("imp_uid", &imp_uid), &receipt, &world.url);
    payment.receipt = Some(receipt);
    Ok(Reply::ok(answer))
}

pub async fn cancel(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let now = world.clock.now();
    let mut state = world.lock();
    owned(state.ledger.get(&imp_uid), &merchant)?;
    let payment = state.ledger.get_mut(&imp_uid)?;
    let mut receipt = payment
        .receipt
        .take()
        .ok_or_else(|| Reply::bad("발급된 현금영수증이 존재하지 않습니다."))?;
    receipt.cancelled_at = Some(now);
    payment.cash_receipt_issued = false;
    payment.note(now, "현금영수증 발급취소");
    Ok(Reply::ok(wire(("imp_uid", &imp_uid), &receipt, &world.url)))
}

/// Receipts for sales that i'mport never saw, by the shop's own number.
pub async fn show_external(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let receipt = state
        .papers
        .receipt(&merchant, &merchant_uid)
        .ok_or_else(none_issued)?;
    Ok(Reply::ok(wire(
        ("merchant_uid", &merchant_uid),
        receipt,
        &world.url,
    )))
}

pub async fn issue_external(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
    fields: Fields,
) -> Answer {
    let missing = || Reply::bad("name, amount, identifier 파라메터가 누락되었습니다.");
    let kind = kind(&fields)?;
    fields.text("name")?.ok_or_else(missing)?;
    let amount = fields.amount("amount")?.ok_or_else(missing)?;
    let vat = fields.amount("vat_amount")?;
    let now = world.clock.now();
    let mut guard = world.lock();
    let state::State { papers, ids, .. } = &mut *guard;
    if papers.receipt(&merchant, &merchant_uid).is_some() {
        return Err(Reply::bad("이미 현금영수증이 발행된 merchant_uid입니다."));
    }
    let receipt = Receipt::new(kind, amount, vat, ids, now);
    let answer = wire(("merchant_uid", &merchant_uid), &receipt, &world.url);
    papers.keep_receipt(&merchant, &merchant_uid, receipt);
    Ok(Reply::ok(answer))
}

pub async fn cancel_external(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
) -> Answer {
    let now = world.clock.now();
    let mut state = world.lock();
    let mut receipt = state
        .papers
        .take_receipt(&merchant, &merchant_uid)
        .ok_or_else(none_issued)?;
    receipt.cancelled_at = Some(now);
    Ok(Reply::ok(wire(
        ("merchant_uid", &merchant_uid),
        &receipt,
        &world.url,
    )))
}

fn none_issued() -> Reply {
    Reply::not_found("현금영수증 발행내역이 존재하지 않습니다.")
}

/// `identifier` must be there; `type` says for whom.
fn kind(fields: &Fields) -> Result<String, Reply> {
    fields
        .text("identifier")?
        .ok_or_else(|| Reply::bad("identifier 파라메터가 누락되었습니다."))?;
    match fields.text("type")?.as_deref() {
        None | Some("person") => Ok("person".to_owned()),
        Some("company") => Ok("company".to_owned()),
        Some(_) => Err(Reply::bad("type은 person 또는 company여야 합니다.")),
    }
}

/// The amount of the receipt, if the payment may have one.
fn receiptable(payment: &Payment) -> Result<Amount, Reply> {
    if !ISSUERS.contains(&payment.channel.pg_provider.as_str()) {
        let message = "현금영수증 발행을 지원하지 않는 PG사입니다.";
        return Err(Reply::error(StatusCode::NOT_IMPLEMENTED, -1, message));
    }
    let in_cash = matches!(payment.pay_method.as_deref(), Some("vbank" | "trans"));
    let left = payment.remaining();
    match payment.status {
        Status::Paid | Status::Cancelled if in_cash && !left.is_zero() => {}
        _ => return Err(Reply::bad("현금영수증을 발행할 수 없는 결제건입니다.")),
    }
    if payment.receipt.is_some() {
        return Err(Reply::bad("이미 현금영수증이 발행된 결제건입니다."));
    }
    Ok(left)
}

fn wire((key, id): (&str, &str), receipt: &Receipt, base: &str) -> Value {
    let mut object = json!({
        "receipt_tid": receipt.receipt_tid,
        "apply_num": receipt.apply_num,
        "type": receipt.kind,
        "amount": receipt.amount.rounded().to_json(),
        "vat": receipt.vat.rounded().to_json(),
        "receipt_url": format!("{base}/slips/{id}"),
        "applied_at": receipt.applied_at.seconds(),
        "cancelled_at": receipt.cancelled_at.map_or(0, |at| at.seconds()),
    });
    object[key] = json!(id);
    object
}
