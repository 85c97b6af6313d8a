//! What somebody outside says about a payment, in whatever clothes it comes: JSON, a form, multipart, the address, or a
//! mixture; with a byte order mark, with the wrong type, cut off, or with an address that was glued together twice.
//! Nothing in it is believed, so it is read as generously as possible: i'mport does not repeat a notice after a 4xx.

use std::borrow::Cow;

use axum::http::{HeaderMap, header};
use serde_json::Value;

/// Names of fields and what they say, in the order in which they were found. The first that says anything counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints(Vec<(String, String)>);

/// i'mport nests nothing; wrappers around it nest a level or two.
const DEEPEST: usize = 4;
/// What an id consists of (`domain::ids`).
const ID_MARKS: [char; 3] = ['_', '-', '.'];
const IDS: [&str; 2] = ["imp_uid", "merchant_uid"];

impl Hints {
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// Of an address: a second `?` and an escaped `&amp;` separate as `&` does.
    pub fn of_query(query: Option<&str>) -> Self {
        let query = query.unwrap_or_default();
        let mended = query
            .replace("&amp;", "&")
            .replace("%26amp%3B", "&")
            .replace("%3F", "?");
        let pairs = mended
            .split(['&', '?'])
            .flat_map(|pair| url::form_urlencoded::parse(pair.as_bytes()).into_owned());
        Self(pairs.map(|(name, value)| tidy(&name, &value)).collect())
    }

    /// Of a body; `None` for what is neither an object of JSON nor a form, and names no payment.
    pub fn of_body(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        // The declared type is no more than a hint either.
        let said_to_be_json = kind.contains("json");
        json(text)
            .or_else(|| if said_to_be_json { None } else { form(text) })
            .or_else(|| anywhere(text))
    }

    /// What the body says comes before what the address says.
    pub fn read(query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let address = Self::of_query(query);
        let named = IDS.iter().any(|id| !address.get(id).is_empty());
        match Self::of_body(headers, body) {
            Some(hints) => Some(hints.and(address)),
            None => named.then_some(address),
        }
    }

    #[must_use]
    pub fn and(mut self, further: Self) -> Self {
        self.0.extend(further.0);
        self
    }
}

/// Ids without what was pasted or broken around them; other fields as they are, since they are shown or compared.
fn tidy(name: &str, value: &str) -> (String, String) {
    let name = name.trim().trim_start_matches("amp;");
    let value = if IDS.contains(&name) || name == "order" || name == "token" {
        Cow::Borrowed(
            value.trim_matches(|c: char| c.is_whitespace() || c.is_control() || "\"'".contains(c)),
        )
    } else {
        Cow::Borrowed(value)
    };
    (name.to_owned(), value.into_owned())
}

fn json(text: &str) -> Option<Hints> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut found = Vec::new();
    collect(value.as_object()?, DEEPEST, &mut found);
    Some(Hints(found))
}

/// The outer fields first.
fn collect(
    fields: &serde_json::Map<String, Value>,
    depth: usize,
    found: &mut Vec<(String, String)>,
) {
    for (name, value) in fields {
        match value {
            Value::String(text) => found.push(tidy(name, text)),
            Value::Number(number) => found.push((name.clone(), number.to_string())),
            Value::Bool(flag) => found.push((name.clone(), flag.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    let inner = fields.values().filter_map(Value::as_object);
    if depth > 0 {
        inner.for_each(|fields| collect(fields, depth - 1, found));
    }
}

/// Everything is a form of sorts; one without `name=value` is none.
fn form(text: &str) -> Option<Hints> {
    let looks_like_a_form = text.is_empty()
        || (text.contains('=') && !text.starts_with(['{', '[', '<', '-']) && !text.contains('\n'));
    looks_like_a_form.then(|| Hints::of_query(Some(text)))
}

/// Multipart, XML, JSON that was cut off: an id stands behind its name.
fn anywhere(text: &str) -> Option<Hints> {
    let found: Vec<_> = IDS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), id_behind(text, name)?)))
        .collect();
    (!found.is_empty()).then_some(Hints(found))
}

fn id_behind(text: &str, name: &str) -> Option<String> {
    let (before, behind) = text.split_once(name)?;
    // `merchant_imp_uid` is another name.
    if before.ends_with(is_id_mark) {
        return id_behind(behind, name);
    }
    // A part of a multipart body has its own headers, and its content after an empty line.
    let behind = match behind.split_once("\r\n\r\n") {
        Some((head, content)) if before.ends_with("name=\"") && !head.contains("name=\"") => {
            content
        }
        Some(_) | None => behind,
    };
    let id = behind.trim_start_matches(|c: char| !is_id_mark(c));
    let id: String = id.chars().take_while(|c| is_id_mark(*c)).collect();
    (!id.is_empty()).then_some(id)
}

fn is_id_mark(c: char) -> bool {
    c.is_ascii_alphanumeric() || ID_MARKS.contains(&c)
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
        ] {
            let hints = Hints::of_query(Some(query));
            let read = ["order", "token", "imp_uid", "merchant_uid"]
                .map(|name| hints.get(name).to_owned());
            assert_eq!(read, ["O-1", "T", "imp_1", "M"], "{query}");
        }
        assert_eq!(Hints::of_query(None), Hints::default());
    }
}
