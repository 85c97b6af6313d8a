//! What the merchant decides about money and time.

use clap::Args;

use super::error::ConfigError;
use crate::domain::{cart::ShippingPolicy, country::Country, money::Money};

#[derive(Debug, Args)]
#[command(next_help_heading = "Terms of sale")]
pub struct TermsArgs {
    /// Shipping fee in won
    #[arg(long, env = "SHIPPING_FEE", default_value_t = 3_000)]
    pub shipping_fee: u32,
    /// Shipping is free from so many won
    #[arg(long, env = "SHIPPING_FREE_FROM", default_value_t = 50_000)]
    pub shipping_free_from: u32,
    /// Shipping fee in US cents, for PayPal
    #[arg(long, env = "SHIPPING_FEE_USD", default_value_t = 1_500)]
    pub shipping_fee_usd: u32,
    /// Shipping is free from so many US cents, for PayPal
    #[arg(long, env = "SHIPPING_FREE_FROM_USD", default_value_t = 15_000)]
    pub shipping_free_from_usd: u32,
    /// Minutes for which an unpaid order holds its stock
    #[arg(long, env = "HOLD_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u32).range(5..=1_440))]
    pub hold_minutes: u32,
    /// Days for which a virtual account waits for the money
    #[arg(long, env = "VBANK_DAYS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=30))]
    pub vbank_days: u32,
    /// Countries that you send goods to, by their ISO codes, like KR,US,JP; the first is chosen where nobody chooses
    #[arg(long, env = "SHIP_TO", default_value = "KR")]
    pub ship_to: String,
    /// Transfers and deposits of so many won and more get a cash receipt even if the shopper wants none, made out to the
    /// tax office's own number (자진발급). Businesses that are obliged to (의무발행) set 100000
    #[arg(long, env = "RECEIPTS_UNASKED_FROM")]
    pub receipts_unasked_from: Option<u32>,
}

impl TermsArgs {
    pub(super) fn ship_to(&self) -> Result<Vec<Country>, ConfigError> {
        let mut countries = Vec::new();
        let codes = self.ship_to.split([',', ' ']).map(str::trim);
        for code in codes.filter(|code| !code.is_empty()) {
            let country = Country::from_code(code).ok_or_else(|| {
                let known: Vec<&str> = Country::all().map(Country::code).collect();
                ConfigError(format!(
                    "SHIP_TO names {code:?}, which is none of the countries that can be sent to: {}",
                    known.join(", ")
                ))
            })?;
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        if countries.is_empty() {
            countries.push(Country::KOREA);
        }
        Ok(countries)
    }

    pub(super) fn shipping(&self) -> ShippingPolicy {
        ShippingPolicy {
            fee: Money::krw(self.shipping_fee.into()),
            free_from: Money::krw(self.shipping_free_from.into()),
            fee_usd: Money::usd_cents(self.shipping_fee_usd.into()),
            free_from_usd: Money::usd_cents(self.shipping_free_from_usd.into()),
        }
    }
}
