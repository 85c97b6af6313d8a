//! What a payment turned out to be for its order, and why its money may have to go back.

use serde::{Deserialize, Serialize};

use super::{Mismatch, Vbank};

/// What a payment turned out to be for its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The order is paid by this very payment.
    Paid,
    /// The order was paid by another payment before; this money has to go back.
    Duplicate,
    /// Rightly paid, but the goods were sold meanwhile; this money has to go back.
    OutOfStock,
    /// Rightly paid, but the shopper had called the order off; this money has to go back.
    CalledOff,
    DepositAwaited(Vbank),
    /// No result yet: the window is open, or was left.
    Open,
    Declined(Option<String>),
    /// The money went back, wholly or in part.
    Refunded,
    Forged(Mismatch),
}

impl Outcome {
    /// One word for logs, metrics and rows.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Duplicate => "surplus",
            Self::OutOfStock => "unfillable",
            Self::CalledOff => "called_off",
            Self::DepositAwaited(_) => "deposit_awaited",
            Self::Open => "open",
            Self::Declined(_) => "declined",
            Self::Refunded => "withdrawn",
            Self::Forged(_) => "forged",
        }
    }

    /// In which way the payment does not fit, in one word.
    pub fn mismatch(&self) -> Option<String> {
        match self {
            Self::Forged(mismatch) => Some(mismatch.code().to_owned()),
            Self::Paid
            | Self::Duplicate
            | Self::OutOfStock
            | Self::CalledOff
            | Self::DepositAwaited(_)
            | Self::Open
            | Self::Declined(_)
            | Self::Refunded => None,
        }
    }
}

/// Why the shop may not keep a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundReason {
    /// Its amount, currency or channel is not what the attempt asked for.
    Forged,
    /// The order was paid already.
    #[serde(rename = "surplus")]
    Duplicate,
    /// The goods were gone when it arrived.
    #[serde(rename = "unfillable")]
    OutOfStock,
    /// The shopper had called the order off before it was paid.
    CalledOff,
    /// The shopper cancelled the paid order before the goods were dispatched.
    Cancelled,
}

impl RefundReason {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Forged => "forged",
            Self::Duplicate => "surplus",
            Self::OutOfStock => "unfillable",
            Self::CalledOff => "called_off",
            Self::Cancelled => "cancelled",
        }
    }

    /// As i'mport, the PG and the shopper's card statement will show it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Forged => "결제금액 불일치로 자동취소",
            Self::Duplicate => "중복결제로 자동취소",
            Self::OutOfStock => "품절로 자동취소",
            Self::CalledOff => "주문취소 후 입금으로 자동취소",
            Self::Cancelled => "구매자 주문취소",
        }
    }
}
