//! What a payment's PG asks for beyond i'mport's common rules. The one place that knows PGs by name.

use super::{bank::Bank, method::PayMethod, money::Money, payment::Payment};

/// i'mport's `pg_provider`; empty where i'mport did not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pg<'a>(pub &'a str);

impl<'a> Pg<'a> {
    pub fn of(payment: &'a Payment) -> Self {
        Self(payment.pg_provider.as_deref().unwrap_or_default())
    }

    /// i'mport's `refund_bank` for a bank; `None` where the PG sends no money there.
    pub fn refund_bank(self, bank: &Bank) -> Option<String> {
        const NICE_V2: [&str; 12] = [
            "004", "023", "034", "003", "011", "031", "032", "088", "081", "020", "071", "089",
        ];
        const WELCOME: [&str; 12] = [
            "004", "034", "039", "003", "031", "032", "007", "088", "081", "020", "037", "089",
        ];
        let listed = |list: &[&str]| list.contains(&bank.code).then(|| bank.code.to_owned());
        match self.0 {
            "kcp" => Some(format!("BK{}", &bank.code[1..])),
            "html5_inicis" => Some(bank.code[1..].to_owned()),
            "daou" => daou_code(bank.code).map(str::to_owned),
            "nice_v2" => listed(&NICE_V2),
            "welcome" => listed(&WELCOME),
            _ => Some(bank.code.to_owned()),
        }
    }

    /// The least that it takes, as far as is told anywhere (i'mport's release notes and the PGs' documents).
    pub fn smallest_payment(self, method: PayMethod) -> Money {
        const CENT: i64 = 1;
        let won = match (self.0, method) {
            (_, PayMethod::Paypal) => return Money::usd_cents(CENT),
            (_, PayMethod::Naverpay) | ("naverpay", _) => 10,
            ("welcome", _) => 1_000,
            ("tosspayments" | "uplus", PayMethod::Trans) => 200,
            _ => 100,
        };
        Money::krw(won)
    }

    /// Transfers go back only to an account that the shopper names, as deposits do everywhere.
    pub fn refunds_transfers_to_an_account(self) -> bool {
        self.0 == "smartro_v2"
    }

    /// When a payment is cancelled, the shop has to bring its cash receipt in line.
    pub fn leaves_receipts_to_the_shop(self) -> bool {
        self.0 == "ksnet"
    }

    /// Closing a virtual account takes the merchant's key for INICIS.
    pub fn closes_accounts_by_key(self) -> bool {
        self.0 == "html5_inicis"
    }
}

impl Payment {
    /// Whether its money goes back only to an account that the shopper names: deposits came from anywhere.
    pub fn needs_account(&self) -> bool {
        match self.pay_method.as_deref() {
            Some("vbank") => true,
            Some("trans") => Pg::of(self).refunds_transfers_to_an_account(),
            Some(_) | None => self.vbank.is_some(),
        }
    }
}

fn daou_code(kftc: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 9] = [
        ("004", "04"),
        ("023", "11"),
        ("003", "03"),
        ("011", "08"),
        ("032", "15"),
        ("088", "10"),
        ("020", "09"),
        ("071", "31"),
        ("081", "12"),
    ];
    CODES
        .iter()
        .find(|(code, _)| *code == kftc)
        .map(|(_, daou)| *daou)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pg_would_refuse_as_too_little_is_known_beforehand() {
        for (pg, method, won) in [
            ("", PayMethod::Card, 100),
            ("naverpay", PayMethod::Naverpay, 10),
            ("", PayMethod::Naverpay, 10),
            ("welcome", PayMethod::Card, 1_000),
            ("tosspayments", PayMethod::Trans, 200),
            ("tosspayments", PayMethod::Card, 100),
            ("html5_inicis", PayMethod::Vbank, 100),
        ] {
            assert_eq!(Pg(pg).smallest_payment(method), Money::krw(won), "{pg}");
        }
        assert_eq!(
            Pg("paypal").smallest_payment(PayMethod::Paypal),
            Money::usd_cents(1)
        );
    }

    #[test]
    fn each_pg_has_codes_of_its_own() {
        let code = |bank: &str, pg: &str| Pg(pg).refund_bank(Bank::by_code(bank).unwrap());
        for (bank, pg, told) in [
            ("004", "tosspayments", Some("004")),
            ("004", "kcp", Some("BK04")),
            ("088", "html5_inicis", Some("88")),
            ("088", "daou", Some("10")),
            ("090", "daou", None),
            ("090", "nice_v2", None),
            ("089", "nice_v2", Some("089")),
            ("071", "welcome", None),
            ("089", "welcome", Some("089")),
        ] {
            assert_eq!(code(bank, pg).as_deref(), told, "{bank} at {pg}");
        }
    }
}
