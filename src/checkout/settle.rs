//! One path for all news of a payment: callback, return, webhook, sweep. Whoever brings it, i'mport is asked what
//! really happened, and only that answer is applied. No HTTP call happens inside a database transaction.

pub use crate::domain::decision::Outcome;
use super::{Error, Shop, lookup::Seen, retry::retry_transaction};
use crate::{
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        order::Order,
        payment::{Payment, Status},
        standing::{BookedPayment, Standing},
    },
    iamport,
    store::{InDoubt, Lookup},
};

/// Who brought the news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The window's callback, by way of a server function or the JSON endpoint.
    Browser,
    /// A redirect to `m_redirect_url`.
    Return,
    Webhook,
    /// Our own asking.
    Sweep,
    /// Our own giving back.
    Refund,
    /// Staff compared the books.
    Reconcile,
    /// Before a cash receipt is made out.
    Receipt,
}

impl Who {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Return => "return",
            Self::Webhook => "webhook",
            Self::Sweep => "sweep",
            Self::Refund => "refund",
            Self::Reconcile => "reconcile",
            Self::Receipt => "receipt",
        }
    }
}

/// A payment of ours, looked up and applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub order: OrderId,
    pub merchant_uid: MerchantUid,
    pub imp_uid: ImpUid,
    pub outcome: Outcome,
    /// The order as it stands now; `None` where nothing was new, so that it was not read.
    pub after: Option<Box<Order>>,
}

impl Shop {
    /// Looks one payment up and applies what i'mport says.
    pub async fn settle(&self, imp_uid: &ImpUid, who: Who) -> Result<Settled, Error> {
        self.settle_answering(imp_uid, who, &[]).await
    }

    /// The same for a notice that is held for this node, which is answered with it.
    pub(super) async fn settle_for_notice(&self, notice: i64, imp_uid: &ImpUid) -> Result<Settled, Error> {
        self.settle_answering(imp_uid, Who::Webhook, &[notice]).await
    }

    async fn settle_answering(&self, imp_uid: &ImpUid, who: Who, notices: &[i64]) -> Result<Settled, Error> {
        let Seen { asked, payment } = self.look_up(imp_uid).await.map_err(|e| match *e {
            iamport::Error::NotFound { .. } => Error::UnknownPayment,
            _ => Error::Iamport(e),
        })?;
        let settled = self.apply_answering(imp_uid, payment, who, notices).await?;
        self.notice_queue().resolve(imp_uid, asked, settled.outcome.code());
        Ok(settled)
    }

    /// Looks up every payment made under an attempt's name, for when nobody told us which; the most telling
    /// result is answered. `None` if i'mport knows of none.
    pub async fn settle_attempt(&self, merchant_uid: &MerchantUid, who: Who) -> Result<Option<Settled>, Error> {
        let mut best: Option<Settled> = None;
        for seen in self.iamport().payments_of(merchant_uid).await? {
            let asked = seen.imp_uid.clone();
            let settled = self.apply(&asked, seen, who).await?;
            if best.as_ref().is_none_or(|b| weight(&settled.outcome) >= weight(&b.outcome)) {
                best = Some(settled);
            }
        }
        Ok(best)
    }

    pub(super) async fn apply(&self, asked: &ImpUid, seen: Payment, who: Who) -> Result<Settled, Error> {
        self.apply_answering(asked, seen, who, &[]).await
    }

    async fn apply_answering(
        &self,
        asked: &ImpUid,
        seen: Payment,
        who: Who,
        notices: &[i64],
    ) -> Result<Settled, Error> {
        let settled = match self.db().booked_payment(asked).await? {
            Some((order, booked)) if is_old_news(&booked, &seen) => {
                self.note_repetition(order, &seen, who, notices).await?
            }
            Some(_) | None => {
                retry_transaction(InDoubt::Repeat, || self.apply_payment(asked, seen.clone(), who, notices)).await?
            }
        };
        metrics::counter!("imp_settles_total", "who" => who.as_str(), "outcome" => settled.outcome.code()).increment(1);
        if let Outcome::Forged(mismatch) = &settled.outcome {
            tracing::warn!(order = %settled.order, imp_uid = %asked, reason = mismatch.code(), "a payment does not fit: {mismatch}");
        }
        Ok(settled)
    }
}

impl Shop {
    /// Old news needs no lock, but the look-up is noted.
    async fn note_repetition(
        &self,
        order: OrderId,
        seen: &Payment,
        who: Who,
        notices: &[i64],
    ) -> Result<Settled, Error> {
        let Payment { merchant_uid, imp_uid, status, .. } = seen;
        let (outcome, now) = (Outcome::Paid, self.clock().now());
        let lookup =
            Lookup { order: &order, merchant_uid, imp_uid, who: who.as_str(), status, outcome: outcome.code() };
        self.db().answer_by_lookup(lookup, notices, now).await?;
        Ok(Settled { order, merchant_uid: merchant_uid.clone(), imp_uid: imp_uid.clone(), outcome, after: None })
    }
}

/// The same once more, as callback, return and webhook bring it: what counts already, and has not changed since.
fn is_old_news(booked: &BookedPayment, seen: &Payment) -> bool {
    booked.standing == Standing::Counts && seen.status == Status::Paid && booked.payment == *seen
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
