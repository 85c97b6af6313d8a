//! i'mport asks just before the approval (`confirm_url`): may this payment go through? Answers from our own rows
//! alone; a refusal names a reason that the shopper will read.

use rust_decimal::Decimal;

use crate::{
    checkout::{Error, Shop},
    domain::{ids::MerchantUid, lang::Lang, order::StockState},
};

/// How long an approval may take after i'mport asked.
const APPROVAL_SECONDS: i64 = 600;

/// `{imp_uid, merchant_uid, amount}`; older editions send `status` instead of an amount.
#[derive(Clone, Debug)]
pub struct ConfirmRequest {
    pub merchant_uid: String,
    /// In the currency's major unit.
    pub amount: Option<String>,
}

/// Why a payment must not be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownAttempt,
    NotPayable,
    Amount,
    SoldOut,
}

impl Refusal {
    /// One word for logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownAttempt => "unknown",
            Self::NotPayable => "not-payable",
            Self::Amount => "amount",
            Self::SoldOut => "sold-out",
        }
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| Decimal::from_scientific(text).ok())
}

impl Shop {
    /// `Ok(None)`: go ahead. A refusal comes with the language of the order.
    pub async fn confirm(
        &self,
        request: &ConfirmRequest,
    ) -> Result<Option<(Refusal, Lang)>, Error> {
        let unknown = Ok(Some((Refusal::UnknownAttempt, Lang::default())));
        let Ok(uid) = MerchantUid::parse(&request.merchant_uid) else {
            return unknown;
        };
        let Some(attempt) = self.db().attempt(&uid).await? else {
            return unknown;
        };
        let Some(order) = self.db().order(&attempt.order_id).await? else {
            return unknown;
        };
        let refuse = |refusal| Ok(Some((refusal, order.lang)));
        if !order.state.payable() {
            return refuse(Refusal::NotPayable);
        }
        if order.stock != StockState::Held {
            return refuse(Refusal::SoldOut);
        }
        let fits = match request.amount.as_deref() {
            Some(amount) => decimal(amount) == Some(attempt.amount.major()),
            None => true,
        };
        if !fits {
            return refuse(Refusal::Amount);
        }
        // The pieces stay this order's until the approval must have come; refused if they were let go meanwhile.
        let until = self.approval_until(&order, self.clock().now(), APPROVAL_SECONDS);
        if self.db().hold_on(&order.id, until).await? {
            Ok(None)
        } else {
            refuse(Refusal::SoldOut)
        }
    }
}
