//! `/payments/prepare`: the amount a window may open for, registered beforehand.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::ledger::{Prepared, Refusal};
use crate::sandbox::world::World;

use super::caller::Caller;

pub async fn register(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let (merchant_uid, prepared) = read(&fields)?;
    world
        .lock()
        .ledger
        .prepares
        .register(&merchant, &merchant_uid, prepared.clone())?;
    Ok(Reply::ok(wire(&merchant_uid, &prepared)))
}

pub async fn change(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let (merchant_uid, prepared) = read(&fields)?;
    let changed = world
        .lock()
        .ledger
        .prepares
        .change(&merchant, &merchant_uid, prepared.clone());
    changed.map_err(|refusal| Reply::not_found(refusal.to_string()))?;
    Ok(Reply::ok(wire(&merchant_uid, &prepared)))
}

pub async fn show(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let prepared = state
        .ledger
        .prepares
        .get(&merchant, &merchant_uid)
        .ok_or(Refusal::NotPrepared)?;
    Ok(Reply::ok(wire(&merchant_uid, prepared)))
}

fn read(fields: &Fields) -> Result<(String, Prepared), Reply> {
    let missing = || Reply::bad("merchant_uid, amount 파라메터가 누락되었습니다.");
    let merchant_uid = fields.short("merchant_uid", 40)?.ok_or_else(missing)?;
    let amount = fields.amount("amount")?.ok_or_else(missing)?;
    let currency = fields.short("currency", 3)?;
    Ok((merchant_uid, Prepared { amount, currency }))
}

fn wire(merchant_uid: &str, prepared: &Prepared) -> Value {
    json!({"merchant_uid": merchant_uid, "amount": prepared.amount, "currency": prepared.currency})
}
