//! Where an order stands, as its shopper sees it. A shopper's own cancel is told from a failure, so that nobody who
//! closed the window is shown an error.

use serde::{Deserialize, Serialize};

use super::{AttemptState, Order, OrderState};
use crate::domain::attempt::Attempt;

/// Where an order stands, as its shopper sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Can be paid: no window has come to a result yet.
    Payable,
    /// The shopper closed the window, or cancelled in it: payable, and no error.
    Withdrawn,
    /// The last attempt failed: payable, with a reason.
    Failed,
    /// A window reported a result that i'mport has not confirmed yet. Do not pay again.
    Confirming,
    DepositAwaited,
    Paid,
    PartlyRefunded,
    Refunded,
    Expired,
    Disputed,
    /// Cancelled by the shopper; the money is on its way back.
    Refunding,
    /// Called off by the shopper before anything was paid.
    CalledOff,
}

impl Stage {
    /// The word on the wire, and in the order page's `data-stage`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payable => "payable",
            Self::Withdrawn => "withdrawn",
            Self::Failed => "failed",
            Self::Confirming => "confirming",
            Self::DepositAwaited => "deposit_awaited",
            Self::Paid => "paid",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
            Self::Expired => "expired",
            Self::Disputed => "disputed",
            Self::Refunding => "refunding",
            Self::CalledOff => "called_off",
        }
    }

    /// The page should look again by itself.
    pub const fn moves_by_itself(self) -> bool {
        match self {
            Self::Confirming | Self::DepositAwaited | Self::Refunding => true,
            Self::Payable
            | Self::Withdrawn
            | Self::Failed
            | Self::Paid
            | Self::PartlyRefunded
            | Self::Refunded
            | Self::Expired
            | Self::Disputed
            | Self::CalledOff => false,
        }
    }

    /// A new window may be opened.
    pub const fn payable(self) -> bool {
        match self {
            Self::Payable | Self::Withdrawn | Self::Failed => true,
            Self::Confirming
            | Self::DepositAwaited
            | Self::Paid
            | Self::PartlyRefunded
            | Self::Refunded
            | Self::Expired
            | Self::Disputed
            | Self::Refunding
            | Self::CalledOff => false,
        }
    }

    /// `latest`: the attempt that was opened last.
    pub fn of(order: &Order, latest: Option<&Attempt>) -> Self {
        let asked_back = order.cancel_asked_at.is_some();
        match order.state {
            OrderState::Paid | OrderState::PartlyRefunded if asked_back => Self::Refunding,
            OrderState::Expired if asked_back => Self::CalledOff,
            OrderState::AwaitingDeposit => Self::DepositAwaited,
            OrderState::Paid => Self::Paid,
            OrderState::PartlyRefunded => Self::PartlyRefunded,
            OrderState::Refunded => Self::Refunded,
            OrderState::Expired => Self::Expired,
            OrderState::Disputed => Self::Disputed,
            OrderState::AwaitingPayment => latest.map_or(Self::Payable, Self::of_attempt),
        }
    }

    fn of_attempt(attempt: &Attempt) -> Self {
        if attempt.doubt_since.is_some() {
            return Self::Confirming;
        }
        match attempt.state {
            AttemptState::Opened | AttemptState::Ready => match attempt.browser_hint.as_deref() {
                None => Self::Payable,
                Some(words) if is_shoppers_cancel(words) => Self::Withdrawn,
                Some(_) => Self::Failed,
            },
            AttemptState::Failed => match attempt.fail_reason.as_deref() {
                Some(reason) if is_shoppers_cancel(reason) => Self::Withdrawn,
                Some(_) | None => Self::Failed,
            },
            AttemptState::Cancelled | AttemptState::Forged => Self::Failed,
            // The order's own state says so already; kept for an order that was read a moment before.
            AttemptState::Paid => Self::Confirming,
        }
    }
}

/// PGs word it in their own ways; these are the words of the common ones.
const CANCEL_WORDS: [&str; 8] = [
    "결제포기",
    "사용자가 결제를 취소",
    "사용자 취소",
    "사용자취소",
    "결제를 취소하",
    "결제가 취소되었",
    "PAY_PROCESS_CANCELED",
    "user cancel",
];

/// Whether a PG's reason says that the shopper closed or cancelled the window.
fn is_shoppers_cancel(reason: &str) -> bool {
    CANCEL_WORDS.iter().any(|word| reason.contains(word))
        || reason.to_lowercase().contains("cancelled by user")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_window_is_told_from_a_declined_card() {
        for (reason, cancel) in [
            ("[결제포기] 사용자가 결제를 취소하셨습니다", true),
            (
                "F0005:결제가 중단되었습니다(imp_1).01 | 사용자가 결제를 취소 하였습니다.",
                true,
            ),
            ("사용자가 결제를 취소하였습니다.", true),
            ("[PAY_PROCESS_CANCELED] 사용자가 결제를 취소했습니다.", true),
            ("한도초과", false),
            ("카드번호 오류", false),
            ("", false),
        ] {
            assert_eq!(is_shoppers_cancel(reason), cancel, "{reason}");
        }
    }
}
