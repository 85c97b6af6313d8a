//! What staff or a bank may do to a payment from outside: deposit, cancel, expire, approve late, resend.
//! The JSON API and the page's buttons both come here.

use crate::sandbox::api::{Fields, Reply};
use crate::sandbox::ledger::{Asker, CancelOrder, Refusal, Transfer, TransferMode};
use crate::sandbox::state;
use crate::sandbox::webhooks;
use crate::sandbox::world::World;

/// Carries out the action of this name.
pub fn act(world: &World, imp_uid: &str, action: &str, fields: &Fields) -> Result<(), Reply> {
    match action {
        "deposit" => deposit(world, imp_uid, fields),
        "cancel" => cancel(world, imp_uid, fields),
        "expire" => Ok(expire(world, imp_uid)?),
        "approve_late" => Ok(world.approve_late(imp_uid).map(|_| ())?),
        "resend_webhook" => resend(world, imp_uid),
        _ => Err(Reply::not_found("알 수 없는 동작입니다.")),
    }
}

/// `{"amount"?, "depositor"?, "force"?}`; without an amount the exact one arrives.
fn deposit(world: &World, imp_uid: &str, fields: &Fields) -> Result<(), Reply> {
    let amount = fields.amount("amount")?;
    let depositor = fields
        .short("depositor", 16)?
        .unwrap_or_else(|| "홍길동".to_owned());
    let mode = if fields.flag("force")? {
        TransferMode::Forced
    } else {
        TransferMode::Checked
    };
    world.change(|state, now| {
        let state::State { ledger, ids, .. } = state;
        let payment = ledger.get_mut(imp_uid)?;
        let amount = amount.unwrap_or(payment.amount);
        payment.deposit(
            Transfer {
                amount,
                depositor,
                mode,
            },
            ids,
            now,
        )
    })?;
    Ok(())
}

/// `{"amount"?, "reason"?}`, as staff would in the real console: the shop always gets a webhook.
fn cancel(world: &World, imp_uid: &str, fields: &Fields) -> Result<(), Reply> {
    let order = CancelOrder {
        asker: Asker::Console,
        amount: fields.amount("amount")?,
        tax_free: None,
        checksum: None,
        reason: Some(
            fields
                .short("reason", 256)?
                .unwrap_or_else(|| "관리자 콘솔 취소".to_owned()),
        ),
        refund_account_given: false,
        gateway_refunded: false,
    };
    world.change(|state, now| {
        let state::State { ledger, ids, .. } = state;
        ledger.get_mut(imp_uid)?.cancel(order, ids, now)
    })?;
    Ok(())
}

fn expire(world: &World, imp_uid: &str) -> Result<(), Refusal> {
    let now = world.clock.now();
    world.lock().ledger.get_mut(imp_uid)?.expire_vbank(now)
}

fn resend(world: &World, imp_uid: &str) -> Result<(), Reply> {
    let now = world.clock.now();
    let mut state = world.lock();
    let newest = state
        .webhooks
        .of_payment(imp_uid)
        .next()
        .map(|delivery| delivery.id);
    let sent = newest.and_then(|id| webhooks::resend(&mut state, id, now));
    world.wake.notify_one();
    sent.map(|_| ())
        .ok_or_else(|| Reply::refused("재전송할 웹훅이 없습니다."))
}
