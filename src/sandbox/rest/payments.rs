//! Looking payments up: by i'mport's id, by the shop's order, several at once, by status.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::faults::{Fault, On};
use crate::sandbox::ledger::{Payment, Status};
use crate::sandbox::state;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::paging::{Page, Sorting};
use super::wire;

pub async fn one(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    let include_sandbox = fields.flag("include_sandbox")?;
    let extension = fields.flag("extension")?;
    let mut state = world.lock();
    let payment = visible(&world, &mut state, &merchant, &imp_uid)?;
    let strict = state
        .merchant(&merchant)
        .is_some_and(|merchant| merchant.settings.strict_include_sandbox);
    if strict && payment.channel.sandbox && !include_sandbox {
        return Err(Reply::no_such_payment());
    }
    let mut object = wire::payment(&payment, &world.url);
    if extension {
        object["extension"] = json!({});
    }
    Ok(Reply::ok(object))
}

/// Up to a hundred ids of both kinds. What is missing is simply not in the list.
pub async fn several(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let imp_uids = fields.texts("imp_uid")?;
    let merchant_uids = fields.texts("merchant_uid")?;
    let asked = imp_uids.len() + merchant_uids.len();
    if asked == 0 || asked > 100 {
        return Err(Reply::bad(
            "imp_uid 또는 merchant_uid를 1개 이상 100개 이하로 지정해야 합니다.",
        ));
    }
    let mut state = world.lock();
    let mut found: Vec<Value> = Vec::new();
    for imp_uid in &imp_uids {
        found.extend(
            visible(&world, &mut state, &merchant, imp_uid)
                .ok()
                .map(|p| wire::payment(&p, &world.url)),
        );
    }
    for merchant_uid in &merchant_uids {
        let newest = state
            .ledger
            .of_order(&merchant, merchant_uid)
            .last()
            .map(|payment| payment.imp_uid.clone());
        let payment =
            newest.and_then(|imp_uid| visible(&world, &mut state, &merchant, &imp_uid).ok());
        found.extend(payment.map(|payment| wire::payment(&payment, &world.url)));
    }
    match found.len() {
        0 => Err(Reply::no_such_payment()),
        count if count < asked => Ok(Reply::partly(json!(found))),
        _ => Ok(Reply::ok(json!(found))),
    }
}

pub async fn find(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
    fields: Fields,
) -> Answer {
    first(&world, &merchant, &merchant_uid, None, &fields)
}

pub async fn find_in_status(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path((merchant_uid, status)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    first(
        &world,
        &merchant,
        &merchant_uid,
        Some(status_of(&status)?),
        &fields,
    )
}

pub async fn find_all(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(merchant_uid): Path<String>,
    fields: Fields,
) -> Answer {
    all(&world, &merchant, &merchant_uid, None, &fields)
}

pub async fn find_all_in_status(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path((merchant_uid, status)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    all(
        &world,
        &merchant,
        &merchant_uid,
        Some(status_of(&status)?),
        &fields,
    )
}

fn first(
    world: &World,
    merchant: &str,
    merchant_uid: &str,
    status: Option<Status>,
    fields: &Fields,
) -> Answer {
    let sorting = Sorting::read(fields)?;
    let mut state = world.lock();
    let found = of_order(&state, merchant, merchant_uid, status, sorting);
    let imp_uid = found
        .first()
        .map(|payment| payment.imp_uid.clone())
        .ok_or_else(Reply::no_such_payment)?;
    let payment = visible(world, &mut state, merchant, &imp_uid)?;
    Ok(Reply::ok(wire::payment(&payment, &world.url)))
}

fn all(
    world: &World,
    merchant: &str,
    merchant_uid: &str,
    status: Option<Status>,
    fields: &Fields,
) -> Answer {
    let (page, sorting) = (Page::read(fields, 1_000)?, Sorting::read(fields)?);
    let mut state = world.lock();
    let found = of_order(&state, merchant, merchant_uid, status, sorting);
    let imp_uid = found
        .first()
        .map(|payment| payment.imp_uid.clone())
        .ok_or_else(Reply::no_such_payment)?;
    let answer = page.cut(&found, |payment| wire::payment(payment, &world.url))?;
    visible(world, &mut state, merchant, &imp_uid)?;
    Ok(Reply::ok(answer))
}

fn of_order<'a>(
    state: &'a state::State,
    merchant: &str,
    merchant_uid: &str,
    status: Option<Status>,
    sorting: Sorting,
) -> Vec<&'a Payment> {
    let wanted = |payment: &&Payment| status.is_none_or(|status| payment.status == status);
    let mut found: Vec<_> = state
        .ledger
        .of_order(merchant, merchant_uid)
        .filter(wanted)
        .collect();
    sorting.apply(&mut found);
    found
}

fn status_of(text: &str) -> Result<Status, Reply> {
    Status::parse(text).ok_or_else(|| Reply::bad("지원되지 않는 상태값입니다."))
}

/// The record as this merchant may see it now: another's does not exist, nor does one that a fault hides.
fn visible(
    world: &World,
    state: &mut state::State,
    merchant: &str,
    imp_uid: &str,
) -> Result<Payment, Reply> {
    let mut payment = owned(state.ledger.get(imp_uid), merchant)?.clone();
    let now = world.clock.now();
    let subject = state.subject(imp_uid);
    let hidden = |fault: &Fault| matches!(fault, Fault::LookupMissing(On)).then_some(());
    if state.faults.strike(&subject, now, hidden).is_some() {
        return Err(Reply::no_such_payment());
    }
    let flag = |fault: &Fault| {
        if let Fault::Sandbox(flag) = fault {
            Some(*flag)
        } else {
            None
        }
    };
    if let Some(flag) = state.faults.strike(&subject, now, flag) {
        payment.channel.sandbox = flag;
    }
    Ok(payment)
}

/// A payment of another merchant does not exist for this one.
pub fn owned<'a>(found: Option<&'a Payment>, merchant: &str) -> Result<&'a Payment, Reply> {
    found
        .filter(|payment| payment.merchant == merchant)
        .ok_or_else(Reply::no_such_payment)
}
