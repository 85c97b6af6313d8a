//! The lives of an order and of its attempts: which state may follow which.
//! One table each; whatever is not in it does not happen. The store compares and sets by it.

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in rows, logs and answers.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnknownState;

            fn try_from(word: String) -> Result<Self, UnknownState> {
                Self::ALL.iter().copied().find(|s| s.as_str() == word).ok_or(UnknownState(word))
            }
        }
    };
}

/// A word in a row that is no state of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown state {0:?}")]
pub struct UnknownState(pub String);

states! {
    /// An order from the moment Pay is pressed.
    OrderState {
        /// Stored; its stock is held.
        AwaitingPayment = "awaiting_payment",
        /// A virtual account is issued and waits for the money.
        AwaitingDeposit = "awaiting_deposit",
        Paid = "paid",
        PartlyRefunded = "partly_refunded",
        Refunded = "refunded",
        Expired = "expired",
        /// Money was seen that does not fit; a person must look.
        Disputed = "disputed",
    }
}

states! {
    /// One opening of the payment window.
    AttemptState {
        Opened = "opened",
        /// A virtual account is issued.
        Ready = "ready",
        Paid = "paid",
        Failed = "failed",
        /// The money was there and went back.
        Cancelled = "cancelled",
        Forged = "forged",
    }
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    DepositAwaited,
    /// The virtual account was closed before any deposit.
    DepositAbandoned,
    Captured,
    RefundedInPart,
    RefundedWhole,
    MismatchSeen,
    TimeRanOut,
    /// The shopper does not want the goods any more, and has paid nothing yet.
    CalledOff,
}

impl OrderEvent {
    pub const ALL: &[Self] = &[
        Self::DepositAwaited,
        Self::DepositAbandoned,
        Self::Captured,
        Self::RefundedInPart,
        Self::RefundedWhole,
        Self::MismatchSeen,
        Self::TimeRanOut,
        Self::CalledOff,
    ];
}

impl OrderState {
    /// The state after `event`, or `None` where nothing may change.
    pub const fn after(self, event: OrderEvent) -> Option<Self> {
        use OrderEvent as E;
        match (self, event) {
            (Self::AwaitingPayment, E::DepositAwaited) => Some(Self::AwaitingDeposit),
            (Self::AwaitingDeposit, E::DepositAbandoned) => Some(Self::AwaitingPayment),
            // Late money for an order given up is still that order's money.
            (Self::AwaitingPayment | Self::AwaitingDeposit | Self::Expired, E::Captured) => {
                Some(Self::Paid)
            }
            (Self::Paid | Self::PartlyRefunded, E::RefundedInPart) => Some(Self::PartlyRefunded),
            (Self::Paid | Self::PartlyRefunded, E::RefundedWhole) => Some(Self::Refunded),
            (Self::AwaitingPayment | Self::AwaitingDeposit | Self::Expired, E::MismatchSeen) => {
                Some(Self::Disputed)
            }
            (Self::AwaitingPayment | Self::AwaitingDeposit, E::TimeRanOut | E::CalledOff) => {
                Some(Self::Expired)
            }
            _ => None,
        }
    }

    /// A new window may be opened for it.
    pub const fn payable(self) -> bool {
        match self {
            Self::AwaitingPayment => true,
            Self::AwaitingDeposit
            | Self::Paid
            | Self::PartlyRefunded
            | Self::Refunded
            | Self::Expired
            | Self::Disputed => false,
        }
    }
}

impl AttemptState {
    /// Whether an attempt in this state may move to `next`.
    pub const fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Opened, Self::Ready | Self::Paid | Self::Failed | Self::Cancelled | Self::Forged)
            | (Self::Ready, Self::Paid | Self::Failed | Self::Cancelled | Self::Forged)
            // Late approval, and a second window on the same merchant_uid.
            | (Self::Failed, Self::Ready | Self::Paid | Self::Cancelled | Self::Forged)
            | (Self::Paid, Self::Cancelled) => true,
            // A late notice never undoes what is known already.
            (Self::Opened, Self::Opened)
            | (Self::Ready, Self::Opened | Self::Ready)
            | (Self::Failed, Self::Opened | Self::Failed)
            | (Self::Paid, Self::Opened | Self::Ready | Self::Paid | Self::Failed | Self::Forged)
            | (Self::Cancelled | Self::Forged, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_survive_their_words() {
        for state in OrderState::ALL {
            assert_eq!(
                OrderState::try_from(state.as_str().to_owned()).as_ref(),
                Ok(state)
            );
        }
        for state in AttemptState::ALL {
            assert_eq!(
                AttemptState::try_from(state.as_str().to_owned()).as_ref(),
                Ok(state)
            );
        }
        assert!(OrderState::try_from("halfpaid".to_owned()).is_err());
    }

    /// Every state against every event: the rows here are the whole table, a blank is a refusal.
    #[test]
    fn every_state_meets_every_event() {
        let mut table = String::new();
        for state in OrderState::ALL {
            for event in OrderEvent::ALL {
                if let Some(next) = state.after(*event) {
                    table.push_str(&format!(
                        "{} --{event:?}--> {}\n",
                        state.as_str(),
                        next.as_str()
                    ));
                }
            }
        }
        insta::assert_snapshot!(table, @r"
        awaiting_payment --DepositAwaited--> awaiting_deposit
        awaiting_payment --Captured--> paid
        awaiting_payment --MismatchSeen--> disputed
        awaiting_payment --TimeRanOut--> expired
        awaiting_payment --CalledOff--> expired
        awaiting_deposit --DepositAbandoned--> awaiting_payment
        awaiting_deposit --Captured--> paid
        awaiting_deposit --MismatchSeen--> disputed
        awaiting_deposit --TimeRanOut--> expired
        awaiting_deposit --CalledOff--> expired
        paid --RefundedInPart--> partly_refunded
        paid --RefundedWhole--> refunded
        partly_refunded --RefundedInPart--> partly_refunded
        partly_refunded --RefundedWhole--> refunded
        expired --Captured--> paid
        expired --MismatchSeen--> disputed
        ");
    }

    #[test]
    fn a_late_ready_never_undoes_a_paid_attempt() {
        assert!(!AttemptState::Paid.may_become(AttemptState::Ready));
        assert!(!AttemptState::Paid.may_become(AttemptState::Failed));
        assert!(AttemptState::Failed.may_become(AttemptState::Paid));
    }
}
