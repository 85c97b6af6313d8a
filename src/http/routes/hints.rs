//! What somebody outside says about a payment, in whatever clothes it comes: JSON, a form, multipart, the address, or a
//! mixture; with a byte order mark, in another encoding, with the wrong type, cut off, or with an address that was glued
//! together twice. Nothing in it is believed, so it is read as generously as possible: i'mport does not repeat a notice
//! after a 4xx.

use axum::http::{HeaderMap, header};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use serde_json::Value;

use super::parts;

/// Names of fields and what they say, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints(Vec<(String, String)>);

/// i'mport nests nothing; wrappers around it nest a level or two.
const DEEPEST: usize = 8;
/// How often an address may have been escaped.
const ESCAPED: usize = 3;
/// What an id consists of (`domain::ids`).
const ID_MARKS: [char; 3] = ['_', '-', '.'];
const IDS: [&str; 2] = ["imp_uid", "merchant_uid"];
/// Fields that are ids or tokens: of several values the longest counts, since the others were cut off.
const CODES: [&str; 4] = ["imp_uid", "merchant_uid", "order", "token"];
/// What programs write where they have nothing.
const NOTHING: [&str; 5] = ["null", "undefined", "none", "nan", "nil"];

impl Hints {
    /// Empty if nobody has said it.
    pub fn get(&self, name: &str) -> &str {
        let said = self.0.iter().filter(|(key, _)| key == name);
        let mut said = said.map(|(_, value)| value.as_str());
        if CODES.contains(&name) {
            return said
                .filter(|value| is_code(value) && *value != name)
                .fold("", longer);
        }
        said.find(|value| !value.is_empty()).unwrap_or_default()
    }

    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub fn names_a_payment(&self) -> bool {
        IDS.iter().any(|id| !self.get(id).is_empty())
    }

    /// Of an address, as it is and with its escapes resolved: a second `?`, `;` and an escaped `&amp;` separate as `&` does.
    pub fn of_query(query: Option<&str>) -> Self {
        let mut found = Self::default();
        let mut text = query.unwrap_or_default().to_owned();
        for _ in 0..ESCAPED {
            found = found.and(pairs(&text));
            let resolved = percent_decoded(&text);
            if resolved == text {
                break;
            }
            text = resolved;
        }
        found
    }

    /// Of a body; `None` for what is neither an object of JSON nor a form, and names no payment.
    pub fn of_body(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let text = decoded(body);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let kind = headers
            .get(header::CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase())
            .unwrap_or_default();
        // The declared type is no more than a hint either.
        let said_to_be_json = kind.contains("json");
        json(text)
            .or_else(|| form(text).filter(|form| !said_to_be_json || form.names_a_payment()))
            .or_else(|| {
                parts::read(text)
                    .map(Self::of_pairs)
                    .filter(Self::names_a_payment)
            })
            .or_else(|| json(&percent_decoded(text)))
            .or_else(|| anywhere(text))
    }

    /// What the body says comes before what the address says.
    pub fn read(query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let address = Self::of_query(query);
        match Self::of_body(headers, body) {
            Some(hints) => Some(hints.and(address)),
            None => address.names_a_payment().then_some(address),
        }
    }

    #[must_use]
    pub fn and(mut self, further: Self) -> Self {
        self.0.extend(further.0);
        self
    }

    fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut found = Self::default();
        for (name, value) in pairs {
            found.put(&name, &value, DEEPEST);
        }
        found
    }

    /// A value that is JSON itself says what stands in it.
    fn put(&mut self, name: &str, value: &str, depth: usize) {
        let inside = value.trim_start().starts_with(['{', '[']) && depth > 0;
        if let Some(inside) = inside.then(|| serde_json::from_str(value).ok()).flatten() {
            self.collect(&inside, name, depth - 1);
        }
        self.0.push(tidy(name, value));
    }

    /// The outer fields first.
    fn collect(&mut self, value: &Value, name: &str, depth: usize) {
        match value {
            Value::String(text) => self.put(name, text, depth),
            Value::Number(number) => self.put(name, &number.to_string(), 0),
            Value::Bool(flag) => self.put(name, &flag.to_string(), 0),
            Value::Null => {}
            Value::Array(list) if depth > 0 => {
                list.iter().for_each(|it| self.collect(it, name, depth - 1));
            }
            Value::Object(fields) if depth > 0 => {
                let (plain, nested): (Vec<_>, Vec<_>) = fields
                    .iter()
                    .partition(|(_, value)| !value.is_object() && !value.is_array());
                for (name, value) in plain.into_iter().chain(nested) {
                    self.collect(value, name, depth - 1);
                }
            }
            Value::Array(_) | Value::Object(_) => {}
        }
    }
}

/// The first of two that are as long.
fn longer<'v>(first: &'v str, second: &'v str) -> &'v str {
    if second.len() > first.len() {
        second
    } else {
        first
    }
}

fn pairs(text: &str) -> Hints {
    let split = text
        .split(['&', '?', ';'])
        .flat_map(|pair| url::form_urlencoded::parse(pair.as_bytes()).into_owned());
    Hints::of_pairs(split.collect())
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

/// Ids without what was pasted or broken around them, names in one spelling; other fields as they are, since they are shown
/// or compared.
fn tidy(name: &str, value: &str) -> (String, String) {
    let name = canonical_name(name);
    let value = if CODES.contains(&name.as_str()) {
        value.trim_matches(|c: char| !c.is_ascii_alphanumeric())
    } else {
        value
    };
    (name, value.to_owned())
}

/// `impUid`, `IMP_UID`, `imp_uid[]`, `data[imp_uid]` and `amp;imp_uid` are one name.
fn canonical_name(name: &str) -> String {
    let name = name.trim().trim_end_matches("[]");
    let name = name.rsplit(['[', ';']).next().unwrap_or(name);
    let name = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    match plain.as_str() {
        "impuid" => "imp_uid".to_owned(),
        "merchantuid" => "merchant_uid".to_owned(),
        "impsuccess" => "imp_success".to_owned(),
        "errorcode" => "error_code".to_owned(),
        "errormsg" => "error_msg".to_owned(),
        "success" | "order" | "token" | "amount" | "status" => plain,
        _ => name.to_owned(),
    }
}

fn is_code(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(is_id_mark)
        && !NOTHING
            .iter()
            .any(|nothing| value.eq_ignore_ascii_case(nothing))
}

fn is_id_mark(c: char) -> bool {
    c.is_ascii_alphanumeric() || ID_MARKS.contains(&c)
}

/// UTF-8, or UTF-16 by its mark or by its many zeros; without characters that nobody sees.
fn decoded(body: &[u8]) -> String {
    let zeros = |from: usize| {
        let bytes = body.iter().skip(from).step_by(2).take(16);
        body.len() > 4 && bytes.clone().count() > 1 && bytes.filter(|byte| **byte == 0).count() > 1
    };
    let encoding = match body {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ if zeros(1) => UTF_16LE,
        _ if zeros(0) => UTF_16BE,
        _ => UTF_8,
    };
    let (text, _, _) = encoding.decode(body);
    text.chars()
        .filter(|c| !matches!(c, '\0' | '\u{200b}'..='\u{200d}' | '\u{2060}'))
        .collect()
}

fn json(text: &str) -> Option<Hints> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut found = Hints::default();
    found.collect(&value, "", DEEPEST);
    (value.is_object() || found.names_a_payment()).then_some(found)
}

/// Everything is a form of sorts; one without `name=value` is none.
fn form(text: &str) -> Option<Hints> {
    let looks_like_a_form = text.is_empty()
        || (percent_decoded(text).contains('=')
            && !text.starts_with(['{', '[', '<', '-'])
            && !text.contains('\n'));
    looks_like_a_form
        .then(|| Hints::of_query(Some(text)))
        .filter(|form| text.is_empty() || !form.0.is_empty())
}

/// XML, JSON that was cut off: an id stands behind its name.
fn anywhere(text: &str) -> Option<Hints> {
    let found: Vec<_> = IDS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), id_behind(text, name)?)))
        .collect();
    (!found.is_empty()).then_some(Hints(found))
}

/// Each place where the name stands is tried: the first may be another's, such as a document type's.
fn id_behind(text: &str, name: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(name).find_map(|(at, _)| {
        let (before, behind) = (&lower[..at], &text[at + name.len()..]);
        // `merchant_imp_uid` is another name; a document type names and does not say.
        if before.ends_with(is_id_mark) || behind.starts_with(is_id_mark) {
            return None;
        }
        let content = if before.ends_with('<') {
            let (_, content) = behind.split_once('>')?;
            content.trim_start().trim_start_matches("<![CDATA[")
        } else {
            behind.trim_start_matches(|c: char| !is_id_mark(c) && c != '<')
        };
        let id: String = content
            .trim_start()
            .chars()
            .take_while(|c| is_id_mark(*c))
            .collect();
        is_code(&id).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(kind: &'static str, body: &str) -> Option<(String, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        let hints = Hints::read(None, &headers, body.as_bytes())?;
        Some((
            hints.get("imp_uid").to_owned(),
            hints.get("merchant_uid").to_owned(),
        ))
    }

    #[test]
    fn a_notice_is_understood_in_any_clothes() {
        let found = Some(("imp_1".to_owned(), "M-1".to_owned()));
        let json = r#"{"imp_uid":"imp_1","merchant_uid":"M-1","status":"paid","extra":{"new":1}}"#;
        let form = "imp_uid=imp_1&merchant_uid=M-1&status=paid";
        let part = |name: &str, value: &str, head: &str| {
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n{value}\r\n"
            )
        };
        let typed = "\r\nContent-Type: text/plain; charset=utf-8";
        let multipart =
            part("imp_uid", "imp_1", "") + &part("merchant_uid", "M-1", typed) + "--b--\r\n";
        let reversed = part("status", "paid", "")
            + &part("merchant_uid", "M-1", typed)
            + &part("imp_uid", "imp_1", "");
        for kind in [
            "application/json",
            "application/json;charset=UTF-8",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "text/plain",
            "",
        ] {
            for body in [
                json,
                &format!("\u{feff}{json}"),
                &format!("\r\n {json}\r\n"),
                r#"{"imp_uid":"imp_1\r\n","merchant_uid":" M-1 "}"#,
                r#"{"data":{"payment":{"imp_uid":"imp_1","merchant_uid":"M-1"}}}"#,
                r#"{"imp_uid":"imp_1","merchant_uid":"M-1","stat"#,
                &multipart,
                &reversed,
                "<n><imp_uid>imp_1</imp_uid><merchant_uid>M-1</merchant_uid></n>",
                "<n><imp_uid type=\"string\"><![CDATA[imp_1]]></imp_uid><merchant_uid a='b'>\n M-1</merchant_uid></n>",
                r#"{"IMP_UID":"imp_1","merchantUid":"M-1"}"#,
                r#"[{"imp_uid":["imp_1"],"data":"{\"merchant_uid\":\"M-1\"}"}]"#,
                r#"{"imp_uid":"undefined","a":{"b":{"c":{"d":{"imp_uid":"imp_1","merchant_uid":"M-1"}}}}}"#,
                "--b\nContent-Disposition: form-data; NAME = 'imp_uid'; filename=\"a\"\nContent-Type: text/plain\n\nimp_1\n--b\ncontent-disposition: form-data; name=merchant_uid\n\nM-1\n--b--",
                "%7B%22imp_uid%22%3A%22imp_1%22%2C%22merchant_uid%22%3A%22M-1%22%7D",
            ] {
                assert_eq!(seen(kind, body), found, "{kind}: {body}");
            }
        }
        for kind in [
            "application/x-www-form-urlencoded",
            "text/plain",
            "",
            "application/json",
        ] {
            for body in [
                form,
                &format!("\u{feff}{form}"),
                "imp_uid=imp_1%0D%0A&merchant_uid=M-1%20",
                "imp_uid=imp_1&amp;merchant_uid=M-1",
                "IMP_UID=imp_1&impUid=&MERCHANT_UID=M-1",
                "imp_uid%3Dimp_1%26merchant_uid%3DM-1",
                "data[imp_uid]=imp_1;data[merchant_uid]=M-1",
                "data=%7B%22imp_uid%22%3A%22imp_1%22%2C%22merchant_uid%22%3A%22M-1%22%7D",
                "imp_uid=%E2%80%8Bimp_1&merchant_uid=M-1%2C",
            ] {
                assert_eq!(seen(kind, body), found, "{kind}: {body}");
            }
        }
    }

    #[test]
    fn a_connection_test_is_fine_and_rubbish_is_not() {
        let nothing = Some((String::new(), String::new()));
        assert_eq!(seen("application/json", r#"{"test":true}"#), nothing);
        assert_eq!(seen("application/x-www-form-urlencoded", ""), nothing);
        for rubbish in ["{", "[1]", "{\"imp_uid\"", "true"] {
            assert_eq!(seen("application/json", rubbish), None, "{rubbish}");
        }
        assert_eq!(
            seen("application/x-www-form-urlencoded", "{\"imp_uid\""),
            None
        );
    }

    #[test]
    fn the_address_is_read_however_it_was_glued_together() {
        for query in [
            "order=O-1&token=T&imp_uid=imp_1&merchant_uid=M",
            "order=O-1&token=T?imp_uid=imp_1&merchant_uid=M",
            "order=O-1&amp;token=T&amp;imp_uid=imp_1&amp;merchant_uid=M",
            "?order=O-1&token=T&&imp_uid=imp_1%0A&merchant_uid=M",
            "order=O-1%26amp%3Btoken=T%3Fimp_uid=imp_1&merchant_uid=M",
            "order=&order=O-1&token=T&imp_uid=&imp_uid=imp_1&merchant_uid=M&merchant_uid=",
            "order=O-1&token=T&IMP_UID=imp_1&merchantUid=M",
            "order=O-1&token=T&imp_uid[]=imp_1&merchant_uid=%5BM%5D",
            "order%3DO-1%26token%3DT%26imp_uid%3Dimp_1%26merchant_uid%3DM",
            "order%253DO-1%2526token%253DT%2526imp_uid%253Dimp_1%2526merchant_uid%253DM",
            "order=O-1&AMP;token=T&#38;imp_uid=imp_1;merchant_uid=M",
            "order=O-1%26amp%3btoken=T%26amp;imp_uid=imp_1&merchant_uid=M",
            "order=O-1&token=T&imp_uid=null&merchant_uid=undefined&imp_uid=%3Cimp_1%3E&merchant_uid=M",
            "order=O-1&token=T&imp_uid=im&merchant_uid={merchant_uid}&imp_uid=imp_1&merchant_uid=M",
            "order=O-1&token=T&rsp=%7B%22imp_uid%22%3A%22imp_1%22%2C%22merchant_uid%22%3A%22M%22%7D",
        ] {
            let hints = Hints::of_query(Some(query));
            let read = ["order", "token", "imp_uid", "merchant_uid"]
                .map(|name| hints.get(name).to_owned());
            assert_eq!(read, ["O-1", "T", "imp_1", "M"], "{query}");
        }
        assert_eq!(Hints::of_query(None), Hints::default());
    }

    #[test]
    fn other_encodings_are_read() {
        let json = r#"{"imp_uid":"imp_1","merchant_uid":"M-1"}"#;
        let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            let units = json.encode_utf16().flat_map(bytes);
            mark.iter().copied().chain(units).collect::<Vec<u8>>()
        };
        for body in [
            wide(&[0xff, 0xfe], u16::to_le_bytes),
            wide(&[0xfe, 0xff], u16::to_be_bytes),
            wide(&[], u16::to_le_bytes),
            wide(&[], u16::to_be_bytes),
        ] {
            let hints = Hints::read(None, &HeaderMap::new(), &body).unwrap();
            assert_eq!(
                (hints.get("imp_uid"), hints.get("merchant_uid")),
                ("imp_1", "M-1")
            );
        }
    }
}
