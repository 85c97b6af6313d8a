//! Identity verification: a person's data, and whether a code or a window confirmed it.

use serde::{Deserialize, Serialize};

use super::api::{Fields, Reply};
use super::clock::Moment;
use super::ids::Ids;
use super::ledger::Window;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// `male` or `female`.
    pub gender: String,
    /// `YYYY-MM-DD`.
    pub birthday: String,
    pub foreigner: bool,
    pub phone: String,
    /// `SKT`, `KT`, `LGT`, or one of these with `_MVNO`.
    pub carrier: String,
}

impl Person {
    /// The parameters of the OTP API: six digits of birth and the first digit of the second half of the
    /// resident number, from which century, gender and citizenship follow.
    pub fn read(fields: &Fields) -> Result<Self, Reply> {
        let required = |key: &str, most: usize| {
            fields
                .short(key, most)?
                .ok_or_else(|| Reply::bad(format!("{key} 파라메터가 누락되었습니다.")))
        };
        let name = required("name", 40)?;
        let phone: String = required("phone", 20)?
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let birth: String = required("birth", 10)?
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let digit = required("gender_digit", 1)?;
        let carrier = required("carrier", 3)?;
        let (century, gender, foreigner) = resident(&digit).ok_or_else(|| wrong("gender_digit"))?;
        let day = (birth.len() == 6)
            .then(|| format!("{century}{birth}"))
            .and_then(|day| date(&day));
        let birthday = day.ok_or_else(|| wrong("birth"))?;
        if !matches!(carrier.as_str(), "SKT" | "KT" | "LGT") {
            return Err(wrong("carrier"));
        }
        if !(9..=11).contains(&phone.len()) {
            return Err(wrong("phone"));
        }
        let carrier = if fields.flag("is_mvno")? {
            format!("{carrier}_MVNO")
        } else {
            carrier
        };
        Ok(Self {
            name,
            gender: gender.to_owned(),
            birthday,
            foreigner,
            phone,
            carrier,
        })
    }
}

fn wrong(key: &str) -> Reply {
    Reply::bad(format!("{key} 파라메터가 올바르지 않습니다."))
}

fn resident(digit: &str) -> Option<(&'static str, &'static str, bool)> {
    Some(match digit {
        "1" => ("19", "male", false),
        "2" => ("19", "female", false),
        "3" => ("20", "male", false),
        "4" => ("20", "female", false),
        "5" => ("19", "male", true),
        "6" => ("19", "female", true),
        "7" => ("20", "male", true),
        "8" => ("20", "female", true),
        _ => return None,
    })
}

/// `19900131` as `1990-01-31`, if there is such a day.
fn date(digits: &str) -> Option<String> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let date =
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Certification {
    pub imp_uid: String,
    pub merchant: String,
    pub merchant_uid: Option<String>,
    pub pg_provider: String,
    pub pg_tid: String,
    /// Unknown until a window is filled in.
    pub person: Option<Person>,
    pub requested_at: Moment,
    pub certified_at: Option<Moment>,
    pub unique_key: String,
    pub unique_in_site: String,
    /// Address of the page that asked; none for the API.
    pub origin: Option<String>,
    pub window: Option<Window>,
    otp: Option<String>,
    wrong_codes: u8,
}

impl Certification {
    pub fn requested(
        merchant: &str,
        merchant_uid: Option<String>,
        person: Option<Person>,
        otp: Option<String>,
        ids: &mut Ids,
        now: Moment,
    ) -> Self {
        Self {
            imp_uid: ids.imp_uid(),
            merchant: merchant.to_owned(),
            merchant_uid,
            pg_provider: "danal".to_owned(),
            pg_tid: ids.digits(24),
            unique_key: format!("{}==", ids.hex(86)),
            unique_in_site: ids.hex(64),
            person,
            requested_at: now,
            certified_at: None,
            origin: None,
            window: None,
            otp,
            wrong_codes: 0,
        }
    }

    pub fn is_certified(&self) -> bool {
        self.certified_at.is_some()
    }

    /// Five wrong codes use the request up.
    pub fn confirm(&mut self, otp: &str, now: Moment) -> Result<(), &'static str> {
        if self.is_certified() {
            return Err("이미 인증이 완료된 요청입니다.");
        }
        if self.wrong_codes >= 5 {
            return Err("인증번호 입력 횟수를 초과하였습니다.");
        }
        if self.otp.as_deref() != Some(otp) {
            self.wrong_codes += 1;
            return Err("인증번호가 일치하지 않습니다.");
        }
        self.certify(now);
        Ok(())
    }

    pub fn certify(&mut self, now: Moment) {
        self.certified_at = Some(now);
    }
}
