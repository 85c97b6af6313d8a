//! Virtual accounts that are no longer wanted: their order was called off, or is paid another way. i'mport is asked first:
//! if the deposit came in the meantime, it is booked, and goes back as every payment does that has no order.

use rust_decimal::Decimal;

use crate::{
    checkout::{Effect, Error, Shop, Source},
    clock::Millis,
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        order::AttemptState,
        payment::Status,
    },
    store::Tx,
};

/// Asks for every account of an order that waits for a deposit to be closed, but for that of `except`.
pub(in crate::checkout) async fn close_accounts(
    tx: &mut Tx,
    order: &OrderId,
    except: Option<&MerchantUid>,
    now: Millis,
) -> Result<(), Error> {
    for attempt in tx.attempts_of(order).await? {
        let waits = attempt.state == AttemptState::Ready && except != Some(&attempt.merchant_uid);
        let Some(imp_uid) = attempt.imp_uid.filter(|_| waits) else {
            continue;
        };
        let effect = Effect::CloseAccount {
            imp_uid: imp_uid.clone(),
        };
        let key = effect.key(&imp_uid, Decimal::ZERO);
        tx.put_outbox(&key, order, &effect.to_text(), now).await?;
    }
    Ok(())
}

impl Shop {
    pub async fn close_account(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let payment = self.settle(imp_uid, Source::Refund).await?.payment;
        if payment.status != Status::Ready || payment.vbank.is_none() {
            return Ok(());
        }
        let closed = self.iamport().close_account(&payment).await?;
        let settled = self.record(imp_uid, closed, Source::Refund).await?;
        tracing::info!(order = %settled.order, %imp_uid, "a virtual account that is no longer wanted is closed");
        Ok(())
    }
}
