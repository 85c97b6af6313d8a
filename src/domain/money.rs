//! Money: integer minor units plus a currency. The won has no minor unit, the dollar has cents.
//! Absent on purpose: floats, rounding, exchange rates.

use std::fmt;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// A currency that the shop can sell in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Krw,
    Usd,
}

impl Currency {
    /// The ISO 4217 code, as i'mport writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
            Self::Usd => "USD",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Krw, Self::Usd]
            .into_iter()
            .find(|c| c.code() == code)
    }

    /// Digits behind the decimal point.
    pub const fn scale(self) -> u32 {
        match self {
            Self::Krw => 0,
            Self::Usd => 2,
        }
    }
}

/// An amount in minor units (won, cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn krw(won: i64) -> Self {
        Self::new(won, Currency::Krw)
    }

    pub const fn usd_cents(cents: i64) -> Self {
        Self::new(cents, Currency::Usd)
    }

    /// From i'mport's figures; `None` for a currency that the shop does not sell in, or a fraction of a minor unit.
    pub fn from_major(amount: Decimal, currency: &str) -> Option<Self> {
        let currency = Currency::from_code(currency)?;
        let minor = amount.checked_mul(Decimal::from(10_u32.pow(currency.scale())))?;
        if !minor.fract().is_zero() {
            return None;
        }
        Some(Self::new(minor.to_i64()?, currency))
    }

    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum, unless the currencies differ or the number grows too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self::new(
            self.minor.checked_add(other.minor)?,
            self.currency,
        ))
    }

    /// So many times this amount, unless the number grows too large.
    pub fn times(self, count: u32) -> Option<Self> {
        Some(Self::new(
            self.minor.checked_mul(i64::from(count))?,
            self.currency,
        ))
    }

    /// The amount in the currency's major unit, as i'mport counts it: 64900 (KRW), 10.5 (USD).
    pub fn major(self) -> Decimal {
        Decimal::new(self.minor, self.currency.scale())
    }

    /// The major amount as it goes over the wire: 64900, 10.5.
    pub fn to_json(self) -> Number {
        json_number(self.major())
    }
}

/// The JSON number that reads like this decimal. No arithmetic on floats is done on the way.
pub fn json_number(amount: Decimal) -> Number {
    let text = amount.normalize().to_string();
    serde_json::from_str(&text).expect("because a decimal's text is a JSON number")
}

/// The plain number in major units followed by the code: `64900 KRW`, `10.50 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.major(), self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn won_has_no_minor_unit_and_dollars_have_cents() {
        assert_eq!(Money::krw(64_900).major(), Decimal::from(64_900));
        assert_eq!(Money::usd_cents(1_050).major(), Decimal::new(105, 1));
        assert_eq!(Money::usd_cents(1_050).to_string(), "10.50 USD");
    }

    #[test]
    fn amounts_on_the_wire_are_numbers_in_major_units() {
        for (money, json) in [
            (Money::krw(64_900), "64900"),
            (Money::krw(0), "0"),
            (Money::usd_cents(1_050), "10.5"),
            (Money::usd_cents(19_999), "199.99"),
            (Money::usd_cents(2_300), "23"),
        ] {
            assert_eq!(money.to_json().to_string(), json);
        }
    }

    #[test]
    fn sums_refuse_to_mix_currencies_or_to_overflow() {
        assert_eq!(Money::krw(1).plus(Money::usd_cents(1)), None);
        assert_eq!(Money::krw(i64::MAX).plus(Money::krw(1)), None);
        assert_eq!(Money::krw(i64::MAX).times(2), None);
        assert_eq!(Money::krw(1_004).times(3), Some(Money::krw(3_012)));
    }
}
