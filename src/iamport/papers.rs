//! What belongs to a payment beside its money: cash receipts, and virtual accounts that are no longer wanted.

use reqwest::Method;
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::Value;

use super::{Client, Error, lenient::Fields, wire};
use crate::domain::{ids::ImpUid, payment::Payment, pg::Pg};

/// A cash receipt as i'mport knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub amount: Decimal,
    pub apply_num: Option<String>,
    pub receipt_url: Option<String>,
    pub cancelled: bool,
}

impl Receipt {
    /// Its amount alone decides anything.
    fn read(record: &Value) -> Result<Self, Error> {
        let mut fields = Fields::of(record);
        let amount = fields
            .amount("amount")
            .filter(|amount| wire::is_amount(*amount))
            .ok_or_else(|| Error::Unreadable {
                what: "read a cash receipt",
                http: 200,
                why: "it names no amount".to_owned(),
            })?;
        Ok(Self {
            amount,
            apply_num: fields.text("apply_num"),
            receipt_url: fields.text("receipt_url"),
            cancelled: fields.time("cancelled_at").is_some(),
        })
    }
}

/// A PG contract as i'mport's console lists it (`GET /users/pg`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelEntry {
    pub pg_provider: String,
    pub pg_id: String,
    pub channel_key: String,
}

/// A receipt to be made out; its amount is what i'mport holds of the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewReceipt {
    /// Digits alone.
    pub identifier: String,
    pub identifier_type: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub buyer_name: String,
    pub buyer_email: String,
    pub buyer_tel: String,
    /// KSNET asks for it: `real` goods, not `digital` ones.
    pub product_type: &'static str,
}

/// The address may hold a key, and errors are logged.
fn without_address(error: Error) -> Error {
    match error {
        Error::Unreachable { what, source } => Error::Unreachable {
            what,
            source: source.without_url(),
        },
        other => other,
    }
}

impl Client {
    /// The payment's receipt; `None` if i'mport has made out none.
    pub async fn receipt(&self, imp_uid: &ImpUid) -> Result<Option<Receipt>, Error> {
        match self
            .read::<Value>("look up a cash receipt", &format!("/receipts/{imp_uid}"))
            .await
        {
            Ok(seen) => Ok(Some(Receipt::read(&seen)?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The merchant's PG contracts.
    pub async fn channels(&self) -> Result<Vec<ChannelEntry>, Error> {
        let list: Vec<Value> = self.read("list the channels", "/users/pg").await?;
        let entry = |record: &Value| {
            let mut fields = Fields::of(record);
            let mut text = |name| fields.text(name).unwrap_or_default();
            ChannelEntry {
                pg_provider: text("pg_provider"),
                pg_id: text("pg_id"),
                channel_key: text("channel_key"),
            }
        };
        Ok(list.iter().map(entry).collect())
    }

    /// i'mport refuses a second one for the same payment.
    pub async fn issue_receipt(
        &self,
        imp_uid: &ImpUid,
        new: &NewReceipt,
    ) -> Result<Receipt, Error> {
        let body = serde_json::to_value(new).expect("because a receipt's fields are text");
        let path = format!("/receipts/{imp_uid}");
        let issued = self
            .call::<Value>("issue a cash receipt", Method::POST, &path, Some(&body))
            .await?;
        Receipt::read(&issued)
    }

    pub async fn cancel_receipt(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let path = format!("/receipts/{imp_uid}");
        self.call::<Value>("cancel a cash receipt", Method::DELETE, &path, None)
            .await
            .map(drop)
    }

    /// Closes a virtual account that nobody has paid into. The answer is the payment after it.
    pub async fn close_account(&self, payment: &Payment) -> Result<Payment, Error> {
        let path = format!("/vbanks/{}{}", payment.imp_uid, self.key_for(payment));
        let closed = self
            .call::<wire::Payment>("close a virtual account", Method::DELETE, &path, None)
            .await;
        closed.map_err(without_address)?.try_into()
    }

    /// As a query, since i'mport takes it nowhere else.
    fn key_for(&self, payment: &Payment) -> String {
        let wanted = Pg::of(payment).closes_accounts_by_key();
        self.inicis_api_key
            .as_ref()
            .filter(|_| wanted)
            .map_or_else(String::new, |key| {
                let key: String =
                    url::form_urlencoded::byte_serialize(key.expose_secret().as_bytes()).collect();
                format!("?pg_api_key={key}")
            })
    }
}
