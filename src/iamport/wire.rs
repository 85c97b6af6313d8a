//! i'mport's Payment object as it travels: 0 for "not happened", amounts as JSON numbers, fields that older
//! answers lack. Unknown fields and unknown words survive.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Error,
    lenient::{Fields, as_flag, to_decimal},
};
use crate::domain::{
    ids::{ImpUid, MerchantUid},
    payment::{self, Status, Vbank},
};

/// Amounts as JSON numbers, read and written without a detour through binary fractions.
pub mod number {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use serde_json::Value;

    use crate::domain::money::json_number;

    pub fn serialize<S: Serializer>(amount: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        json_number(*amount).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        let value = Value::deserialize(from)?;
        super::to_decimal(&value)
            .ok_or_else(|| D::Error::custom(format!("{value} is not an amount")))
    }
}

/// A payment as it was answered, not yet read.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Payment(Map<String, Value>);

/// More than anything costs, in any currency; what is beyond is a broken answer, and would overflow in sums.
const BEYOND_REASON: i64 = 1_000_000_000_000;

pub fn is_amount(amount: Decimal) -> bool {
    !amount.is_sign_negative() && amount <= Decimal::from(BEYOND_REASON)
}

/// What decides (ids, status, amounts, currency, channel) has to be readable; all else is read field by field, and what
/// cannot be is left out with a line in the log. One odd field must not keep a paid order from being paid.
impl TryFrom<Payment> for payment::Payment {
    type Error = Error;

    fn try_from(Payment(record): Payment) -> Result<Self, Error> {
        let unreadable = |why: String| Error::Unreadable {
            what: "look up a payment",
            http: 200,
            why,
        };
        let deciding = Deciding(&record);
        let (amount, cancel_amount) = (deciding.amount()?, deciding.cancel_amount()?);
        let (currency, sandbox) = (deciding.currency()?, deciding.sandbox()?);
        let status = Status::from(deciding.text("status")?.replace('\0', "?"));
        let imp_uid =
            ImpUid::parse(deciding.text("imp_uid")?).map_err(|e| unreadable(e.to_string()))?;
        // A name that we could not have given belongs to another shop under the same account.
        let merchant_uid =
            MerchantUid::parse(deciding.text("merchant_uid")?).map_err(|e| Error::NotFound {
                message: format!("a payment of another shop: {e}"),
            })?;
        let mut fields = Fields::of(&record);
        let cancel_history = cancel_history(&mut fields);
        let listed = cancel_history.iter().map(|entry| entry.amount);
        if !listed.chain([amount, cancel_amount]).all(is_amount) || cancel_amount > amount {
            return Err(unreadable("the amounts are beyond reason".to_owned()));
        }
        let vbank = fields.text("vbank_num").map(|vbank_num| Vbank {
            vbank_num,
            vbank_code: fields.text("vbank_code"),
            vbank_name: fields.text("vbank_name"),
            vbank_holder: fields.text("vbank_holder"),
            vbank_date: fields.time("vbank_date"),
        });
        let payment = Self {
            merchant_uid,
            status,
            amount,
            cancel_amount,
            currency,
            sandbox,
            pay_method: fields.text("pay_method"),
            pg_provider: fields.text("pg_provider"),
            emb_pg_provider: fields.text("emb_pg_provider"),
            pg_tid: fields.text("pg_tid"),
            apply_num: fields.text("apply_num"),
            card_name: fields.text("card_name"),
            card_number: fields.text("card_number"),
            card_quota: fields.count("card_quota"),
            bank_name: fields.text("bank_name"),
            receipt_url: fields.text("receipt_url"),
            vbank,
            cash_receipt_issued: fields.flag("cash_receipt_issued"),
            fail_reason: fields.text("fail_reason"),
            cancel_reason: fields.text("cancel_reason"),
            cancel_history,
            paid_at: fields.time("paid_at"),
            failed_at: fields.time("failed_at"),
            cancelled_at: fields.time("cancelled_at"),
            imp_uid,
        };
        fields.note(payment.imp_uid.as_str());
        Ok(payment)
    }
}

/// The fields of a payment on which it depends whether an order is paid.
struct Deciding<'r>(&'r Map<String, Value>);

impl Deciding<'_> {
    fn field(&self, name: &'static str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    fn unreadable(&self, name: &'static str) -> Error {
        let value: String = self.field(name).to_string().chars().take(60).collect();
        Error::Unreadable {
            what: "look up a payment",
            http: 200,
            why: format!("{name} cannot be {value}"),
        }
    }

    fn text(&self, name: &'static str) -> Result<&str, Error> {
        self.field(name)
            .as_str()
            .ok_or_else(|| self.unreadable(name))
    }

    fn amount(&self) -> Result<Decimal, Error> {
        to_decimal(self.field("amount")).ok_or_else(|| self.unreadable("amount"))
    }

    fn cancel_amount(&self) -> Result<Decimal, Error> {
        match self.field("cancel_amount") {
            Value::Null => Ok(Decimal::ZERO),
            Value::String(text) if text.trim().is_empty() => Ok(Decimal::ZERO),
            value => to_decimal(value).ok_or_else(|| self.unreadable("cancel_amount")),
        }
    }

    /// Answers from before other currencies existed name none.
    fn currency(&self) -> Result<String, Error> {
        match self.field("currency") {
            Value::Null => Ok("KRW".to_owned()),
            Value::String(text) if text.trim().is_empty() => Ok("KRW".to_owned()),
            Value::String(text) => Ok(text.replace('\0', "?").trim().to_ascii_uppercase()),
            _ => Err(self.unreadable("currency")),
        }
    }

    /// Whether it went through a test channel.
    fn sandbox(&self) -> Result<Option<bool>, Error> {
        match self.field("sandbox") {
            Value::Null => Ok(None),
            value => as_flag(value)
                .map(Some)
                .ok_or_else(|| self.unreadable("sandbox")),
        }
    }
}

/// Entries without an amount tell nothing; `cancel_amount` has their sum.
fn cancel_history(fields: &mut Fields<'_>) -> Vec<payment::CancelEntry> {
    let entries = fields.list("cancel_history");
    let mut read = Vec::new();
    for entry in entries {
        let mut entry = Fields::of(entry);
        match entry.amount("amount") {
            Some(amount) => read.push(payment::CancelEntry {
                amount,
                cancelled_at: entry.time("cancelled_at"),
                reason: entry.text("reason"),
                receipt_url: entry.text("receipt_url"),
            }),
            None => fields.leave_out("cancel_history"),
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<payment::Payment, String> {
        let wire: Payment = serde_json::from_str(json).map_err(|e| e.to_string())?;
        wire.try_into().map_err(|e: Error| e.to_string())
    }

    #[test]
    fn the_shortest_and_the_strangest_answers_are_read() {
        let seen = read(
            r#"{"imp_uid":"imp_1","merchant_uid":"M1","status":"paid","amount":10.5,"currency":"USD","paid_at":0,
                "vbank_num":"","brand_new_field":{"a":[1]}}"#,
        )
        .unwrap();
        assert_eq!(seen.amount, Decimal::new(105, 1));
        assert_eq!((seen.paid_at, seen.vbank, seen.sandbox), (None, None, None));
        let odd =
            read(r#"{"imp_uid":"i","merchant_uid":"M","status":"half_paid","amount":64900,"currency":null}"#).unwrap();
        assert_eq!(odd.status, Status::Unknown("half_paid".into()));
        assert_eq!(odd.currency, "KRW");
    }

    #[test]
    fn amounts_are_exact() {
        for (json, decimal) in [
            ("0.1", "0.1"),
            ("64900", "64900"),
            ("64900.0", "64900"),
            ("199.99", "199.99"),
            ("1e3", "1000"),
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(to_decimal(&value), Some(decimal.parse().unwrap()), "{json}");
        }
        assert_eq!(
            crate::domain::money::json_number(Decimal::new(1_050, 2)).to_string(),
            "10.5"
        );
        assert_eq!(
            crate::domain::money::json_number(Decimal::from(64_900)).to_string(),
            "64900"
        );
    }

    /// A payment with one field as i'mport does not document it.
    fn altered(name: &str, value: &Value) -> Result<payment::Payment, String> {
        let mut record = serde_json::json!({
            "imp_uid": "imp_1", "merchant_uid": "M1", "status": "paid", "amount": 1000, "currency": "KRW",
            "sandbox": false, "cancel_amount": 0, "vbank_num": "X1", "cancel_history": [],
        });
        record[name] = value.clone();
        read(&record.to_string())
    }

    #[test]
    fn an_odd_field_that_decides_nothing_keeps_no_order_from_being_paid() {
        let odd = serde_json::json!([
            null, "", " ", "yesterday", "0", "-1", "1764300000", -1, 0, 1.5, 1e30, true, [], {}, [1], {"a": 1},
            "a\u{0}b", 99_999_999_999_999_999_i64
        ]);
        for name in [
            "paid_at",
            "failed_at",
            "cancelled_at",
            "started_at",
            "card_quota",
            "apply_num",
            "card_name",
            "card_number",
            "card_code",
            "bank_name",
            "receipt_url",
            "pg_tid",
            "pg_provider",
            "emb_pg_provider",
            "pay_method",
            "vbank_num",
            "vbank_code",
            "vbank_name",
            "vbank_holder",
            "vbank_date",
            "cash_receipt_issued",
            "fail_reason",
            "cancel_reason",
            "cancel_history",
            "cancel_receipt_urls",
            "custom_data",
            "name",
            "buyer_name",
            "buyer_tel",
            "user_agent",
            "escrow",
            "channel",
        ] {
            for value in odd.as_array().unwrap() {
                let seen =
                    altered(name, value).unwrap_or_else(|e| panic!("{name} as {value}: {e}"));
                assert_eq!(
                    (seen.status, seen.amount),
                    (Status::Paid, Decimal::from(1_000)),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn what_an_odd_field_can_say_is_kept() {
        let with = |name: &str, value: Value| altered(name, &value).unwrap();
        assert_eq!(
            with("paid_at", "1764300000".into()).paid_at,
            Some(1_764_300_000)
        );
        assert_eq!(with("paid_at", "yesterday".into()).paid_at, None);
        assert_eq!(
            with("apply_num", 30_011_223.into()).apply_num.as_deref(),
            Some("30011223")
        );
        assert_eq!(with("card_quota", "3".into()).card_quota, 3);
        assert_eq!(with("card_quota", (-1).into()).card_quota, 0);
        assert_eq!(
            with("vbank_num", 123_456.into()).vbank.unwrap().vbank_num,
            "123456"
        );
        assert_eq!(
            with("vbank_date", "".into()).vbank.unwrap().vbank_date,
            None
        );
        assert!(with("cash_receipt_issued", "true".into()).cash_receipt_issued);
        assert_eq!(with("currency", "krw".into()).currency, "KRW");
        assert_eq!(with("currency", " Usd".into()).currency, "USD");
        let history = serde_json::json!([{"amount": "100"}, {"reason": "no amount"}, 7]);
        assert_eq!(with("cancel_history", history).cancel_history.len(), 1);
    }

    #[test]
    fn what_decides_has_to_be_readable() {
        for (name, value) in [
            ("imp_uid", serde_json::json!(7)),
            ("imp_uid", serde_json::json!("")),
            ("merchant_uid", serde_json::json!(null)),
            ("status", serde_json::json!(1)),
            ("amount", serde_json::json!(null)),
            ("amount", serde_json::json!(-1)),
            ("amount", serde_json::json!([1000])),
            ("cancel_amount", serde_json::json!("much")),
            ("cancel_amount", serde_json::json!(1001)),
            ("currency", serde_json::json!(410)),
            ("sandbox", serde_json::json!("perhaps")),
        ] {
            assert!(altered(name, &value).is_err(), "{name} as {value}");
        }
    }

    #[test]
    fn an_answer_without_an_amount_is_no_payment() {
        assert!(read(r#"{"imp_uid":"i","merchant_uid":"M","status":"paid"}"#).is_err());
        assert!(
            read(r#"{"imp_uid":"i","merchant_uid":"M","status":"paid","amount":"many"}"#).is_err()
        );
        assert!(
            read(r#"{"imp_uid":"i/../x","merchant_uid":"M","status":"paid","amount":1}"#).is_err()
        );
    }
}
