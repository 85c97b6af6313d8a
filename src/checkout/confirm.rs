//! i'mport asks just before the approval (`confirm_url`): may this payment go through? Answers from our own rows
//! alone; a refusal names a reason that the shopper will read.

use serde::Deserialize;

use crate::{
    checkout::{Error, Shop},
    domain::{ids::MerchantUid, lang::Lang, order::StockState},
};

/// How long an approval may take after i'mport asked.
const APPROVAL_SECONDS: i64 = 600;

/// `{imp_uid, merchant_uid, amount}`; older editions send `status` instead of an amount.
#[derive(Clone, Debug, Deserialize)]
pub struct ConfirmRequest {
    pub merchant_uid: String,
    /// A number, or its text in a form.
    #[serde(default)]
    pub amount: Option<serde_json::Value>,
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
        let told = request.amount.as_ref().map(|value| match value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let fits = told.is_none_or(|text| text.parse() == Ok(attempt.amount.major()));
        if !fits {
            return refuse(Refusal::Amount);
        }
        // The pieces stay this order's until the approval must have come; refused if they were let go meanwhile.
        let until = self.clock().now().plus_seconds(APPROVAL_SECONDS);
        if self.db().hold_on(&order.id, until).await? {
            Ok(None)
        } else {
            refuse(Refusal::SoldOut)
        }
    }
}
