//! Banks that money can go back to. Shoppers choose by name; PGs have codes of their own (`pg`).

use serde::{Deserialize, Serialize};

use super::lang::Lang;

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
    Bank {
        code,
        name_ko,
        name_en,
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fit_i_mports_field() {
        for bank in &BANKS {
            assert_eq!(bank.code.len(), 3, "{bank:?}");
            assert_eq!(
                BANKS.iter().filter(|other| other.code == bank.code).count(),
                1,
                "{bank:?}"
            );
        }
    }
}
