//! What a payment window is opened with: the facts of one attempt, in i'mport's terms.

use crate::{
    checkout::{Channel, Contact, Shop, Visitor, access::Visible, pg_limits},
    clock::Millis,
    domain::{
        buyer::Buyer,
        ids::{MerchantUid, OrderId},
        lang::Lang,
        method::PayMethod,
        money::Money,
        order::Order,
        pay_request::{CustomData, Display, PayRequest, PlaceAnswer},
    },
    i18n,
};

/// Instalments are offered from this sum on.
const INSTALMENTS_FROM: i64 = 50_000;
/// For PGs that want a number where nobody's may be told.
const NO_TEL: &str = "010-0000-0000";

/// An attempt that is stored and registered; its window may open now.
pub(super) struct Opening<'a> {
    pub seen: &'a Visible,
    pub merchant_uid: MerchantUid,
    pub method: PayMethod,
    pub amount: Money,
    pub visitor: &'a Visitor,
}

impl Shop {
    pub(super) fn place_answer(&self, opening: Opening<'_>) -> PlaceAnswer {
        PlaceAnswer {
            order_id: opening.seen.order.id.clone(),
            order_url: self.order_url(opening.seen),
            merchant_code: self.terms().merchant_code.clone(),
            opens_popup: opening.method.opens_popup(),
            request: self.pay_request(opening),
        }
    }

    /// As `IMP.request_pay` takes it.
    fn pay_request(&self, opening: Opening<'_>) -> PayRequest {
        let Opening {
            seen,
            merchant_uid,
            method,
            amount,
            visitor,
        } = opening;
        let Visible { order, by_link } = seen;
        let lang = visitor.lang;
        let (pg, channel_key) = match self.channel_of(method) {
            Channel::Pg(pg) => (Some(pg), None),
            Channel::Key(key) => (None, Some(key)),
            Channel::Default => (None, None),
        };
        let public_url = &self.terms().public_url;
        let buyer = if *by_link {
            self.stand_in()
        } else {
            told(&order.buyer)
        };
        PayRequest {
            pg,
            channel_key,
            pay_method: method.code().to_owned(),
            merchant_uid: merchant_uid.to_string(),
            name: name(order, lang),
            amount: amount.to_json(),
            currency: amount.currency.code().to_owned(),
            language: lang.tag().to_owned(),
            buyer_addr: buyer.addr,
            buyer_name: buyer.name,
            buyer_email: buyer.email,
            buyer_tel: buyer.tel,
            buyer_postcode: buyer.postcode,
            vbank_due: (method == PayMethod::Vbank).then(|| self.vbank_due(self.clock().now())),
            m_redirect_url: self.return_url(&order.id, visitor),
            notice_url: format!("{public_url}/payments/webhook"),
            confirm_url: self
                .terms()
                .confirm
                .then(|| format!("{public_url}/payments/confirm")),
            custom_data: CustomData {
                order_id: order.id.to_string(),
            },
            display: card_quota(method, amount).map(|card_quota| Display { card_quota }),
            digital: (method == PayMethod::Phone).then_some(false),
            popup: (method == PayMethod::Paypal).then_some(true),
        }
    }

    /// Whoever pays by a link is perhaps not the buyer, and must not read who that is out of the window's parameters. Most
    /// PGs want a name and a number all the same.
    fn stand_in(&self) -> ToldBuyer {
        let Contact { tel, email } = &self.terms().contact;
        ToldBuyer {
            name: pg_limits::buyer_name(&self.terms().shop_name),
            tel: if tel.is_empty() {
                NO_TEL.to_owned()
            } else {
                pg_limits::buyer_tel(tel)
            },
            email: pg_limits::buyer_email(email),
            addr: String::new(),
            postcode: String::new(),
        }
    }

    pub(super) fn channel_of(&self, method: PayMethod) -> Channel {
        self.terms()
            .channels
            .iter()
            .find(|(offered, _)| *offered == method)
            .map_or(Channel::Default, |(_, channel)| channel.clone())
    }

    /// Where i'mport brings the shopper back. Carries a token for this order alone, since a card app may open
    /// another browser than the one that started.
    fn return_url(&self, order: &OrderId, visitor: &Visitor) -> String {
        let token = self.keys().link_token(order);
        let origin = visitor.origin.as_ref().unwrap_or(&self.terms().public_url);
        format!("{origin}/payments/complete?order={order}&token={token}")
    }

    /// When a virtual account issued now runs out: the end of a day in Korea.
    fn vbank_due(&self, now: Millis) -> String {
        let day = now.plus_seconds(self.terms().vbank_days * 86_400).kst();
        day.strftime("%Y%m%d2359").to_string()
    }
}

/// Who buys, as PGs are told.
struct ToldBuyer {
    name: String,
    tel: String,
    email: String,
    addr: String,
    postcode: String,
}

fn told(buyer: &Buyer) -> ToldBuyer {
    ToldBuyer {
        name: pg_limits::buyer_name(&buyer.name),
        tel: pg_limits::buyer_tel(&buyer.tel),
        email: pg_limits::buyer_email(&buyer.email),
        addr: pg_limits::buyer_addr(&buyer.address()),
        postcode: pg_limits::buyer_postcode(&buyer.postcode),
    }
}

/// The first product and how many more.
fn name(order: &Order, lang: Lang) -> String {
    let first = order.lines.first().map_or("", |line| match lang {
        Lang::Ko => line.name_ko.as_str(),
        Lang::En => line.name_en.as_str(),
    });
    let first = pg_limits::order_name(first, order.id.as_str());
    i18n::order_name(lang, &first, order.lines.len().saturating_sub(1))
}

fn card_quota(method: PayMethod, amount: Money) -> Option<Vec<u32>> {
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
