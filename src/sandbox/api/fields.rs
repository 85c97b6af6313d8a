//! A call's parameters, whatever they came as: query, form or JSON. Wrong types become an envelope with a
//! sentence. Nested form keys read `extra[requester]=admin`, lists `imp_uid[]=a&imp_uid[]=b`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::{Map, Value};

use crate::sandbox::clock::Moment;
use crate::sandbox::money::Amount;

use super::reply::Reply;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// Query and body together; the body wins.
    pub fn read(query: &str, content_type: &str, body: &[u8]) -> Result<Self, Reply> {
        let mut fields = Self::default();
        fields.add_pairs(query.as_bytes());
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(fields);
        }
        let looks_like_json = body.trim_ascii_start().first() == Some(&b'{');
        if content_type.contains("json") || (looks_like_json && !content_type.contains("form")) {
            fields.add_json(body)?;
        } else {
            fields.add_pairs(body);
        }
        Ok(fields)
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Reply> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => {
                self.0.extend(object);
                Ok(())
            }
            Ok(_) => Err(Reply::bad("요청 본문은 JSON 객체여야 합니다.")),
            Err(error) => Err(Reply::bad(format!(
                "요청 본문이 올바른 JSON이 아닙니다. ({error})"
            ))),
        }
    }

    fn add_pairs(&mut self, text: &[u8]) {
        for (key, value) in url::form_urlencoded::parse(text) {
            self.add_pair(&key, value.into_owned());
        }
    }

    fn add_pair(&mut self, key: &str, value: String) {
        let Some((outer, inner)) = key.strip_suffix(']').and_then(|key| key.split_once('[')) else {
            self.0.insert(key.to_owned(), Value::String(value));
            return;
        };
        let list = inner.is_empty() || inner.bytes().all(|byte| byte.is_ascii_digit());
        let slot = self.0.entry(outer).or_insert_with(|| {
            if list {
                Value::Array(vec![])
            } else {
                Value::Object(Map::new())
            }
        });
        match slot {
            Value::Array(items) => items.push(Value::String(value)),
            Value::Object(entries) => {
                entries.insert(inner.to_owned(), Value::String(value));
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The raw value; an explicit `null` counts as absent.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// A string that is not empty.
    pub fn text(&self, key: &str) -> Result<Option<String>, Reply> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(wrong(key, "문자열")),
        }
    }

    /// A string of at most `most` characters.
    pub fn short(&self, key: &str, most: usize) -> Result<Option<String>, Reply> {
        let text = self.text(key)?;
        match &text {
            Some(text) if text.chars().count() > most => Err(Reply::bad(format!(
                "{key} 파라메터는 {most}자 이하여야 합니다."
            ))),
            Some(_) | None => Ok(text),
        }
    }

    pub fn amount(&self, key: &str) -> Result<Option<Amount>, Reply> {
        let Some(value) = self.value(key).filter(|value| value.as_str() != Some("")) else {
            return Ok(None);
        };
        Amount::from_json(value)
            .map(Some)
            .ok_or_else(|| wrong(key, "0 이상의 숫자"))
    }

    pub fn integer(&self, key: &str) -> Result<Option<i64>, Reply> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Number(number)) => {
                number.as_i64().map(Some).ok_or_else(|| wrong(key, "정수"))
            }
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| wrong(key, "정수")),
            Some(_) => Err(wrong(key, "정수")),
        }
    }

    /// Unix seconds.
    pub fn moment(&self, key: &str) -> Result<Option<Moment>, Reply> {
        let Some(seconds) = self.integer(key)? else {
            return Ok(None);
        };
        Moment::from_seconds(seconds)
            .map(Some)
            .ok_or_else(|| wrong(key, "UNIX TIMESTAMP"))
    }

    pub fn flag(&self, key: &str) -> Result<bool, Reply> {
        match self.value(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::Number(number)) => Ok(number.as_i64() != Some(0)),
            Some(Value::String(text)) => match text.as_str() {
                "true" | "1" => Ok(true),
                "false" | "0" | "" => Ok(false),
                _ => Err(wrong(key, "boolean")),
            },
            Some(_) => Err(wrong(key, "boolean")),
        }
    }

    /// One string or a list of them.
    pub fn texts(&self, key: &str) -> Result<Vec<String>, Reply> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text.clone()]),
            Some(Value::Array(items)) => {
                let texts = items.iter().map(|item| {
                    item.as_str()
                        .map(str::to_owned)
                        .ok_or_else(|| wrong(key, "문자열 목록"))
                });
                texts.collect()
            }
            Some(_) => Err(wrong(key, "문자열 목록")),
        }
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(object: Map<String, Value>) -> Self {
        Self(object)
    }
}

fn wrong(key: &str, wanted: &str) -> Reply {
    Reply::bad(format!(
        "{key} 파라메터의 형식이 올바르지 않습니다. ({wanted}이어야 합니다)"
    ))
}

impl<S: Sync> FromRequestParts<S> for Fields {
    type Rejection = Reply;

    /// `entry` has read them already; a route without it has none.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Reply> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn forms_and_json_say_the_same() {
        let form = Fields::read(
            "",
            "application/x-www-form-urlencoded",
            b"amount=10.5&extra%5Brequester%5D=admin&id[]=a&id[]=b",
        );
        let json = Fields::read(
            "",
            "application/json",
            br#"{"amount":"10.5","extra":{"requester":"admin"},"id":["a","b"]}"#,
        );
        assert_eq!(form.expect("reads"), json.expect("reads"));
    }

    #[test]
    fn wrong_types_are_refused_with_the_name_of_the_field() {
        let fields = Fields::from(
            json!({"amount": [1], "when": "soon"})
                .as_object()
                .cloned()
                .unwrap_or_default(),
        );
        assert!(
            fields
                .amount("amount")
                .is_err_and(|reply| reply.body()["message"].to_string().contains("amount"))
        );
        assert!(fields.integer("when").is_err());
        assert!(Fields::read("", "application/json", b"{").is_err());
        assert!(Fields::read("", "application/json", b"[]").is_err());
    }
}
