//! What made the shop look a payment up.

use crate::{domain::actor::Actor, store::NoticeId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Browser,
    Return,
    /// A notice that is held for this node; it is answered together with what the look-up brings.
    Webhook(NoticeId),
    Sweep,
    Refund,
    Reconcile,
    Receipt,
}

impl Source {
    pub const fn actor(self) -> Actor {
        match self {
            Self::Browser => Actor::Browser,
            Self::Return => Actor::Return,
            Self::Webhook(_) => Actor::Webhook,
            Self::Sweep => Actor::Sweep,
            Self::Refund => Actor::Refund,
            Self::Reconcile => Actor::Reconcile,
            Self::Receipt => Actor::Receipt,
        }
    }

    pub const fn notice(self) -> Option<NoticeId> {
        match self {
            Self::Webhook(notice) => Some(notice),
            Self::Browser
            | Self::Return
            | Self::Sweep
            | Self::Refund
            | Self::Reconcile
            | Self::Receipt => None,
        }
    }
}
