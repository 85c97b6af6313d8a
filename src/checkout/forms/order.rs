//! Reads what was typed into an order form about people and places. Every problem is found at once, each with its
//! field.

use phonenumber::{Mode, country};

use crate::domain::{
    buyer::Buyer,
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

    /// Trimmed text on one line, no longer than the field takes; empty after a refusal.
    pub fn text(&mut self, field: Field, typed: &str) -> String {
        let text = typed.trim();
        if text.chars().any(char::is_control) {
            self.refuse(field, Problem::ControlCharacters);
        } else if text.chars().count() > field.max() {
            self.refuse(field, Problem::TooLong);
        } else {
            return text.to_owned();
        }
        String::new()
    }

    pub fn required(&mut self, field: Field, typed: &str) -> String {
        if typed.trim().is_empty() {
            self.refuse(field, Problem::Missing);
            return String::new();
        }
        self.text(field, typed)
    }

    /// Text that a rule turns into its canonical form.
    pub fn shaped(
        &mut self,
        field: Field,
        typed: &str,
        problem: Problem,
        rule: fn(&str) -> Option<String>,
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

/// Digits and hyphens as wide as Hangul, which Korean keyboards type, as narrow ones.
pub(in crate::checkout) fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '－' => '-',
        '＋' => '+',
        '　' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Korean numbers with or without hyphens, foreign ones with `+` and country code.
pub(in crate::checkout) fn tel(text: &str) -> Option<String> {
    let number = phonenumber::parse(Some(country::KR), narrow(text)).ok()?;
    if !phonenumber::is_valid(&number) {
        return None;
    }
    let mode = if number.country().code() == 82 {
        Mode::National
    } else {
        Mode::International
    };
    // i'mport takes at most 16 characters.
    Some(number.format().mode(mode).to_string()).filter(|text| text.len() <= 16)
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

/// Five digits in Korea; letters, digits, blanks and hyphens elsewhere.
fn postcode(text: &str) -> Option<String> {
    let text = narrow(text);
    let fits = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ' ')
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().count() >= 3;
    fits.then_some(text)
}

/// Who pays and where the goods go, or everything that is wrong.
pub(in crate::checkout) fn read_buyer(
    form: &OrderForm,
    lang: Lang,
) -> Result<Buyer, Vec<FieldProblem>> {
    let mut read = Reader::default();
    let buyer = Buyer {
        name: read.required(Field::Name, &form.name),
        tel: read.shaped(Field::Tel, &form.tel, Problem::NotATel, tel),
        email: read.shaped(Field::Email, &form.email, Problem::NotAnEmail, email),
        postcode: read.shaped(
            Field::Postcode,
            &form.postcode,
            Problem::NotAPostcode,
            postcode,
        ),
        addr1: read.required(Field::Addr1, &form.addr1),
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
    fn phones_are_understood_with_and_without_hyphens() {
        for (text, read) in [
            ("01042424242", Some("010-4242-4242")),
            ("010-4242-4242", Some("010-4242-4242")),
            ("010 4242 4242", Some("010-4242-4242")),
            ("+82 10-4242-4242", Some("010-4242-4242")),
            ("０１０－４２４２－４２４２", Some("010-4242-4242")),
            ("02-1234-5678", Some("02-1234-5678")),
            ("+1 650 253 0000", Some("+1 650-253-0000")),
            ("1234", None),
            ("전화없음", None),
            ("010-4242-42", None),
        ] {
            assert_eq!(tel(text).as_deref(), read, "{text}");
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
        let problems = read_buyer(&form, Lang::Ko).unwrap_err();
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
        assert_eq!(read_buyer(&typed(), Lang::Ko).unwrap().tel, "010-4242-4242");
    }
}
