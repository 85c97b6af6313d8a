//! The browser says that a window came to an end. Its words are a claim to look; the answer is where the order
//! stands afterwards.

use crate::{
    checkout::{Caller, Error, Settled, Shop, Source, access::Visible, orders::Known},
    domain::{
        attempt::Attempt,
        ids::{ImpUid, MerchantUid},
        order::{Order, OrderState, Stage},
        payment::{Mismatch, Outcome},
        view::StageAnswer,
    },
};

/// How long a claim that i'mport knows nothing about keeps an order "being confirmed".
const DOUBT_SECONDS: i64 = 600;
/// How often waiting pages may make us ask i'mport about one attempt.
const ASK_EVERY_SECONDS: i64 = 3;

/// What a window told a page, or a redirect a return address. Nothing in it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    pub merchant_uid: String,
    pub imp_uid: String,
    pub claims_success: bool,
    pub error_code: String,
    pub error_msg: String,
}

impl Claim {
    /// The window's words for a failure: short, without control characters.
    fn words(&self) -> Option<String> {
        let text = format!("{} {}", self.error_code, self.error_msg);
        let text: String = text
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        (!text.is_empty()).then_some(text)
    }
}

impl Shop {
    /// The callback's server function.
    pub async fn complete(&self, caller: &Caller, claim: Claim) -> Result<StageAnswer, Error> {
        let seen = self.visible(caller).await?;
        match self.verify_claim(&seen, &claim, Source::Browser).await? {
            Checked::Asked(Some(Settled {
                after: Some(order), ..
            })) if order.id == seen.order.id => {
                self.stage_answer_of(Visible {
                    order: *order,
                    ..seen
                })
                .await
            }
            Checked::Asked(_) | Checked::Unreachable => self.stage_answer(seen).await,
        }
    }

    /// Where an order stands; asks i'mport again while a result is unconfirmed.
    pub async fn stage(&self, caller: &Caller) -> Result<StageAnswer, Error> {
        let Known { seen, attempts, .. } = self.up_to_date(caller).await?;
        let latest = attempts.last();
        if let Some(attempt) = latest.filter(|attempt| attempt.doubt_since.is_some()) {
            self.ask_about(attempt).await?;
            return self.stage_answer(seen).await;
        }
        Ok(StageAnswer {
            stage: Stage::of(&seen.order, latest),
            order_url: self.order_url(&seen),
        })
    }

    /// Asks about an unconfirmed attempt, unless somebody did a moment ago.
    async fn ask_about(&self, attempt: &Attempt) -> Result<(), Error> {
        let now = self.clock().now();
        if !self
            .db()
            .claim_attempt(
                &attempt.merchant_uid,
                now,
                now.plus_seconds(ASK_EVERY_SECONDS),
            )
            .await?
        {
            return Ok(());
        }
        self.ask_again(attempt).await
    }

    /// Asks once more about an attempt whose result somebody claims.
    pub async fn ask_again(&self, attempt: &Attempt) -> Result<(), Error> {
        let claim = Claim {
            merchant_uid: attempt.merchant_uid.to_string(),
            imp_uid: attempt
                .imp_uid
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            claims_success: true,
            ..Claim::default()
        };
        let Some(order) = self.db().order(&attempt.order_id).await? else {
            return Ok(());
        };
        let seen = Visible {
            order,
            by_link: false,
        };
        self.verify_claim(&seen, &claim, Source::Sweep)
            .await
            .map(drop)
    }

    /// Looks up what the claim points at, and keeps in mind what could not be confirmed.
    pub(super) async fn verify_claim(
        &self,
        seen: &Visible,
        claim: &Claim,
        source: Source,
    ) -> Result<Checked, Error> {
        let order = &seen.order;
        let Some(attempt) = self.claimed_attempt(order, claim).await? else {
            return Ok(Checked::Asked(None));
        };
        let imp = ImpUid::parse(&claim.imp_uid).ok();
        let (unheard_of, now) = (self.unknown_claims(), self.clock().now());
        let looked = match &imp {
            Some(_) if unheard_of.are_too_many(&attempt.merchant_uid, now) => {
                self.settle_in_turn(&attempt, source).await
            }
            Some(imp) => {
                let settled = self.settle(imp, source).await;
                if matches!(settled, Err(Error::UnknownPayment)) {
                    unheard_of.count(&attempt.merchant_uid, now);
                }
                match settled {
                    // An address loses and changes ids on its way.
                    Err(Error::UnknownPayment) if source == Source::Return => {
                        self.settle_in_turn(&attempt, source).await
                    }
                    settled => settled.map(Some),
                }
            }
            None => self.settle_attempt(&attempt.merchant_uid, source).await,
        };
        match looked {
            Ok(Some(settled)) if settled.payment.merchant_uid != attempt.merchant_uid => {
                let seen = settled.payment.merchant_uid.clone();
                let mismatch = Mismatch::MerchantUid {
                    claimed: attempt.merchant_uid.to_string(),
                    seen,
                };
                tracing::warn!(order = %order.id, imp_uid = %settled.payment.imp_uid, "a browser brought another attempt's payment: {mismatch}");
                Ok(Checked::Asked(Some(Settled {
                    outcome: Outcome::Forged(mismatch),
                    ..settled
                })))
            }
            Ok(Some(settled)) => {
                self.record_claim(&attempt, imp.as_ref(), claim, &settled.outcome)
                    .await?;
                Ok(Checked::Asked(Some(settled)))
            }
            // Whoever holds a link must not keep the owner from paying by what nobody else knows of.
            Ok(None) | Err(Error::UnknownPayment) if seen.by_link => Ok(Checked::Asked(None)),
            Ok(None) | Err(Error::UnknownPayment) => {
                self.record_claim(&attempt, None, claim, &Outcome::Open)
                    .await?;
                Ok(Checked::Asked(None))
            }
            // Nothing but looking up was tried.
            Err(Error::Iamport(e)) => {
                tracing::warn!(order = %order.id, merchant_uid = %attempt.merchant_uid, error = %crate::telemetry::chain(&*e), "i'mport cannot be asked; the order stays as it is");
                self.doubt(&attempt, imp.as_ref()).await?;
                Ok(Checked::Unreachable)
            }
            Err(e) => Err(e),
        }
    }

    /// What i'mport has under the attempt's own name, asked for no more often than waiting pages may.
    async fn settle_in_turn(
        &self,
        attempt: &Attempt,
        source: Source,
    ) -> Result<Option<Settled>, Error> {
        let now = self.clock().now();
        let until = now.plus_seconds(ASK_EVERY_SECONDS);
        if !self
            .db()
            .claim_attempt(&attempt.merchant_uid, now, until)
            .await?
        {
            return Ok(None);
        }
        self.settle_attempt(&attempt.merchant_uid, source).await
    }

    /// The attempt that a claim names, if it is one of this order; without a name, the latest.
    pub(super) async fn claimed_attempt(
        &self,
        order: &Order,
        claim: &Claim,
    ) -> Result<Option<Attempt>, Error> {
        if claim.merchant_uid.is_empty() {
            return Ok(self.db().latest_attempt(&order.id).await?);
        }
        let Ok(uid) = MerchantUid::parse(&claim.merchant_uid) else {
            return Ok(None);
        };
        Ok(self
            .db()
            .attempt(&uid)
            .await?
            .filter(|attempt| attempt.order_id == order.id))
    }

    /// An open attempt that the browser calls finished is in doubt, for a while; one that it calls failed keeps
    /// the browser's words.
    async fn record_claim(
        &self,
        attempt: &Attempt,
        imp: Option<&ImpUid>,
        claim: &Claim,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let unfinished =
            *outcome == Outcome::Open || matches!(outcome, Outcome::Forged(Mismatch::Status(_)));
        if !unfinished {
            return Ok(());
        }
        let now = self.clock().now();
        let stale = attempt
            .doubt_since
            .is_some_and(|since| now > since.plus_seconds(DOUBT_SECONDS));
        if claim.claims_success && !stale {
            return self.doubt(attempt, imp).await;
        }
        if attempt.doubt_since.is_some() {
            self.db().clear_unconfirmed(&attempt.merchant_uid).await?;
        }
        if let Some(words) = claim.words() {
            self.db()
                .record_browser_error(&attempt.merchant_uid, &words)
                .await?;
        }
        Ok(())
    }

    async fn doubt(&self, attempt: &Attempt, imp: Option<&ImpUid>) -> Result<(), Error> {
        let now = self.clock().now();
        Ok(self
            .db()
            .mark_unconfirmed(
                &attempt.merchant_uid,
                imp,
                now,
                now.plus_seconds(ASK_EVERY_SECONDS),
            )
            .await?)
    }

    pub(super) async fn stage_answer(&self, seen: Visible) -> Result<StageAnswer, Error> {
        let order = self
            .db()
            .order(&seen.order.id)
            .await?
            .ok_or(Error::NotFound)?;
        self.stage_answer_of(Visible { order, ..seen }).await
    }

    async fn stage_answer_of(&self, seen: Visible) -> Result<StageAnswer, Error> {
        let order = &seen.order;
        let latest = match order.state {
            OrderState::AwaitingPayment => self.db().latest_attempt(&order.id).await?,
            // Their stage does not depend on the attempts.
            OrderState::AwaitingDeposit
            | OrderState::Paid
            | OrderState::PartlyRefunded
            | OrderState::Refunded
            | OrderState::Expired
            | OrderState::Disputed => None,
        };
        Ok(StageAnswer {
            stage: Stage::of(order, latest.as_ref()),
            order_url: self.order_url(&seen),
        })
    }
}

pub(super) enum Checked {
    /// i'mport was asked; `None` if it knows of no such payment.
    Asked(Option<Settled>),
    Unreachable,
}

#[cfg(test)]
mod tests;
