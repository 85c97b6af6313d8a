//! What a cart costs: quantities with a limit, line sums, shipping, total.

use serde::{Deserialize, Serialize};

use super::{
    ids::ProductId,
    money::{Currency, Money},
};

/// Pieces of one product in a cart or an order: 1 to 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Quantity(u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quantity is between 1 and {max}", max = Quantity::MAX)]
pub struct InvalidQuantity;

impl Quantity {
    pub const MAX: u32 = 99;

    pub fn new(count: i64) -> Result<Self, InvalidQuantity> {
        u32::try_from(count)
            .ok()
            .filter(|n| (1..=Self::MAX).contains(n))
            .map(Self)
            .ok_or(InvalidQuantity)
    }

    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Quantity {
    type Error = InvalidQuantity;

    fn try_from(count: i64) -> Result<Self, InvalidQuantity> {
        Self::new(count)
    }
}

impl From<Quantity> for i64 {
    fn from(quantity: Quantity) -> Self {
        Self::from(quantity.0)
    }
}

/// A product as it is sold now, or as it was when an order froze it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub product: ProductId,
    pub name_ko: String,
    pub name_en: String,
    pub picture: String,
    pub unit_price: Money,
    /// Only products with a price in dollars can be paid with PayPal.
    pub unit_price_usd: Option<Money>,
    pub quantity: Quantity,
}

impl Line {
    fn unit(&self, currency: Currency) -> Option<Money> {
        match currency {
            Currency::Krw => Some(self.unit_price),
            Currency::Usd => self.unit_price_usd,
        }
    }

    pub fn sum(&self, currency: Currency) -> Option<Money> {
        self.unit(currency)?.times(self.quantity.get())
    }
}

/// What shipping costs, and from which sum on it is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingPolicy {
    pub fee: Money,
    pub free_from: Money,
    pub fee_usd: Money,
    pub free_from_usd: Money,
}

impl ShippingPolicy {
    fn fee_for(&self, items: Money) -> Money {
        let (fee, free_from) = match items.currency {
            Currency::Krw => (self.fee, self.free_from),
            Currency::Usd => (self.fee_usd, self.free_from_usd),
        };
        if items.minor == 0 || items.minor >= free_from.minor {
            return Money::zero(items.currency);
        }
        fee
    }
}

/// Goods, shipping and total, all in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub items: Money,
    pub shipping: Money,
    pub total: Money,
}

/// `None` when a line has no price in this currency, or the sum is beyond all reason.
pub fn totals(lines: &[Line], policy: &ShippingPolicy, currency: Currency) -> Option<Totals> {
    let items = lines.iter().try_fold(Money::zero(currency), |sum, line| {
        sum.plus(line.sum(currency)?)
    })?;
    let shipping = policy.fee_for(items);
    Some(Totals {
        items,
        shipping,
        total: items.plus(shipping)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: ShippingPolicy = ShippingPolicy {
        fee: Money::krw(3_000),
        free_from: Money::krw(50_000),
        fee_usd: Money::usd_cents(1_500),
        free_from_usd: Money::usd_cents(10_000),
    };

    fn line(price: i64, usd: Option<i64>, count: i64) -> Line {
        Line {
            product: ProductId::parse("x").unwrap(),
            name_ko: "의자".into(),
            name_en: "Chair".into(),
            picture: String::new(),
            unit_price: Money::krw(price),
            unit_price_usd: usd.map(Money::usd_cents),
            quantity: Quantity::new(count).unwrap(),
        }
    }

    #[test]
    fn quantities_end_at_ninety_nine() {
        for (count, ok) in [
            (-1, false),
            (0, false),
            (1, true),
            (99, true),
            (100, false),
            (10_000, false),
            (i64::MIN, false),
        ] {
            assert_eq!(Quantity::new(count).is_ok(), ok, "{count}");
        }
    }

    #[test]
    fn shipping_is_free_from_the_threshold_on() {
        let small = totals(&[line(1_004, None, 1)], &POLICY, Currency::Krw).unwrap();
        assert_eq!(
            (small.shipping, small.total),
            (Money::krw(3_000), Money::krw(4_004))
        );
        let large = totals(&[line(64_900, None, 1)], &POLICY, Currency::Krw).unwrap();
        assert_eq!(
            (large.shipping, large.total),
            (Money::krw(0), Money::krw(64_900))
        );
        assert_eq!(
            totals(&[], &POLICY, Currency::Krw).unwrap().total,
            Money::krw(0)
        );
    }

    #[test]
    fn a_cart_has_a_dollar_total_only_if_every_line_has_a_dollar_price() {
        assert_eq!(
            totals(
                &[line(1_000, None, 1), line(1_000, Some(80), 1)],
                &POLICY,
                Currency::Usd
            ),
            None
        );
        let usd = totals(&[line(1_000, Some(80), 2)], &POLICY, Currency::Usd).unwrap();
        assert_eq!(usd.total, Money::usd_cents(1_660));
    }
}
