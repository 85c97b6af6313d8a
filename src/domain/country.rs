//! Countries that goods can be sent to, each with its name and the shape of its postcodes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lang::Lang;

/// A country by its ISO 3166-1 code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Country(&'static Entry);

#[derive(PartialEq, Eq)]
struct Entry {
    code: &'static str,
    ko: &'static str,
    en: &'static str,
    postcode: Postcode,
}

/// `9` stands for a digit, `A` for a letter; blanks and hyphens are put where they belong.
#[derive(PartialEq, Eq)]
enum Postcode {
    One(&'static str),
    Either(&'static str, &'static str),
    /// Some letters and digits.
    Free,
    /// There are none, or few use them.
    Optional,
}

use Postcode::{Either, Free, One, Optional};

const fn entry(
    code: &'static str,
    ko: &'static str,
    en: &'static str,
    postcode: Postcode,
) -> Entry {
    Entry {
        code,
        ko,
        en,
        postcode,
    }
}

static ALL: [Entry; 50] = [
    entry("KR", "대한민국", "South Korea", One("99999")),
    entry("AE", "아랍에미리트", "United Arab Emirates", Optional),
    entry("AR", "아르헨티나", "Argentina", Either("9999", "A9999AAA")),
    entry("AT", "오스트리아", "Austria", One("9999")),
    entry("AU", "호주", "Australia", One("9999")),
    entry("BE", "벨기에", "Belgium", One("9999")),
    entry("BR", "브라질", "Brazil", One("99999-999")),
    entry("CA", "캐나다", "Canada", One("A9A 9A9")),
    entry("CH", "스위스", "Switzerland", One("9999")),
    entry("CL", "칠레", "Chile", One("999-9999")),
    entry("CN", "중국", "China", One("999999")),
    entry("CZ", "체코", "Czechia", One("999 99")),
    entry("DE", "독일", "Germany", One("99999")),
    entry("DK", "덴마크", "Denmark", One("9999")),
    entry("EG", "이집트", "Egypt", Either("99999", "9999999")),
    entry("ES", "스페인", "Spain", One("99999")),
    entry("FI", "핀란드", "Finland", One("99999")),
    entry("FR", "프랑스", "France", One("99999")),
    entry("GB", "영국", "United Kingdom", Free),
    entry("GR", "그리스", "Greece", One("999 99")),
    entry("HK", "홍콩", "Hong Kong", Optional),
    entry("HU", "헝가리", "Hungary", One("9999")),
    entry("ID", "인도네시아", "Indonesia", One("99999")),
    entry("IE", "아일랜드", "Ireland", Optional),
    entry("IL", "이스라엘", "Israel", Either("9999999", "99999")),
    entry("IN", "인도", "India", One("999999")),
    entry("IT", "이탈리아", "Italy", One("99999")),
    entry("JP", "일본", "Japan", One("999-9999")),
    entry(
        "KZ",
        "카자흐스탄",
        "Kazakhstan",
        Either("999999", "A99A9A9"),
    ),
    entry("LU", "룩셈부르크", "Luxembourg", One("9999")),
    entry("MN", "몽골", "Mongolia", Either("99999", "999999")),
    entry("MO", "마카오", "Macao", Optional),
    entry("MX", "멕시코", "Mexico", One("99999")),
    entry("MY", "말레이시아", "Malaysia", One("99999")),
    entry("NL", "네덜란드", "Netherlands", One("9999 AA")),
    entry("NO", "노르웨이", "Norway", One("9999")),
    entry("NZ", "뉴질랜드", "New Zealand", One("9999")),
    entry("PH", "필리핀", "Philippines", One("9999")),
    entry("PL", "폴란드", "Poland", One("99-999")),
    entry("PT", "포르투갈", "Portugal", One("9999-999")),
    entry(
        "SA",
        "사우디아라비아",
        "Saudi Arabia",
        Either("99999", "99999-9999"),
    ),
    entry("SE", "스웨덴", "Sweden", One("999 99")),
    entry("SG", "싱가포르", "Singapore", One("999999")),
    entry("TH", "태국", "Thailand", One("99999")),
    entry("TR", "튀르키예", "Türkiye", One("99999")),
    entry("TW", "대만", "Taiwan", Either("999", "999999")),
    entry("UA", "우크라이나", "Ukraine", One("99999")),
    entry("US", "미국", "United States", Either("99999", "99999-9999")),
    entry("VN", "베트남", "Vietnam", Either("99999", "999999")),
    entry("ZA", "남아프리카공화국", "South Africa", One("9999")),
];

impl Country {
    pub const KOREA: Self = Self(&ALL[0]);

    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(Self)
    }

    /// By its code, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|country| country.code().eq_ignore_ascii_case(code.trim()))
    }

    pub const fn code(self) -> &'static str {
        self.0.code
    }

    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ko => self.0.ko,
            Lang::En => self.0.en,
        }
    }

    pub const fn needs_postcode(self) -> bool {
        match self.0.postcode {
            One(_) | Either(..) | Free => true,
            Optional => false,
        }
    }

    /// A postcode as the country's post writes it; `None` if it is none.
    pub fn postcode(self, typed: &str) -> Option<String> {
        let marks: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .flat_map(char::to_uppercase)
            .collect();
        if !marks.chars().all(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        match &self.0.postcode {
            One(shape) => fill(shape, &marks),
            Either(shape, other) => fill(shape, &marks).or_else(|| fill(other, &marks)),
            Free => ((3..=10).contains(&marks.len()) && marks.chars().any(|c| c.is_ascii_digit()))
                .then(|| typed.trim().to_uppercase()),
            Optional => (marks.len() <= 10).then(|| typed.trim().to_uppercase()),
        }
    }
}

/// `marks` in this shape, if they have it.
fn fill(shape: &str, marks: &str) -> Option<String> {
    let mut marks = marks.chars();
    let mut filled = String::new();
    for place in shape.chars() {
        match place {
            '9' => filled.push(marks.next().filter(char::is_ascii_digit)?),
            'A' => filled.push(marks.next().filter(char::is_ascii_alphabetic)?),
            between => filled.push(between),
        }
    }
    marks.next().is_none().then_some(filled)
}

impl Default for Country {
    fn default() -> Self {
        Self::KOREA
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.code().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no country has the code {code:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_country_has_its_own_postcodes() {
        for (code, typed, read) in [
            ("KR", "01181", Some("01181")),
            ("KR", " 0 1181", Some("01181")),
            ("KR", "0118", None),
            ("KR", "121-828", None),
            ("KR", "94043-1351", None),
            ("US", "94043", Some("94043")),
            ("US", "94043-1351", Some("94043-1351")),
            ("US", "940431351", Some("94043-1351")),
            ("US", "9404", None),
            ("CA", "k1a0b1", Some("K1A 0B1")),
            ("NL", "1012ab", Some("1012 AB")),
            ("JP", "1000001", Some("100-0001")),
            ("CN", "100000", Some("100000")),
            ("GB", "sw1a 1aa", Some("SW1A 1AA")),
            ("GB", "-", None),
            ("HK", "", Some("")),
            ("DE", "１0115", None),
        ] {
            let country = Country::from_code(code).unwrap();
            assert_eq!(country.postcode(typed).as_deref(), read, "{code} {typed}");
        }
    }

    #[test]
    fn countries_survive_their_codes() {
        for country in Country::all() {
            assert_eq!(
                Country::from_code(&country.code().to_lowercase()),
                Some(country)
            );
            let json = serde_json::to_string(&country).unwrap();
            assert_eq!(serde_json::from_str::<Country>(&json).unwrap(), country);
        }
        assert_eq!(Country::from_code("XX"), None);
        assert!(serde_json::from_str::<Country>("\"\"").is_err());
    }
}
