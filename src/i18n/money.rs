//! Amounts as shoppers read them.

use crate::domain::{
    lang::Lang,
    money::{Currency, Money},
};

/// `64,900원` in Korean, `₩64,900` in English; dollars are `US$10.50` in both.
pub fn money(lang: Lang, amount: Money) -> String {
    let sign = if amount.minor < 0 { "-" } else { "" };
    let minor = amount.minor.unsigned_abs();
    match (amount.currency, lang) {
        (Currency::Krw, Lang::Ko) => format!("{sign}{}원", grouped(minor)),
        (Currency::Krw, Lang::En) => format!("{sign}₩{}", grouped(minor)),
        (Currency::Usd, Lang::Ko | Lang::En) => {
            format!("{sign}US${}.{:02}", grouped(minor / 100), minor % 100)
        }
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_money_its_own_way() {
        for (amount, ko, en) in [
            (Money::krw(0), "0원", "₩0"),
            (Money::krw(999), "999원", "₩999"),
            (Money::krw(64_900), "64,900원", "₩64,900"),
            (Money::krw(1_234_567), "1,234,567원", "₩1,234,567"),
            (Money::krw(-3_000), "-3,000원", "-₩3,000"),
            (Money::usd_cents(1_050), "US$10.50", "US$10.50"),
            (
                Money::usd_cents(100_000_005),
                "US$1,000,000.05",
                "US$1,000,000.05",
            ),
        ] {
            assert_eq!(money(Lang::Ko, amount), ko);
            assert_eq!(money(Lang::En, amount), en);
        }
    }
}
