//! A payment as i'mport reports it when we look it up. The only evidence there is.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ids::{ImpUid, MerchantUid};

/// i'mport's four words for the life of a payment, and room for a fifth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", from = "String", into = "String")]
pub enum Status {
    Ready,
    Paid,
    Cancelled,
    Failed,
    /// A word that i'mport did not use when this was written; nothing is concluded from it.
    Unknown(String),
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        match word.as_str() {
            "ready" => Self::Ready,
            "paid" => Self::Paid,
            "cancelled" => Self::Cancelled,
            "failed" => Self::Failed,
            _ => Self::Unknown(word),
        }
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.as_str().to_owned()
    }
}

impl Status {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ready => "ready",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Unknown(word) => word,
        }
    }
}

/// A virtual account: where the shopper has to send the money, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vbank {
    pub vbank_num: String,
    pub vbank_code: Option<String>,
    pub vbank_name: Option<String>,
    /// Some PGs name no holder.
    pub vbank_holder: Option<String>,
    /// The deadline in Unix seconds, if the PG set one.
    pub vbank_date: Option<i64>,
}

/// One entry of i'mport's `cancel_history`: money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelEntry {
    /// In the major unit of the payment's currency.
    pub amount: Decimal,
    /// Unix seconds.
    pub cancelled_at: Option<i64>,
    pub reason: Option<String>,
    pub receipt_url: Option<String>,
}

/// The fields of i'mport's Payment object that the shop uses, under i'mport's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub imp_uid: ImpUid,
    pub merchant_uid: MerchantUid,
    pub status: Status,
    /// In the major unit of `currency`; not reduced by cancels.
    pub amount: Decimal,
    pub cancel_amount: Decimal,
    pub currency: String,
    /// Made on a test channel; absent in old answers.
    pub sandbox: Option<bool>,
    pub pay_method: Option<String>,
    pub pg_provider: Option<String>,
    pub emb_pg_provider: Option<String>,
    pub pg_tid: Option<String>,
    pub apply_num: Option<String>,
    pub card_name: Option<String>,
    pub card_number: Option<String>,
    /// Months of instalment, 0 for a lump sum.
    pub card_quota: u32,
    pub bank_name: Option<String>,
    pub receipt_url: Option<String>,
    pub vbank: Option<Vbank>,
    /// A cash receipt exists, made out by i'mport or in the PG's own window.
    #[serde(default)]
    pub cash_receipt_issued: bool,
    pub fail_reason: Option<String>,
    pub cancel_reason: Option<String>,
    /// Each cancel; together they should be `cancel_amount`.
    #[serde(default)]
    pub cancel_history: Vec<CancelEntry>,
    /// Unix seconds; `None` for i'mport's 0.
    pub paid_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub cancelled_at: Option<i64>,
}

impl Payment {
    /// What i'mport still holds of it, in the major unit of its currency.
    pub fn left(&self) -> Decimal {
        match self.status {
            Status::Paid | Status::Cancelled => self.amount - self.cancel_amount,
            Status::Ready | Status::Failed | Status::Unknown(_) => Decimal::ZERO,
        }
    }
}
