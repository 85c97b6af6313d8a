//! What shoppers are told by text message: the account that waits for their deposit, and that money has gone back,
//! whoever sent it.

use crate::{
    checkout::Shop,
    domain::{money::Money, order::Order, payment::Vbank},
    notify::Message,
};

impl Shop {
    pub(in crate::checkout) fn vbank_message(
        &self,
        order: &Order,
        amount: Money,
        vbank: Vbank,
    ) -> Message {
        Message::VbankIssued {
            to: order.buyer.tel.clone(),
            lang: order.lang,
            vbank,
            amount,
            link: self.link_of(order),
        }
    }

    pub(in crate::checkout) fn refund_message(&self, order: &Order, amount: Money) -> Message {
        Message::Refunded {
            to: order.buyer.tel.clone(),
            lang: order.lang,
            amount,
            link: self.link_of(order),
        }
    }

    /// Opens the order's page in any browser.
    fn link_of(&self, order: &Order) -> String {
        format!("{}{}", self.terms().public_url, self.link_path(&order.id))
    }
}
