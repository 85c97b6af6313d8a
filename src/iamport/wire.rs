//! i'mport's Payment object as it travels: 0 for "not happened", amounts as JSON numbers, fields that older
//! answers lack. Unknown fields and unknown words survive.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::Error;
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

    /// For fields that may be missing or null: zero.
    pub fn or_zero<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        match Value::deserialize(from)? {
            Value::Null => Ok(Decimal::ZERO),
            value => super::to_decimal(&value)
                .ok_or_else(|| D::Error::custom(format!("{value} is not an amount"))),
        }
    }
}

fn to_decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    text.parse()
        .ok()
        .or_else(|| Decimal::from_scientific(&text).ok())
}

#[derive(Debug, Deserialize)]
pub struct Payment {
    imp_uid: String,
    merchant_uid: String,
    status: Status,
    #[serde(with = "number")]
    amount: Decimal,
    #[serde(default, deserialize_with = "number::or_zero")]
    cancel_amount: Decimal,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    sandbox: Option<bool>,
    #[serde(default)]
    pay_method: Option<String>,
    #[serde(default)]
    pg_provider: Option<String>,
    #[serde(default)]
    emb_pg_provider: Option<String>,
    #[serde(default)]
    pg_tid: Option<String>,
    #[serde(default)]
    apply_num: Option<String>,
    #[serde(default)]
    card_name: Option<String>,
    #[serde(default)]
    card_number: Option<String>,
    #[serde(default)]
    card_quota: Option<u32>,
    #[serde(default)]
    bank_name: Option<String>,
    #[serde(default)]
    receipt_url: Option<String>,
    #[serde(default)]
    vbank_num: Option<String>,
    #[serde(default)]
    vbank_code: Option<String>,
    #[serde(default)]
    vbank_name: Option<String>,
    #[serde(default)]
    vbank_holder: Option<String>,
    #[serde(default)]
    vbank_date: Option<i64>,
    #[serde(default)]
    cash_receipt_issued: Option<bool>,
    #[serde(default)]
    fail_reason: Option<String>,
    #[serde(default)]
    cancel_reason: Option<String>,
    #[serde(default)]
    cancel_history: Option<Vec<CancelEntry>>,
    #[serde(default)]
    paid_at: Option<i64>,
    #[serde(default)]
    failed_at: Option<i64>,
    #[serde(default)]
    cancelled_at: Option<i64>,
}

/// More than anything costs, in any currency; what is beyond is a broken answer, and would overflow in sums.
const BEYOND_REASON: i64 = 1_000_000_000_000;

fn is_amount(amount: Decimal) -> bool {
    !amount.is_sign_negative() && amount <= Decimal::from(BEYOND_REASON)
}

#[derive(Debug, Deserialize)]
struct CancelEntry {
    #[serde(with = "number")]
    amount: Decimal,
    #[serde(default)]
    cancelled_at: Option<i64>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    receipt_url: Option<String>,
}

impl From<CancelEntry> for payment::CancelEntry {
    fn from(entry: CancelEntry) -> Self {
        Self {
            amount: entry.amount,
            cancelled_at: happened(entry.cancelled_at),
            reason: said(entry.reason),
            receipt_url: said(entry.receipt_url),
        }
    }
}

/// Without NULs, which not every database can keep.
pub fn said(text: Option<String>) -> Option<String> {
    text.map(|t| t.replace('\0', ""))
        .filter(|t| !t.trim().is_empty())
}

pub fn happened(at: Option<i64>) -> Option<i64> {
    at.filter(|seconds| *seconds > 0)
}

impl TryFrom<Payment> for payment::Payment {
    type Error = Error;

    fn try_from(seen: Payment) -> Result<Self, Error> {
        let unreadable = |why: String| Error::Unreadable {
            what: "look up a payment",
            http: 200,
            why,
        };
        let entries = seen.cancel_history.unwrap_or_default();
        let listed = entries.iter().map(|entry| entry.amount);
        if !listed
            .chain([seen.amount, seen.cancel_amount])
            .all(is_amount)
            || seen.cancel_amount > seen.amount
        {
            return Err(unreadable("the amounts are beyond reason".to_owned()));
        }
        let vbank = said(seen.vbank_num).map(|vbank_num| Vbank {
            vbank_num,
            vbank_code: said(seen.vbank_code),
            vbank_name: said(seen.vbank_name),
            vbank_holder: said(seen.vbank_holder),
            vbank_date: happened(seen.vbank_date),
        });
        Ok(Self {
            imp_uid: ImpUid::try_from(seen.imp_uid).map_err(|e| unreadable(e.to_string()))?,
            // A name that we could not have given belongs to another shop under the same account.
            merchant_uid: MerchantUid::try_from(seen.merchant_uid).map_err(|e| {
                Error::NotFound {
                    message: format!("a payment of another shop: {e}"),
                }
            })?,
            status: Status::from(seen.status.as_str().replace('\0', "?")),
            amount: seen.amount,
            cancel_amount: seen.cancel_amount,
            // Answers from before other currencies existed name none.
            currency: said(seen.currency).unwrap_or_else(|| "KRW".to_owned()),
            sandbox: seen.sandbox,
            pay_method: said(seen.pay_method),
            pg_provider: said(seen.pg_provider),
            emb_pg_provider: said(seen.emb_pg_provider),
            pg_tid: said(seen.pg_tid),
            apply_num: said(seen.apply_num),
            card_name: said(seen.card_name),
            card_number: said(seen.card_number),
            card_quota: seen.card_quota.unwrap_or(0),
            bank_name: said(seen.bank_name),
            receipt_url: said(seen.receipt_url),
            vbank,
            cash_receipt_issued: seen.cash_receipt_issued.unwrap_or(false),
            fail_reason: said(seen.fail_reason),
            cancel_reason: said(seen.cancel_reason),
            cancel_history: entries.into_iter().map(Into::into).collect(),
            paid_at: happened(seen.paid_at),
            failed_at: happened(seen.failed_at),
            cancelled_at: happened(seen.cancelled_at),
        })
    }
}

/// A cash receipt as i'mport answers it.
#[derive(Debug, Deserialize)]
pub struct Receipt {
    #[serde(with = "number")]
    pub amount: Decimal,
    #[serde(default)]
    pub apply_num: Option<String>,
    #[serde(default)]
    pub receipt_url: Option<String>,
    #[serde(default)]
    pub cancelled_at: Option<i64>,
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
