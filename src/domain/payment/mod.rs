//! A payment as i'mport reports it when we look it up: the only evidence there is. What it means for its attempt
//! (`judge`), what it is to its order (`Standing`), and what follows (`Before::decide`).

mod decision;
mod outcome;
mod standing;
mod verdict;
mod write;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use self::{
    decision::Before,
    outcome::{Outcome, RefundReason},
    standing::{BookedPayment, Standing},
    verdict::{Channels, Expected, Mismatch, Verdict, judge},
    write::{BeyondReason, Decision, Write},
};
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

    /// Of two answers about one payment the one that is further on; i'mport's answers may overtake each other on
    /// their way. More money given back is further on, too.
    #[must_use]
    pub fn or_newer(self, known: Option<&Self>) -> Self {
        match known {
            Some(known) if known.progress() > self.progress() => known.clone(),
            Some(_) | None => self,
        }
    }

    fn progress(&self) -> (u8, Decimal) {
        let step = match self.status {
            Status::Unknown(_) => 0,
            Status::Ready => 1,
            Status::Failed => 2,
            Status::Paid => 3,
            Status::Cancelled => 4,
        };
        (step, self.cancel_amount)
    }

    /// Whether i'mport's own entries come to what it says has gone back. Old payments have none.
    pub fn cancels_add_up(&self) -> bool {
        let listed: Decimal = self.cancel_history.iter().map(|entry| entry.amount).sum();
        self.cancel_history.is_empty() || listed == self.cancel_amount
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 64,900 won for the attempt `M1`, captured on a test channel.
    pub fn paid() -> Payment {
        Payment {
            imp_uid: ImpUid::parse("imp_1").unwrap(),
            merchant_uid: MerchantUid::parse("M1").unwrap(),
            status: Status::Paid,
            amount: Decimal::from(64_900),
            cancel_amount: Decimal::ZERO,
            currency: "KRW".into(),
            sandbox: Some(true),
            pay_method: Some("card".into()),
            pg_provider: None,
            emb_pg_provider: None,
            pg_tid: None,
            apply_num: None,
            card_name: None,
            card_number: None,
            card_quota: 0,
            bank_name: None,
            receipt_url: None,
            vbank: None,
            cash_receipt_issued: false,
            fail_reason: None,
            cancel_reason: None,
            cancel_history: Vec::new(),
            paid_at: Some(1),
            failed_at: None,
            cancelled_at: None,
        }
    }

    pub fn account() -> Vbank {
        Vbank {
            vbank_num: "X1".into(),
            vbank_code: None,
            vbank_name: None,
            vbank_holder: None,
            vbank_date: None,
        }
    }

    #[test]
    fn an_answer_that_was_overtaken_counts_as_the_newer_one() {
        let mut cancelled = paid();
        cancelled.status = Status::Cancelled;
        cancelled.cancel_amount = Decimal::ONE;
        assert_eq!(paid().or_newer(Some(&cancelled)), cancelled);
        assert_eq!(cancelled.clone().or_newer(Some(&paid())), cancelled);
        assert_eq!(paid().or_newer(None), paid());
    }

    #[test]
    fn cancels_add_up_where_they_are_listed() {
        let mut payment = paid();
        payment.cancel_amount = Decimal::from(900);
        assert!(payment.cancels_add_up(), "old payments list none");
        let entry = |amount| CancelEntry {
            amount,
            cancelled_at: None,
            reason: None,
            receipt_url: None,
        };
        payment.cancel_history = vec![entry(Decimal::from(800))];
        assert!(!payment.cancels_add_up());
        payment.cancel_history.push(entry(Decimal::from(100)));
        assert!(payment.cancels_add_up());
    }
}
