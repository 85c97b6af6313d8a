//! Tells the shopper that money has gone back, whoever sent it: the shopper's own cancel, staff at i'mport, or we,
//! because we may not keep it. Each sum that i'mport books is told once, however often and by whom it is seen.

use super::{Effect, Outcome, Shop};
use crate::{
    domain::{money::Money, order::Order, payment::Payment, verdict::Mismatch},
    notify::Message,
};

impl Shop {
    /// The outbox's key and the message, if more has gone back than we knew. Asked under the order's lock.
    pub(super) fn refund_message(
        &self,
        order: &Order,
        before: Option<&Payment>,
        seen: &Payment,
        outcome: &Outcome,
    ) -> Option<(String, Effect)> {
        // An answer about somebody else's payment is nothing to tell this buyer.
        if let Outcome::Forged(Mismatch::ImpUid { .. } | Mismatch::MerchantUid { .. }) = outcome {
            return None;
        }
        let known = before.map(|payment| payment.cancel_amount).unwrap_or_default();
        let amount = Money::from_major(seen.cancel_amount - known, &seen.currency).filter(|amount| amount.minor > 0)?;
        let message = Message::Refunded {
            to: order.buyer.tel.clone(),
            lang: order.lang,
            amount,
            link: format!("{}{}", self.terms().public_url, self.link_path(&order.id)),
        };
        Some((format!("refunded:{}:{}", seen.imp_uid, seen.cancel_amount), Effect::Notify(message)))
    }
}
