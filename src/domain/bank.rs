//! Banks that money can go back to. Shoppers choose by name; each PG has codes of its own for the same banks, and
//! some send money to few of them.

use serde::{Deserialize, Serialize};

use super::{lang::Lang, payment::Payment};

/// Where a shopper wants money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAccount {
    /// The KFTC's three digits.
    pub bank: String,
    /// Digits alone.
    pub number: String,
    pub holder: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bank {
    /// The KFTC's three digits.
    pub code: &'static str,
    name_ko: &'static str,
    name_en: &'static str,
}

const fn bank(code: &'static str, name_ko: &'static str, name_en: &'static str) -> Bank {
    Bank { code, name_ko, name_en }
}

/// The largest first.
pub const BANKS: [Bank; 22] = [
    bank("004", "KB국민은행", "KB Kookmin Bank"),
    bank("088", "신한은행", "Shinhan Bank"),
    bank("020", "우리은행", "Woori Bank"),
    bank("081", "하나은행", "Hana Bank"),
    bank("011", "NH농협은행", "NH Bank"),
    bank("003", "IBK기업은행", "IBK"),
    bank("090", "카카오뱅크", "Kakao Bank"),
    bank("092", "토스뱅크", "Toss Bank"),
    bank("089", "케이뱅크", "K bank"),
    bank("045", "새마을금고", "MG Community Credit"),
    bank("071", "우체국", "Korea Post"),
    bank("048", "신협", "Shinhyup"),
    bank("023", "SC제일은행", "SC First Bank"),
    bank("027", "한국씨티은행", "Citibank Korea"),
    bank("031", "대구은행", "Daegu Bank"),
    bank("032", "부산은행", "Busan Bank"),
    bank("039", "경남은행", "Kyongnam Bank"),
    bank("034", "광주은행", "Gwangju Bank"),
    bank("037", "전북은행", "Jeonbuk Bank"),
    bank("007", "수협은행", "Suhyup Bank"),
    bank("012", "지역농축협", "Local Nonghyup"),
    bank("002", "KDB산업은행", "KDB"),
];

impl Bank {
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ko => self.name_ko,
            Lang::En => self.name_en,
        }
    }

    pub fn by_code(code: &str) -> Option<&'static Self> {
        BANKS.iter().find(|bank| bank.code == code)
    }

    /// i'mport's `refund_bank` for this PG; `None` where the PG sends no money.
    pub fn refund_code(&self, pg_provider: &str) -> Option<String> {
        const NICE_V2: [&str; 12] =
            ["004", "023", "034", "003", "011", "031", "032", "088", "081", "020", "071", "089"];
        const WELCOME: [&str; 12] =
            ["004", "034", "039", "003", "031", "032", "007", "088", "081", "020", "037", "089"];
        let listed = |list: &[&str]| list.contains(&self.code).then(|| self.code.to_owned());
        match pg_provider {
            "kcp" => Some(format!("BK{}", &self.code[1..])),
            "html5_inicis" => Some(self.code[1..].to_owned()),
            "daou" => daou_code(self.code).map(str::to_owned),
            "nice_v2" => listed(&NICE_V2),
            "welcome" => listed(&WELCOME),
            _ => Some(self.code.to_owned()),
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
    CODES.iter().find(|(code, _)| *code == kftc).map(|(_, daou)| *daou)
}

/// The PG through which a payment went; empty if i'mport did not say.
pub fn pg_of(payment: &Payment) -> &str {
    payment.pg_provider.as_deref().unwrap_or_default()
}

/// Whether this payment's money goes back only to an account that the shopper names: deposits came from anywhere,
/// and Smartro's new module wants an account for transfers, too.
pub fn needs_account(payment: &Payment) -> bool {
    match payment.pay_method.as_deref() {
        Some("vbank") => true,
        Some("trans") => pg_of(payment) == "smartro_v2",
        Some(_) | None => payment.vbank.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pg_has_codes_of_its_own() {
        let code = |bank: &str, pg: &str| Bank::by_code(bank).unwrap().refund_code(pg);
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

    #[test]
    fn codes_fit_i_mports_field() {
        for bank in &BANKS {
            assert_eq!(bank.code.len(), 3, "{bank:?}");
            assert_eq!(BANKS.iter().filter(|other| other.code == bank.code).count(), 1, "{bank:?}");
        }
    }
}
