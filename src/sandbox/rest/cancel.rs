//! `POST /payments/cancel`. Refusals are HTTP 200; the code tells.

use std::sync::Arc;

use axum::extract::State;

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::faults::{Fault, On};
use crate::sandbox::ledger::{Asker, CancelOrder, Notice, Refusal};
use crate::sandbox::state;
use crate::sandbox::webhooks;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::wire;

pub async fn cancel(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let order = read(&fields)?;
    let wants_webhook = fields.flag("enable_webhook")?;
    let now = world.clock.now();
    let mut state = world.lock();
    let imp_uid = find(&state, &merchant, &fields)?;
    let subject = state.subject(&imp_uid);
    let refunded = |fault: &Fault| matches!(fault, Fault::GatewayRefunded(On)).then_some(());
    let gateway_refunded = state.faults.strike(&subject, now, refunded).is_some();
    let state::State { ledger, ids, .. } = &mut *state;
    let payment = ledger.get_mut(&imp_uid)?;
    let notice = payment.cancel(
        CancelOrder {
            gateway_refunded,
            ..order
        },
        ids,
        now,
    )?;
    let answer = Reply::ok(wire::payment(payment, &world.url));
    let used_one_before = payment.webhook_used;
    if wants_webhook && used_one_before {
        tell(&world, &mut state, &notice);
    }
    Ok(answer)
}

fn tell(world: &World, state: &mut state::State, notice: &Notice) {
    webhooks::announce(state, notice, world.clock.now());
    world.wake.notify_one();
}

fn read(fields: &Fields) -> Result<CancelOrder, Reply> {
    let given = |key: &str| fields.text(key).map(|text| text.is_some());
    let refund_account_given =
        given("refund_holder")? && given("refund_bank")? && given("refund_account")?;
    fields.amount("vat_amount")?;
    Ok(CancelOrder {
        asker: Asker::Rest,
        amount: fields.amount("amount")?,
        tax_free: fields.amount("tax_free")?,
        checksum: fields.amount("checksum")?,
        reason: fields.short("reason", 256)?,
        refund_account_given,
        gateway_refunded: false,
    })
}

/// `imp_uid` wins when both ids are given, even a wrong one.
fn find(state: &state::State, merchant: &str, fields: &Fields) -> Result<String, Reply> {
    if let Some(imp_uid) = fields.text("imp_uid")? {
        let found = state
            .ledger
            .get(&imp_uid)
            .filter(|payment| payment.merchant == merchant);
        return found
            .map(|payment| payment.imp_uid.clone())
            .ok_or_else(|| Refusal::NothingToCancel.into());
    }
    let Some(merchant_uid) = fields.text("merchant_uid")? else {
        return Err(Reply::bad(
            "취소할 imp_uid 또는 merchant_uid를 지정해주셔야합니다.",
        ));
    };
    let approved = state
        .ledger
        .of_order(merchant, &merchant_uid)
        .filter(|payment| payment.was_approved())
        .last();
    approved
        .map(|payment| payment.imp_uid.clone())
        .ok_or_else(|| Refusal::NothingToCancel.into())
}
