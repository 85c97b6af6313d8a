//! The browser says that a window came to an end. Its words are a hint to look; the answer is where the order
//! stands afterwards.

use super::{
    Caller, Error, Outcome, Settled, Shop, Who, caller::Visible, failure::is_shoppers_cancel, order_page::Known,
};
use crate::domain::{
    attempt::Attempt,
    ids::{ImpUid, MerchantUid},
    order::{AttemptState, Order, OrderState},
    verdict::Mismatch,
    view::{Stage, StageAnswer},
};

/// How long a claim that i'mport knows nothing about keeps an order "being confirmed".
const DOUBT_SECONDS: i64 = 600;
/// How often waiting pages may make us ask i'mport about one attempt.
const ASK_EVERY_SECONDS: i64 = 3;

/// What a window told a page, or a redirect a return address. Nothing in it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    pub merchant_uid: String,
    pub imp_uid: String,
    pub claims_success: bool,
    pub error_code: String,
    pub error_msg: String,
}

impl Hint {
    /// The window's words for a failure: short, without control characters.
    fn words(&self) -> Option<String> {
        let text = format!("{} {}", self.error_code, self.error_msg);
        let text: String = text.trim().chars().filter(|c| !c.is_control()).take(200).collect();
        (!text.is_empty()).then_some(text)
    }
}

/// What the seed's merchant endpoint answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Success,
    VbankIssued,
    Failed(Option<String>),
    Forgery(Mismatch),
    /// i'mport could not be asked; whatever happened will be found out later.
    Pending,
}

impl Shop {
    /// The callback's server function.
    pub async fn complete(&self, caller: &Caller, hint: Hint) -> Result<StageAnswer, Error> {
        let seen = self.visible(caller).await?;
        match self.follow(&seen.order, &hint, Who::Browser).await? {
            Followed::Asked(Some(Settled { after: Some(order), .. })) if order.id == seen.order.id => {
                self.stage_answer_of(Visible { order: *order, ..seen }).await
            }
            Followed::Asked(_) | Followed::Unreachable => self.stage_answer(seen).await,
        }
    }

    /// The return from a redirect: settles, and answers the order's page for this caller. The caller may be
    /// another browser than the one that started; the token in the address lets it in.
    pub async fn come_back(&self, caller: &Caller, hint: &Hint) -> Result<String, Error> {
        let seen = self.visible(caller).await?;
        self.follow(&seen.order, hint, Who::Return).await?;
        Ok(self.order_url(&seen))
    }

    /// The order behind a `merchant_uid`, for a return that names no order.
    pub async fn order_of(&self, merchant_uid: &str) -> Result<crate::domain::ids::OrderId, Error> {
        let uid = MerchantUid::parse(merchant_uid).map_err(|_| Error::NotFound)?;
        Ok(self.db().attempt(&uid).await?.ok_or(Error::NotFound)?.order_id)
    }

    /// The seed's endpoint: a page says that this payment paid that attempt.
    pub async fn complete_json(&self, caller: &Caller, imp: &str, uid: &str) -> Result<Answer, Error> {
        let seen = self.visible(caller).await?;
        let hint =
            Hint { imp_uid: imp.to_owned(), merchant_uid: uid.to_owned(), claims_success: true, ..Hint::default() };
        match self.follow(&seen.order, &hint, Who::Browser).await? {
            Followed::Asked(Some(settled)) => Ok(answer(settled.outcome)),
            Followed::Asked(None) => Err(Error::UnknownPayment),
            Followed::Unreachable => Ok(Answer::Pending),
        }
    }

    /// Where an order stands; asks i'mport again while a result is unconfirmed.
    pub async fn stage(&self, caller: &Caller) -> Result<StageAnswer, Error> {
        let Known { seen, attempts, .. } = self.up_to_date(caller).await?;
        if let Some(attempt) = attempts.last().filter(|attempt| attempt.doubt_since.is_some()) {
            self.ask_about(attempt).await?;
        }
        self.stage_answer(seen).await
    }

    /// Asks about an unconfirmed attempt, unless somebody did a moment ago.
    async fn ask_about(&self, attempt: &Attempt) -> Result<(), Error> {
        let now = self.clock().now();
        if !self.db().claim_attempt(&attempt.merchant_uid, now, now.plus_seconds(ASK_EVERY_SECONDS)).await? {
            return Ok(());
        }
        self.ask_again(attempt).await
    }

    /// Asks once more about an attempt whose result somebody claims.
    pub async fn ask_again(&self, attempt: &Attempt) -> Result<(), Error> {
        let hint = Hint {
            merchant_uid: attempt.merchant_uid.to_string(),
            imp_uid: attempt.imp_uid.as_ref().map(ToString::to_string).unwrap_or_default(),
            claims_success: true,
            ..Hint::default()
        };
        let Some(order) = self.db().order(&attempt.order_id).await? else { return Ok(()) };
        self.follow(&order, &hint, Who::Sweep).await.map(drop)
    }

    /// Looks up what the hint points at, and keeps in mind what could not be confirmed.
    async fn follow(&self, order: &Order, hint: &Hint, who: Who) -> Result<Followed, Error> {
        let Some(attempt) = self.hinted_attempt(order, hint).await? else {
            return Ok(Followed::Asked(None));
        };
        let imp = ImpUid::parse(&hint.imp_uid).ok();
        let looked = match &imp {
            Some(imp) => self.settle(imp, who).await.map(Some),
            None => self.settle_attempt(&attempt.merchant_uid, who).await,
        };
        match looked {
            Ok(Some(settled)) if settled.merchant_uid != attempt.merchant_uid => {
                let seen = settled.merchant_uid.clone();
                let mismatch = Mismatch::MerchantUid { claimed: attempt.merchant_uid.to_string(), seen };
                tracing::warn!(order = %order.id, imp_uid = %settled.imp_uid, "a browser brought another attempt's payment: {mismatch}");
                Ok(Followed::Asked(Some(Settled { outcome: Outcome::Forged(mismatch), ..settled })))
            }
            Ok(Some(settled)) => {
                self.remember(&attempt, imp.as_ref(), hint, &settled.outcome).await?;
                Ok(Followed::Asked(Some(settled)))
            }
            Ok(None) | Err(Error::UnknownPayment) => {
                self.remember(&attempt, None, hint, &Outcome::Open).await?;
                Ok(Followed::Asked(None))
            }
            // Nothing but looking up was tried.
            Err(Error::Iamport(e)) => {
                tracing::warn!(order = %order.id, merchant_uid = %attempt.merchant_uid, error = %crate::telemetry::chain(&*e), "i'mport cannot be asked; the order stays as it is");
                self.doubt(&attempt, imp.as_ref()).await?;
                Ok(Followed::Unreachable)
            }
            Err(e) => Err(e),
        }
    }

    /// The attempt that a hint names, if it is one of this order; without a name, the latest.
    async fn hinted_attempt(&self, order: &Order, hint: &Hint) -> Result<Option<Attempt>, Error> {
        if hint.merchant_uid.is_empty() {
            return Ok(self.db().latest_attempt(&order.id).await?);
        }
        let Ok(uid) = MerchantUid::parse(&hint.merchant_uid) else { return Ok(None) };
        Ok(self.db().attempt(&uid).await?.filter(|attempt| attempt.order_id == order.id))
    }

    /// An open attempt that the browser calls finished is in doubt, for a while; one that it calls failed keeps
    /// the browser's words.
    async fn remember(
        &self,
        attempt: &Attempt,
        imp: Option<&ImpUid>,
        hint: &Hint,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let unfinished = *outcome == Outcome::Open || matches!(outcome, Outcome::Forged(Mismatch::Status(_)));
        if !unfinished {
            return Ok(());
        }
        let now = self.clock().now();
        let stale = attempt.doubt_since.is_some_and(|since| now > since.plus_seconds(DOUBT_SECONDS));
        if hint.claims_success && !stale {
            return self.doubt(attempt, imp).await;
        }
        if attempt.doubt_since.is_some() {
            self.db().clear_unconfirmed(&attempt.merchant_uid).await?;
        }
        if let Some(words) = hint.words() {
            self.db().record_browser_error(&attempt.merchant_uid, &words).await?;
        }
        Ok(())
    }

    async fn doubt(&self, attempt: &Attempt, imp: Option<&ImpUid>) -> Result<(), Error> {
        let now = self.clock().now();
        Ok(self.db().mark_unconfirmed(&attempt.merchant_uid, imp, now, now.plus_seconds(ASK_EVERY_SECONDS)).await?)
    }

    async fn stage_answer(&self, seen: Visible) -> Result<StageAnswer, Error> {
        let order = self.db().order(&seen.order.id).await?.ok_or(Error::NotFound)?;
        self.stage_answer_of(Visible { order, ..seen }).await
    }

    async fn stage_answer_of(&self, seen: Visible) -> Result<StageAnswer, Error> {
        let order = &seen.order;
        let latest = match order.state {
            OrderState::Draft | OrderState::AwaitingPayment => self.db().latest_attempt(&order.id).await?,
            // These say all by themselves.
            OrderState::AwaitingDeposit
            | OrderState::Paid
            | OrderState::PartlyRefunded
            | OrderState::Refunded
            | OrderState::Expired
            | OrderState::Disputed => None,
        };
        Ok(StageAnswer { stage: stage_of(order, latest.as_ref()), order_url: self.order_url(&seen) })
    }
}

enum Followed {
    /// i'mport was asked; `None` if it knows of no such payment.
    Asked(Option<Settled>),
    Unreachable,
}

fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Paid | Outcome::Duplicate => Answer::Success,
        Outcome::DepositAwaited(_) => Answer::VbankIssued,
        Outcome::Declined(reason) => Answer::Failed(reason),
        Outcome::Open | Outcome::Refunded | Outcome::OutOfStock | Outcome::CalledOff => Answer::Failed(None),
        Outcome::Forged(mismatch) => Answer::Forgery(mismatch),
    }
}

/// Where an order stands, as its shopper sees it.
pub(super) fn stage_of(order: &Order, latest: Option<&Attempt>) -> Stage {
    let asked_back = order.cancel_asked_at.is_some();
    match order.state {
        OrderState::Paid | OrderState::PartlyRefunded if asked_back => Stage::Refunding,
        OrderState::Expired if asked_back => Stage::CalledOff,
        OrderState::AwaitingDeposit => Stage::DepositAwaited,
        OrderState::Paid => Stage::Paid,
        OrderState::PartlyRefunded => Stage::PartlyRefunded,
        OrderState::Refunded => Stage::Refunded,
        OrderState::Expired => Stage::Expired,
        OrderState::Disputed => Stage::Disputed,
        OrderState::Draft | OrderState::AwaitingPayment => latest.map_or(Stage::Payable, stage_of_attempt),
    }
}

fn stage_of_attempt(attempt: &Attempt) -> Stage {
    if attempt.doubt_since.is_some() {
        return Stage::Confirming;
    }
    match attempt.state {
        AttemptState::Opened | AttemptState::Ready => match attempt.browser_hint.as_deref() {
            None => Stage::Payable,
            Some(words) if is_shoppers_cancel(words) => Stage::Withdrawn,
            Some(_) => Stage::Failed,
        },
        AttemptState::Failed => match attempt.fail_reason.as_deref() {
            Some(reason) if is_shoppers_cancel(reason) => Stage::Withdrawn,
            Some(_) | None => Stage::Failed,
        },
        AttemptState::Cancelled | AttemptState::Forged => Stage::Failed,
        // The order's own state says so already; kept for an order that was read a moment before.
        AttemptState::Paid => Stage::Confirming,
    }
}
