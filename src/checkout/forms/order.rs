//! Reads what was typed into an order form about people and places. Every problem is found at once, each with its
//! field.

use super::{canonical::canonical, tel::tel};
use crate::domain::{
    buyer::Buyer,
    country::Country,
    form::{Field, FieldProblem, OrderForm, Problem},
    lang::Lang,
    memo::memo,
};

/// Collects problems while fields are read.
#[derive(Default)]
pub(in crate::checkout) struct Reader {
    pub problems: Vec<FieldProblem>,
}

impl Reader {
    pub fn refuse(&mut self, field: Field, problem: Problem) {
        self.problems.push(FieldProblem { field, problem });
    }

    /// Canonical text on one line, no longer than the field takes; empty after a refusal.
    pub fn text(&mut self, field: Field, typed: &str) -> String {
        let text = canonical(typed);
        if text.chars().any(char::is_control) {
            self.refuse(field, Problem::ControlCharacters);
        } else if text.chars().count() > field.max() {
            self.refuse(field, Problem::TooLong);
        } else {
            return text;
        }
        String::new()
    }

    pub fn required(&mut self, field: Field, typed: &str) -> String {
        if canonical(typed).is_empty() {
            self.refuse(field, Problem::Missing);
            return String::new();
        }
        self.text(field, typed)
    }

    /// Text that says something: marks alone are no name and no place.
    pub fn words(&mut self, field: Field, typed: &str) -> String {
        let text = self.required(field, typed);
        if !text.is_empty() && !text.chars().any(char::is_alphanumeric) {
            self.refuse(field, Problem::Missing);
            return String::new();
        }
        text
    }

    /// One of the countries that the shop sends to; the first where none was chosen.
    fn country(&mut self, typed: &str, ship_to: &[Country]) -> Country {
        let first = ship_to.first().copied().unwrap_or_default();
        if canonical(typed).is_empty() {
            return first;
        }
        let chosen = Country::from_code(&canonical(typed)).filter(|it| ship_to.contains(it));
        chosen.unwrap_or_else(|| {
            self.refuse(Field::Country, Problem::NotOffered);
            first
        })
    }

    fn postcode(&mut self, typed: &str, country: Country) -> String {
        if !country.needs_postcode() && canonical(typed).is_empty() {
            return String::new();
        }
        let problem = if country == Country::KOREA {
            Problem::NotAPostcode
        } else {
            Problem::NotAForeignPostcode
        };
        self.shaped(Field::Postcode, typed, problem, |text| {
            country.postcode(text)
        })
    }

    /// Text that a rule turns into its canonical form.
    pub fn shaped(
        &mut self,
        field: Field,
        typed: &str,
        problem: Problem,
        rule: impl Fn(&str) -> Option<String>,
    ) -> String {
        let text = self.required(field, typed);
        if text.is_empty() {
            return text;
        }
        rule(&text).unwrap_or_else(|| {
            self.refuse(field, problem);
            String::new()
        })
    }
}

/// One `@`, a dot behind it, nothing that mail servers choke on; the rest is theirs to judge.
fn email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c == '@' || c == ',' || c.is_whitespace())
    };
    let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    (plain(local) && plain(domain) && dotted).then(|| text.to_owned())
}

/// Who pays and where the goods go, or everything that is wrong.
pub(in crate::checkout) fn read_buyer(
    form: &OrderForm,
    lang: Lang,
    ship_to: &[Country],
) -> Result<Buyer, Vec<FieldProblem>> {
    let mut read = Reader::default();
    let name = read.words(Field::Name, &form.name);
    let tel = read.shaped(Field::Tel, &form.tel, Problem::NotATel, tel);
    let email = read.shaped(Field::Email, &form.email, Problem::NotAnEmail, email);
    let country = read.country(&form.country, ship_to);
    let buyer = Buyer {
        name,
        tel,
        email,
        country,
        postcode: read.postcode(&form.postcode, country),
        addr1: read.words(Field::Addr1, &form.addr1),
        addr2: read.text(Field::Addr2, &form.addr2),
        memo: read.text(Field::Memo, memo(form, lang)),
    };
    if read.problems.is_empty() {
        Ok(buyer)
    } else {
        Err(read.problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOREA: [Country; 1] = [Country::KOREA];

    fn typed() -> OrderForm {
        OrderForm {
            name: "홍길동".into(),
            tel: "01042424242".into(),
            email: "gildong@gmail.com".into(),
            postcode: "01181".into(),
            addr1: "서울시 강남구 신사동".into(),
            addr2: "101호".into(),
            ..OrderForm::default()
        }
    }

    #[test]
    fn mail_addresses_need_an_at_and_a_dotted_domain() {
        for (text, ok) in [
            ("a@b.kr", true),
            ("Iamport@chai.finance", true),
            ("a@b", false),
            ("a@b.", false),
            ("a b@c.d", false),
            ("aTroublec.d", false),
            ("@c.d", false),
        ] {
            assert_eq!(email(text).is_some(), ok, "{text}");
        }
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let form = OrderForm {
            name: "가".repeat(61),
            tel: "1".into(),
            email: String::new(),
            memo: "a\u{7}b".into(),
            ..typed()
        };
        let problems = read_buyer(&form, Lang::Ko, &KOREA).unwrap_err();
        let found: Vec<_> = problems.iter().map(|p| (p.field, p.problem)).collect();
        assert_eq!(
            found,
            [
                (Field::Name, Problem::TooLong),
                (Field::Tel, Problem::NotATel),
                (Field::Email, Problem::Missing),
                (Field::Memo, Problem::ControlCharacters),
            ]
        );
        assert_eq!(
            read_buyer(&typed(), Lang::Ko, &KOREA).unwrap().tel,
            "010-4242-4242"
        );
    }

    fn problems(form: &OrderForm, ship_to: &[Country]) -> Vec<(Field, Problem)> {
        let problems = read_buyer(form, Lang::Ko, ship_to)
            .err()
            .unwrap_or_default();
        problems.iter().map(|p| (p.field, p.problem)).collect()
    }

    #[test]
    fn people_and_places_are_taken_as_they_are() {
        let us = Country::from_code("US").unwrap();
        let hk = Country::from_code("HK").unwrap();
        let ship_to = [Country::KOREA, us, hk];
        let to = |country: &str, postcode: &str| OrderForm {
            name: "Maximilian Ostermann-Bieber von der Wiese".into(),
            tel: "+86 138 0013 8000".into(),
            country: country.into(),
            postcode: postcode.into(),
            ..typed()
        };
        let bought = read_buyer(&to("US", "94043-1351"), Lang::En, &ship_to).unwrap();
        assert_eq!(
            (bought.country, bought.postcode.as_str()),
            (us, "94043-1351")
        );
        assert_eq!(bought.tel, "+86 138 0013 8000");
        assert!(problems(&to("hk", ""), &ship_to).is_empty());
        assert!(problems(&to("", "01181"), &ship_to).is_empty());
        let refused = |field, problem| vec![(field, problem)];
        assert_eq!(
            problems(&to("KR", "94043-1351"), &ship_to),
            refused(Field::Postcode, Problem::NotAPostcode)
        );
        assert_eq!(
            problems(&to("US", ""), &ship_to),
            refused(Field::Postcode, Problem::Missing)
        );
        assert_eq!(
            problems(&to("JP", "01181"), &ship_to),
            refused(Field::Country, Problem::NotOffered)
        );
        assert_eq!(
            problems(&to("US", "01181"), &KOREA),
            refused(Field::Country, Problem::NotOffered)
        );
    }

    #[test]
    fn what_cannot_be_seen_is_no_name() {
        for name in [
            "\u{3164}\u{3164}",
            "\u{200b}",
            "...",
            "\u{115f}\u{1160}",
            "-",
            "\u{2800} \u{a0}",
        ] {
            let form = OrderForm {
                name: name.into(),
                addr1: name.into(),
                ..typed()
            };
            let missing = [
                (Field::Name, Problem::Missing),
                (Field::Addr1, Problem::Missing),
            ];
            assert_eq!(problems(&form, &KOREA), missing, "{name:?}");
        }
        // Seven syllables are seven characters, however a computer stores them.
        let pieces: String = "홍"
            .repeat(60)
            .chars()
            .flat_map(|_| "\u{1112}\u{1169}\u{11bc}".chars())
            .collect();
        let bought = read_buyer(
            &OrderForm {
                name: pieces,
                ..typed()
            },
            Lang::Ko,
            &KOREA,
        )
        .unwrap();
        assert_eq!(bought.name, "홍".repeat(60));
    }
}
