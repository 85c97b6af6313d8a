//! The code tables that i'mport publishes: card companies and banks by their KFTC numbers.

/// One row of a code table.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    pub code: &'static str,
    pub name: &'static str,
    pub english: &'static str,
}

const fn code(code: &'static str, name: &'static str, english: &'static str) -> Code {
    Code {
        code,
        name,
        english,
    }
}

/// Card companies, Korean ones first.
pub const CARDS: &[Code] = &[
    code("366", "신한카드", "Shinhan Card"),
    code("381", "국민KB카드", "KB Kookmin Card"),
    code("361", "BC카드", "BC Card"),
    code("365", "삼성카드", "Samsung Card"),
    code("367", "현대카드", "Hyundai Card"),
    code("368", "롯데카드", "Lotte Card"),
    code("374", "하나카드", "Hana Card"),
    code("371", "NH카드", "NH Card"),
    code("041", "우리카드", "Woori Card"),
    code("370", "씨티카드", "Citi Card"),
    code("090", "카카오뱅크카드", "Kakao Bank Card"),
    code("089", "K뱅크카드", "K bank Card"),
    code("364", "광주카드", "Gwangju Card"),
    code("369", "수협카드", "Suhyup Card"),
    code("372", "전북카드", "Jeonbuk Card"),
    code("373", "제주카드", "Jeju Card"),
    code("045", "새마을금고카드", "MG Card"),
    code("048", "신협카드", "Shinhyup Card"),
    code("071", "우체국카드", "Korea Post Card"),
    code("002", "KDB산업은행카드", "KDB Card"),
    code("10001", "유니온페이", "UnionPay"),
    code("10002", "다이너스", "Diners Club"),
    code("10003", "아멕스", "American Express"),
    code("10004", "마스터카드", "Mastercard"),
    code("10005", "비자", "Visa"),
    code("10006", "JCB", "JCB"),
];

/// Banks that issue virtual accounts or pay transfers.
pub const BANKS: &[Code] = &[
    code("004", "KB국민은행", "KB Kookmin Bank"),
    code("088", "신한은행", "Shinhan Bank"),
    code("020", "우리은행", "Woori Bank"),
    code("081", "하나은행", "Hana Bank"),
    code("011", "NH농협은행", "NH Bank"),
    code("003", "IBK기업은행", "IBK"),
    code("090", "카카오뱅크", "Kakao Bank"),
    code("089", "케이뱅크", "K bank"),
    code("092", "토스뱅크", "Toss Bank"),
    code("023", "SC제일은행", "SC First Bank"),
    code("071", "우체국", "Korea Post"),
    code("039", "경남은행", "Kyongnam Bank"),
    code("034", "광주은행", "Gwangju Bank"),
    code("031", "대구은행", "Daegu Bank"),
    code("032", "부산은행", "Busan Bank"),
    code("002", "KDB산업은행", "KDB"),
    code("045", "새마을금고", "MG"),
    code("007", "수협은행", "Suhyup Bank"),
    code("048", "신협", "Shinhyup"),
    code("037", "전북은행", "Jeonbuk Bank"),
    code("012", "축협", "NACF"),
    code("027", "씨티은행", "Citibank Korea"),
];

/// The row with this code.
pub fn find(table: &'static [Code], wanted: &str) -> Option<&'static Code> {
    table.iter().find(|row| row.code == wanted)
}

/// A bank in any of the forms that gateways use: `004`, `04` (inicis) or `BK04` (KCP).
pub fn bank(wanted: &str) -> Option<&'static Code> {
    let short = wanted.strip_prefix("BK").unwrap_or(wanted);
    let padded = format!("{short:0>3}");
    find(BANKS, &padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bank_has_three_spellings() {
        for spelling in ["004", "04", "BK04"] {
            assert_eq!(
                bank(spelling).map(|row| row.name),
                Some("KB국민은행"),
                "{spelling}"
            );
        }
        assert!(bank("999").is_none());
    }
}
