//! What an order's change asks for outside. Written into the outbox in the transaction of the change; a worker
//! carries it out, at least once.

use serde::{Deserialize, Serialize};

pub use crate::domain::decision::RefundReason;
use crate::{domain::ids::ImpUid, notify::Message};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Effect {
    /// Money that we may not keep goes back, all that is left of it.
    GiveBack {
        give_back: ImpUid,
        because: RefundReason,
    },
    /// The cash receipt that the shopper wants for this payment is made out, or brought in line with a refund.
    Receipt {
        receipt_of: ImpUid,
    },
    /// A virtual account whose order was called off takes no money any more.
    CloseAccount {
        close_account: ImpUid,
    },
    Notify(Message),
}

impl Effect {
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("because an effect is plain data")
    }

    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_survive_the_outbox() {
        let effect = Effect::GiveBack { give_back: ImpUid::parse("imp_1").unwrap(), because: RefundReason::Duplicate };
        assert_eq!(effect.to_text(), r#"{"give_back":"imp_1","because":"surplus"}"#);
        assert_eq!(Effect::from_text(&effect.to_text()).unwrap(), effect);
        for effect in [
            Effect::Receipt { receipt_of: ImpUid::parse("imp_1").unwrap() },
            Effect::CloseAccount { close_account: ImpUid::parse("imp_1").unwrap() },
        ] {
            assert_eq!(Effect::from_text(&effect.to_text()).unwrap(), effect);
        }
        assert!(Effect::from_text(r#"{"give_back":"../x","because":"surplus"}"#).is_err());
    }
}
