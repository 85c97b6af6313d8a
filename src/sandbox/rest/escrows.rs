//! `/escrows/logis`: how goods of an escrow payment are shipped.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::ledger::{Payment, Shipping, Status};
use crate::sandbox::world::World;

use super::caller::Caller;
use super::payments::owned;

const SUPPORTED: &[&str] = &[
    "html5_inicis",
    "kcp",
    "daou",
    "ksnet",
    "smartro_v2",
    "nice_v2",
    "welcome",
    "tosspayments",
];
/// Couriers with a code of their own; others count as `ETC`.
const COURIERS: &[&str] = &[
    "HYUNDAI",
    "HANARO",
    "SAGAWA",
    "KGB",
    "YELLOWCAP",
    "DONGBU",
    "EPOST",
    "CJGLS",
    "HANJIN",
    "DAESIN",
    "REGISTPOST",
    "CHUNIL",
    "ILYANG",
    "CVSNET",
    "KDEXP",
    "HONAM",
    "HDEXP",
];

pub async fn show(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let payment = owned(state.ledger.get(&imp_uid), &merchant)?;
    let shipping = payment
        .shipping
        .as_ref()
        .ok_or_else(|| conflict("등록된 배송정보가 존재하지 않습니다."))?;
    Ok(Reply::ok(wire(shipping)))
}

pub async fn register(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    put(&world, &merchant, &imp_uid, &fields, Wanted::Absent)
}

pub async fn change(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    put(&world, &merchant, &imp_uid, &fields, Wanted::Present)
}

/// What must be so before the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Absent,
    Present,
}

fn put(world: &World, merchant: &str, imp_uid: &str, fields: &Fields, wanted: Wanted) -> Answer {
    let now = world.clock.now();
    let mut state = world.lock();
    allowed(owned(state.ledger.get(imp_uid), merchant)?, wanted)?;
    let (company, invoice, sent_at) = read(fields)?;
    let shipping = Shipping {
        company,
        invoice,
        sent_at,
        applied_at: now,
    };
    let answer = wire(&shipping);
    let payment = state.ledger.get_mut(imp_uid)?;
    payment.note(
        now,
        format!(
            "에스크로 배송정보 {} {}",
            shipping.company, shipping.invoice
        ),
    );
    payment.shipping = Some(shipping);
    Ok(Reply::ok(answer))
}

fn allowed(payment: &Payment, wanted: Wanted) -> Result<(), Reply> {
    if !SUPPORTED.contains(&payment.channel.pg_provider.as_str()) {
        return Err(Reply::bad("에스크로 배송정보를 지원하지 않는 PG사입니다."));
    }
    if !payment.asked.escrow || payment.status != Status::Paid {
        return Err(conflict("배송정보를 등록할 수 없는 결제건입니다."));
    }
    match (wanted, payment.shipping.is_some()) {
        (Wanted::Absent, true) => Err(conflict("이미 배송정보가 등록된 결제건입니다.")),
        (Wanted::Present, false) => Err(conflict("등록된 배송정보가 존재하지 않습니다.")),
        (Wanted::Absent, false) | (Wanted::Present, true) => Ok(()),
    }
}

fn read(fields: &Fields) -> Result<(String, String, i64), Reply> {
    let object = |key: &str| match fields.value(key) {
        Some(Value::Object(object)) => Ok(object.clone()),
        _ => Err(Reply::bad(format!("{key} 파라메터가 누락되었습니다."))),
    };
    object("sender")?;
    object("receiver")?;
    let logis = Fields::from(object("logis")?);
    let missing =
        || Reply::bad("logis[company], logis[invoice], logis[sent_at] 파라메터가 누락되었습니다.");
    let company = logis.short("company", 20)?.ok_or_else(missing)?;
    let invoice = logis.short("invoice", 40)?.ok_or_else(missing)?;
    let sent_at = logis.moment("sent_at")?.ok_or_else(missing)?.seconds();
    let company = if COURIERS.contains(&company.as_str()) {
        company
    } else {
        "ETC".to_owned()
    };
    Ok((company, invoice, sent_at))
}

fn conflict(message: &str) -> Reply {
    Reply::error(StatusCode::CONFLICT, -1, message)
}

fn wire(shipping: &Shipping) -> Value {
    json!({
        "company": shipping.company,
        "invoice": shipping.invoice,
        "sent_at": shipping.sent_at,
        "applied_at": shipping.applied_at.seconds(),
    })
}
