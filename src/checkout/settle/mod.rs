//! One path for all news of a payment: callback, return, webhook, sweep, and the shop's own effects. Whoever brings it,
//! i'mport is asked what really happened, and only that answer is recorded. No HTTP call happens inside a database
//! transaction.

mod apply;
mod lookup;
mod source;

use self::apply::apply;
pub use self::{
    apply::Settled,
    lookup::{LookedUp, Lookups},
    source::Source,
};
use super::{Error, Shop, retry::retry_transaction};
use crate::{
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        payment::{BookedPayment, Outcome, Payment, Standing, Status},
    },
    iamport,
    store::{InDoubt, Lookup},
};

impl Shop {
    /// Looks one payment up and records what i'mport says.
    pub async fn settle(&self, imp_uid: &ImpUid, source: Source) -> Result<Settled, Error> {
        let LookedUp { asked_at, payment } = self.look_up(imp_uid).await.map_err(|e| match *e {
            iamport::Error::NotFound { .. } => Error::UnknownPayment,
            _ => Error::Iamport(e),
        })?;
        let settled = self.record(imp_uid, payment, source).await?;
        self.notice_queue()
            .resolve(imp_uid, asked_at, settled.outcome.code());
        Ok(settled)
    }

    /// Looks up every payment made under an attempt's name, for when nobody told us which; the most telling
    /// result is answered. `None` if i'mport knows of none.
    pub async fn settle_attempt(
        &self,
        merchant_uid: &MerchantUid,
        source: Source,
    ) -> Result<Option<Settled>, Error> {
        let mut best: Option<Settled> = None;
        for payment in self.iamport().payments_of(merchant_uid).await? {
            let asked = payment.imp_uid.clone();
            let settled = self.record(&asked, payment, source).await?;
            if best
                .as_ref()
                .is_none_or(|best| weight(&settled.outcome) >= weight(&best.outcome))
            {
                best = Some(settled);
            }
        }
        Ok(best)
    }

    /// Records what i'mport has just said of a payment. Idempotent.
    pub(super) async fn record(
        &self,
        asked: &ImpUid,
        payment: Payment,
        source: Source,
    ) -> Result<Settled, Error> {
        let settled = match self.db().booked_payment(asked).await? {
            Some((order, booked)) if is_known(&booked, &payment) => {
                self.note(order, payment, source).await?
            }
            Some(_) | None => {
                retry_transaction(InDoubt::Repeat, || {
                    apply(self, asked, payment.clone(), source)
                })
                .await?
            }
        };
        let (who, outcome) = (source.actor().as_str(), settled.outcome.code());
        metrics::counter!("imp_settles_total", "who" => who, "outcome" => outcome).increment(1);
        if let Outcome::Forged(mismatch) = &settled.outcome {
            tracing::warn!(order = %settled.order, imp_uid = %asked, reason = mismatch.code(), "a payment does not fit: {mismatch}");
        }
        Ok(settled)
    }

    /// What is known already needs no lock, but the look-up is noted.
    async fn note(
        &self,
        order: OrderId,
        payment: Payment,
        source: Source,
    ) -> Result<Settled, Error> {
        let outcome = Outcome::Paid;
        let lookup = Lookup {
            order: &order,
            merchant_uid: &payment.merchant_uid,
            imp_uid: &payment.imp_uid,
            actor: source.actor(),
            status: &payment.status,
            outcome: outcome.code(),
        };
        self.db()
            .note_lookup(lookup, source.notice(), self.clock().now())
            .await?;
        Ok(Settled {
            order,
            payment: Box::new(payment),
            outcome,
            after: None,
        })
    }
}

/// The same once more, as callback, return and webhook bring it: what counts already, and has not changed since.
fn is_known(booked: &BookedPayment, payment: &Payment) -> bool {
    booked.standing == Standing::Counts
        && payment.status == Status::Paid
        && booked.payment == *payment
}

/// How much an outcome says about an attempt that has several payments.
const fn weight(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Open => 0,
        Outcome::Declined(_) => 1,
        Outcome::Refunded => 2,
        Outcome::Duplicate | Outcome::OutOfStock | Outcome::CalledOff => 3,
        Outcome::Forged(_) => 4,
        Outcome::DepositAwaited(_) => 5,
        Outcome::Paid => 6,
    }
}
