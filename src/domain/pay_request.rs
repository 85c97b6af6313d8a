//! The first argument of `IMP.request_pay`, typed. Field names, lengths and kinds are i'mport's
//! ("JavaScript SDK: payment request parameters"); what is absent here is absent on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::ids::OrderId;

/// What the pay island needs to open the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceAnswer {
    pub order_id: OrderId,
    /// Where the order page is; carries the token if the caller came by one.
    pub order_url: String,
    pub merchant_code: String,
    pub request: PayRequest,
    /// This window is a popup on a desktop, which a browser opens only straight after a click.
    pub opens_popup: bool,
}

/// What the payment window is opened with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayRequest {
    /// `provider` or `provider.MID`; without `pg` and `channelKey` the merchant's first PG opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pg: Option<String>,
    /// The current SDK's name for one PG contract.
    #[serde(rename = "channelKey", skip_serializing_if = "Option::is_none")]
    pub channel_key: Option<String>,
    pub pay_method: String,
    pub merchant_uid: String,
    /// The order's name, at most 40 characters (`order_name`).
    pub name: String,
    /// A number in the currency's major unit; the SDK refuses text.
    pub amount: Number,
    pub currency: String,
    pub language: String,
    pub buyer_name: String,
    pub buyer_email: String,
    pub buyer_tel: String,
    pub buyer_addr: String,
    pub buyer_postcode: String,
    /// Deadline of a virtual account in Korean time, `YYYYMMDDHHmm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vbank_due: Option<String>,
    /// Where a redirect or a popup brings the shopper back.
    pub m_redirect_url: String,
    /// Where i'mport posts its notice of this payment.
    pub notice_url: String,
    /// Where i'mport asks just before the approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_url: Option<String>,
    /// Comes back as JSON text in `custom_data` of the payment.
    pub custom_data: CustomData,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<Display>,
    /// Required by phone payments: `false` for goods that are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital: Option<bool>,
    /// Asks PGs that can do both for a popup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popup: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomData {
    pub order_id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Display {
    /// Months of instalment to offer; empty for a lump sum only. PGs take instalments from 50,000 won.
    pub card_quota: Vec<u32>,
}

impl PayRequest {
    /// Has the page itself go to the PG and come back, where a popup was to be opened.
    #[must_use]
    pub fn without_popup(mut self) -> Self {
        self.popup = self.popup.map(|_| false);
        self
    }
}

/// The name of an order, shortened to the 40 characters that PGs take: the first product and how many
/// more, as shoppers know it from their card statements.
pub fn order_name(first: &str, more: &str) -> String {
    let room = 40_usize.saturating_sub(more.chars().count());
    let mut name: String = first.chars().take(room).collect();
    if first.chars().count() > room {
        name.pop();
        name.push('…');
    }
    name + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    #[test]
    fn names_end_at_forty_characters() {
        assert_eq!(
            order_name("노르웨이 회전의자", " 외 2건"),
            "노르웨이 회전의자 외 2건"
        );
        let long = order_name(&"가".repeat(60), " 외 2건");
        assert_eq!(long.chars().count(), 40);
        assert!(long.ends_with("… 외 2건"));
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let request = PayRequest {
            pg: None,
            channel_key: None,
            pay_method: "card".into(),
            merchant_uid: "M1".into(),
            name: String::new(),
            amount: Money::krw(100).to_json(),
            currency: "KRW".into(),
            language: "ko".into(),
            buyer_name: String::new(),
            buyer_email: String::new(),
            buyer_tel: String::new(),
            buyer_addr: String::new(),
            buyer_postcode: String::new(),
            vbank_due: None,
            m_redirect_url: String::new(),
            notice_url: String::new(),
            confirm_url: None,
            custom_data: CustomData::default(),
            display: None,
            digital: None,
            popup: None,
        };
        let json = serde_json::to_value(request).unwrap();
        for key in [
            "pg",
            "channelKey",
            "vbank_due",
            "confirm_url",
            "display",
            "digital",
            "popup",
        ] {
            assert!(json.get(key).is_none(), "{key}");
        }
        assert!(json["amount"].is_number());
    }
}
