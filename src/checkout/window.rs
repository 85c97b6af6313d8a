//! What a payment window is opened with: the facts of one attempt, in i'mport's terms.

use super::{Channel, Shop};
use crate::{
    clock::Millis,
    domain::{
        ids::{MerchantUid, OrderId},
        lang::Lang,
        method::PayMethod,
        money::Money,
        order::Order,
    },
};

/// Instalments are offered from this sum on.
const INSTALMENTS_FROM: i64 = 50_000;

/// An attempt that is stored and registered; its window may open now.
#[derive(Clone, Debug)]
pub struct Window {
    pub order: Order,
    pub order_url: String,
    pub merchant_uid: MerchantUid,
    pub method: PayMethod,
    pub channel: Channel,
    pub amount: Money,
    pub lang: Lang,
    /// Korean time, `YYYYMMDDHHmm`; only virtual accounts have one.
    pub vbank_due: Option<String>,
    pub return_url: String,
    pub notice_url: String,
    pub confirm_url: Option<String>,
    /// Months to offer; `None` where instalments mean nothing.
    pub card_quota: Option<Vec<u32>>,
}

impl Shop {
    pub(super) fn channel_of(&self, method: PayMethod) -> Channel {
        self.terms()
            .channels
            .iter()
            .find(|(offered, _)| *offered == method)
            .map_or(Channel::Default, |(_, channel)| channel.clone())
    }

    /// Where i'mport brings the shopper back. Carries a token for this order alone, since a card app may open
    /// another browser than the one that started.
    pub(super) fn return_url(&self, order: &OrderId) -> String {
        let token = self.keys().link_token(order);
        format!("{}/payments/complete?order={order}&token={token}", self.terms().public_url)
    }

    /// When a virtual account issued now runs out: the end of a day in Korea.
    pub(super) fn vbank_due(&self, now: Millis) -> String {
        let day = now.plus_seconds(self.terms().vbank_days * 86_400).kst();
        day.strftime("%Y%m%d2359").to_string()
    }
}

pub(super) fn card_quota(method: PayMethod, amount: Money) -> Option<Vec<u32>> {
    match method {
        PayMethod::Card if amount.minor >= INSTALMENTS_FROM => Some(vec![2, 3, 4, 5, 6]),
        PayMethod::Card => Some(Vec::new()),
        PayMethod::Kakaopay
        | PayMethod::Naverpay
        | PayMethod::Tosspay
        | PayMethod::Trans
        | PayMethod::Vbank
        | PayMethod::Phone
        | PayMethod::Paypal => None,
    }
}
