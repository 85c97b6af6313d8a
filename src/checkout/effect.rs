//! What an order's change asks for outside. Written into the outbox in the transaction of the change; a worker
//! carries it out, at least once.

use serde::{Deserialize, Serialize};

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

/// Why we may not keep a payment.
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
