//! Coming back from the PG by an address (`m_redirect_url`), and the merchant endpoint of i'mport's guide on the same one.
//! The browser may be another than the one that started, and the address may be damaged on the way.

use crate::{
    checkout::{
        Caller, Claim, Error, IncomingNotice, Shop, Source, Visitor, access::Visible,
        claim::Checked,
    },
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        order::{Order, Stage},
        payment::{Mismatch, Outcome},
    },
};

/// Where somebody comes back to, as far as the address and the browser say.
#[derive(Clone, Debug)]
pub struct ReturnAddress {
    pub visitor: Visitor,
    pub order: String,
    pub token: Option<String>,
}

/// Where a return leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// To the order's page.
    To(String),
    /// Nobody can tell whose browser it is.
    Told { order: OrderId, stage: Stage },
}

/// What the merchant endpoint of i'mport's guide answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completion {
    Success,
    VbankIssued,
    Failed(Option<String>),
    Forgery(Mismatch),
    /// i'mport could not be asked; whatever happened will be found out later.
    Pending,
}

impl Shop {
    /// The return from a redirect: settles, and answers where to go on. The caller may be another browser than the one
    /// that started, which the token in the address lets in; and the address may be damaged, so that neither tells who
    /// comes. The payment is settled all the same; such a caller learns where the order stands, and nothing of whose it is.
    pub async fn payment_return(
        &self,
        back: &ReturnAddress,
        claim: &Claim,
    ) -> Result<Returned, Error> {
        let named = match OrderId::parse(&back.order) {
            Ok(order) => self.db().order(&order).await?,
            Err(_) => None,
        };
        let order = match named {
            Some(order) => order,
            None => match self.order_of(&claim.merchant_uid).await {
                Err(Error::NotFound) => return Err(self.lost(claim).await?),
                found => found?,
            },
        };
        let caller = Caller {
            visitor: back.visitor.clone(),
            order: order.id.clone(),
            token: back.token.clone(),
        };
        match self.visible(&caller).await {
            Ok(seen) => {
                let claim = &self.readable(&seen.order, claim).await?;
                self.verify_claim(&seen, claim, Source::Return).await?;
                Ok(Returned::To(self.order_url(&seen)))
            }
            // Only who was in the window knows the name of an attempt.
            Err(Error::NotFound) => {
                let attempt = self.claimed_attempt(&order, claim).await?;
                if claim.merchant_uid.is_empty() || attempt.is_none() {
                    return Err(self.lost(claim).await?);
                }
                let seen = Visible {
                    order,
                    by_link: true,
                };
                self.verify_claim(&seen, claim, Source::Return).await?;
                let id = seen.order.id.clone();
                let stage = self.stage_answer(seen).await?.stage;
                Ok(Returned::Told { order: id, stage })
            }
            Err(e) => Err(e),
        }
    }

    /// Nobody can tell whose payment it is, but it may be one: it is looked up as a notice of it would be.
    async fn lost(&self, claim: &Claim) -> Result<Error, Error> {
        if ImpUid::parse(&claim.imp_uid).is_ok() {
            let notice = IncomingNotice {
                source: "return".to_owned(),
                body: String::new(),
                imp_uid: Some(claim.imp_uid.clone()),
                merchant_uid: None,
            };
            self.accept_notice(notice).await?;
        }
        Ok(Error::NotFound)
    }

    /// A name that no attempt has was damaged on its way: the claim is about the latest attempt then.
    async fn readable(&self, order: &Order, claim: &Claim) -> Result<Claim, Error> {
        let named = match MerchantUid::parse(&claim.merchant_uid) {
            Ok(uid) => self.db().attempt(&uid).await?,
            Err(_) => None,
        };
        let latest = match named {
            Some(_) => return Ok(claim.clone()),
            None => self.db().latest_attempt(&order.id).await?,
        };
        Ok(Claim {
            merchant_uid: latest.map_or_else(String::new, |it| it.merchant_uid.to_string()),
            ..claim.clone()
        })
    }

    async fn order_of(&self, merchant_uid: &str) -> Result<Order, Error> {
        let uid = MerchantUid::parse(merchant_uid).map_err(|_| Error::NotFound)?;
        let attempt = self.db().attempt(&uid).await?.ok_or(Error::NotFound)?;
        self.db()
            .order(&attempt.order_id)
            .await?
            .ok_or(Error::NotFound)
    }

    /// The endpoint of i'mport's guide: a page says that this payment paid that attempt.
    pub async fn complete_json(
        &self,
        back: &ReturnAddress,
        imp: &str,
        uid: &str,
    ) -> Result<Completion, Error> {
        let order = match OrderId::parse(&back.order) {
            Ok(order) => order,
            Err(_) => self.order_of(uid).await?.id,
        };
        let caller = Caller {
            visitor: back.visitor.clone(),
            order,
            token: back.token.clone(),
        };
        let seen = self.visible(&caller).await?;
        let claim = Claim {
            imp_uid: imp.to_owned(),
            merchant_uid: uid.to_owned(),
            claims_success: true,
            ..Claim::default()
        };
        match self.verify_claim(&seen, &claim, Source::Browser).await? {
            Checked::Asked(Some(settled)) => Ok(answer(settled.outcome)),
            Checked::Asked(None) => Err(Error::UnknownPayment),
            Checked::Unreachable => Ok(Completion::Pending),
        }
    }
}

fn answer(outcome: Outcome) -> Completion {
    match outcome {
        Outcome::Paid | Outcome::Duplicate => Completion::Success,
        Outcome::DepositAwaited(_) => Completion::VbankIssued,
        Outcome::Declined(reason) => Completion::Failed(reason),
        Outcome::Open | Outcome::Refunded | Outcome::OutOfStock | Outcome::CalledOff => {
            Completion::Failed(None)
        }
        Outcome::Forged(mismatch) => Completion::Forgery(mismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::payment::Vbank;

    #[test]
    fn the_endpoint_of_the_guide_answers_what_was_found() {
        let vbank = Vbank {
            vbank_num: "1".into(),
            vbank_code: None,
            vbank_name: None,
            vbank_holder: None,
            vbank_date: None,
        };
        let mismatch = Mismatch::TestPayment;
        for (outcome, told) in [
            (Outcome::Paid, Completion::Success),
            // Its money goes back, but the shopper has paid the order.
            (Outcome::Duplicate, Completion::Success),
            (Outcome::DepositAwaited(vbank), Completion::VbankIssued),
            (
                Outcome::Declined(Some("한도초과".into())),
                Completion::Failed(Some("한도초과".into())),
            ),
            (Outcome::Open, Completion::Failed(None)),
            (Outcome::Refunded, Completion::Failed(None)),
            (Outcome::OutOfStock, Completion::Failed(None)),
            (Outcome::CalledOff, Completion::Failed(None)),
            (
                Outcome::Forged(mismatch.clone()),
                Completion::Forgery(mismatch),
            ),
        ] {
            assert_eq!(answer(outcome.clone()), told, "{outcome:?}");
        }
    }
}
