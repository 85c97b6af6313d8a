//! Amounts as i'mport's wire has them: JSON numbers in the currency's major unit, decimals included.
//! No arithmetic in floating point; a float appears only in the last step, where JSON wants one.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An amount of money that is not negative and at most a trillion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(Decimal);

impl Amount {
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub fn won(won: u32) -> Self {
        Self(Decimal::from(won))
    }

    /// Reads `64900`, `10.5`, `1e3`; `None` for anything negative, absurdly large or finer than four decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = Decimal::from_str(text)
            .or_else(|_| Decimal::from_scientific(text))
            .ok()?
            .normalize();
        let limit = Decimal::from(1_000_000_000_000_u64);
        let fits = !number.is_sign_negative() && number <= limit && number.scale() <= 4;
        (fits || number.is_zero()).then_some(Self(number.abs()))
    }

    /// A JSON number or a string that holds one (form bodies have only strings).
    pub fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::parse(&number.to_string()),
            Value::String(text) => Self::parse(text),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Integral amounts become JSON integers, others JSON decimals.
    pub fn to_json(self) -> Value {
        if self.0.is_integer() {
            return self.0.to_u64().map_or(Value::Null, Value::from);
        }
        self.0.to_f64().map_or(Value::Null, Value::from)
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// What is left after `other` is taken away; nothing when it is more.
    pub fn minus(self, other: Self) -> Self {
        Self((self.0 - other.0).max(Decimal::ZERO))
    }

    /// The tax in an amount that contains it: an eleventh, in whole units.
    pub fn vat(self) -> Self {
        Self((self.0 / Decimal::from(11)).round())
    }

    /// In whole units, for the fields that are integers.
    pub fn rounded(self) -> Self {
        Self(self.0.round())
    }

    /// With thousands separators and the currency's sign, for people.
    pub fn display(self, currency: &str) -> String {
        let plain = if currency == "KRW" {
            self.0.normalize().to_string()
        } else {
            format!("{:.2}", self.0)
        };
        let (whole, fraction) = plain
            .split_once('.')
            .map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
        let grouped = group(whole);
        let number = fraction.map_or(grouped.clone(), |digits| format!("{grouped}.{digits}"));
        match currency {
            "KRW" => format!("{number}원"),
            "USD" => format!("US${number}"),
            other => format!("{other} {number}"),
        }
    }
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value).ok_or_else(|| serde::de::Error::custom("not an amount of money"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn won_are_integers_and_cents_are_decimals_on_the_wire() {
        assert_eq!(Amount::won(64_900).to_json(), json!(64900));
        assert_eq!(
            Amount::parse("10.50").map(Amount::to_json),
            Some(json!(10.5))
        );
        assert_eq!(
            Amount::from_json(&json!(19.99)).map(Amount::to_json),
            Some(json!(19.99))
        );
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "abc", "-1", "1e30", "0.00001", "NaN"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
        assert_eq!(Amount::parse("-0"), Some(Amount::ZERO));
    }

    #[test]
    fn people_read_separators() {
        assert_eq!(Amount::won(1_004).display("KRW"), "1,004원");
        assert_eq!(
            Amount::parse("1234.5").map(|a| a.display("USD")),
            Some("US$1,234.50".to_owned())
        );
    }
}
