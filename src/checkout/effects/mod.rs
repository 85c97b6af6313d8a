//! What an order's change asks for outside. Written into the outbox in the transaction of the change; a worker
//! carries it out, at least once.

mod close_account;
mod messages;
mod receipt;
mod refund;

pub(super) use self::close_account::close_accounts;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{ids::ImpUid, payment::RefundReason},
    notify::Message,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Money that the shop may not keep goes back, all that is left of it.
    GiveBack {
        imp_uid: ImpUid,
        because: RefundReason,
    },
    /// The cash receipt that the shopper wants for this payment is made out, or brought in line with a refund.
    Receipt {
        imp_uid: ImpUid,
    },
    /// A virtual account whose order was called off, or is paid another way, takes no money any more.
    CloseAccount {
        imp_uid: ImpUid,
    },
    Notify {
        message: Message,
    },
}

/// Effects as they were stored before they had a tag.
#[derive(Deserialize)]
#[serde(untagged)]
enum Untagged {
    GiveBack {
        give_back: ImpUid,
        because: RefundReason,
    },
    Receipt {
        receipt_of: ImpUid,
    },
    CloseAccount {
        close_account: ImpUid,
    },
    Notify(Message),
}

impl From<Untagged> for Effect {
    fn from(effect: Untagged) -> Self {
        match effect {
            Untagged::GiveBack {
                give_back: imp_uid,
                because,
            } => Self::GiveBack { imp_uid, because },
            Untagged::Receipt {
                receipt_of: imp_uid,
            } => Self::Receipt { imp_uid },
            Untagged::CloseAccount {
                close_account: imp_uid,
            } => Self::CloseAccount { imp_uid },
            Untagged::Notify(message) => Self::Notify { message },
        }
    }
}

impl Effect {
    /// For logs, which hold nobody's number.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::GiveBack { .. } => "give_back",
            Self::Receipt { .. } => "receipt",
            Self::CloseAccount { .. } => "close_account",
            Self::Notify { .. } => "notify",
        }
    }

    /// Names the event that asks for it: the same key is put into the outbox only once. `imp_uid`: the payment that
    /// it is about, of which `cancelled` has gone back (in the major unit of its currency).
    pub fn key(&self, imp_uid: &ImpUid, cancelled: Decimal) -> String {
        match self {
            Self::GiveBack { because, .. } => Self::refund_key(imp_uid, *because),
            Self::Receipt { .. } => format!("receipt:{imp_uid}:{cancelled}"),
            Self::CloseAccount { .. } => format!("close:{imp_uid}"),
            Self::Notify {
                message: Message::VbankIssued { .. },
            } => format!("vbank:{imp_uid}"),
            Self::Notify {
                message: Message::Refunded { .. },
            } => format!("refunded:{imp_uid}:{cancelled}"),
        }
    }

    /// Under which keys a payment's money may be on its way back.
    pub fn refund_keys(imp_uid: &ImpUid) -> [String; 2] {
        [RefundReason::Cancelled, RefundReason::Forged]
            .map(|because| Self::refund_key(imp_uid, because))
    }

    fn refund_key(imp_uid: &ImpUid, because: RefundReason) -> String {
        match because {
            RefundReason::Cancelled => format!("cancel:{imp_uid}"),
            RefundReason::Forged
            | RefundReason::Duplicate
            | RefundReason::OutOfStock
            | RefundReason::CalledOff => {
                format!("give_back:{imp_uid}")
            }
        }
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("because an effect is plain data")
    }

    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).or_else(|e| {
            serde_json::from_str::<Untagged>(text)
                .map(Self::from)
                .map_err(|_| e)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imp_uid() -> ImpUid {
        ImpUid::parse("imp_1").unwrap()
    }

    #[test]
    fn effects_survive_the_outbox() {
        let refund = Effect::GiveBack {
            imp_uid: imp_uid(),
            because: RefundReason::Duplicate,
        };
        assert_eq!(
            refund.to_text(),
            r#"{"effect":"give_back","imp_uid":"imp_1","because":"surplus"}"#
        );
        for effect in [
            refund,
            Effect::Receipt { imp_uid: imp_uid() },
            Effect::CloseAccount { imp_uid: imp_uid() },
        ] {
            assert_eq!(Effect::from_text(&effect.to_text()).unwrap(), effect);
        }
        assert!(
            Effect::from_text(r#"{"effect":"give_back","imp_uid":"../x","because":"surplus"}"#)
                .is_err()
        );
    }

    #[test]
    fn effects_stored_before_they_had_a_tag_are_read() {
        let read = |text: &str| Effect::from_text(text).unwrap();
        let because = RefundReason::Duplicate;
        let refund = Effect::GiveBack {
            imp_uid: imp_uid(),
            because,
        };
        assert_eq!(read(r#"{"give_back":"imp_1","because":"surplus"}"#), refund);
        assert_eq!(
            read(r#"{"receipt_of":"imp_1"}"#),
            Effect::Receipt { imp_uid: imp_uid() }
        );
        assert_eq!(
            read(r#"{"close_account":"imp_1"}"#),
            Effect::CloseAccount { imp_uid: imp_uid() }
        );
        let told = r#"{"kind":"refunded","to":"1","lang":"ko","amount":{"minor":1,"currency":"KRW"},"link":"l"}"#;
        assert!(matches!(
            read(told),
            Effect::Notify {
                message: Message::Refunded { .. }
            }
        ));
    }

    #[test]
    fn money_is_asked_back_once_for_each_event() {
        let key = |because| {
            Effect::GiveBack {
                imp_uid: imp_uid(),
                because,
            }
            .key(&imp_uid(), Decimal::ONE)
        };
        assert_eq!(key(RefundReason::Duplicate), key(RefundReason::Forged));
        assert_eq!(
            Effect::refund_keys(&imp_uid()),
            [key(RefundReason::Cancelled), key(RefundReason::Forged)]
        );
    }
}
