//! i'mport's envelope, `{code, message, response}`: 0 is success, whatever the HTTP status says beside it.

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

use super::{Error, lenient::to_decimal};

#[derive(Deserialize)]
struct Envelope {
    #[serde(deserialize_with = "whole")]
    code: i64,
    #[serde(default)]
    message: Value,
    // Read as a whole first: what is strange anywhere in it is strange.
    #[serde(default)]
    response: Value,
}

/// A number, or its text.
fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let value = Value::deserialize(from)?;
    to_decimal(&value)
        .filter(Decimal::is_integer)
        .and_then(|code| i64::try_from(code).ok())
        .ok_or_else(|| D::Error::custom(format!("the code cannot be {value}")))
}

/// Opens an answer's body. `401` with a refused token is the caller's to notice first.
pub fn open<T: DeserializeOwned>(what: &'static str, http: u16, body: &[u8]) -> Result<T, Error> {
    if http == 429 {
        return Err(Error::TooMany { what });
    }
    let envelope: Envelope = match serde_json::from_slice(body) {
        Ok(envelope) => envelope,
        Err(_) if http >= 500 => return Err(Error::Trouble { what, http }),
        Err(e) => {
            return Err(Error::Unreadable {
                what,
                http,
                why: describe(body, &e),
            });
        }
    };
    if envelope.code == 0 {
        return serde_json::from_value(envelope.response).map_err(|e| Error::Unreadable {
            what,
            http,
            why: e.to_string(),
        });
    }
    let message = match envelope.message {
        Value::String(message) => message,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match http {
        401 => Err(Error::Credentials { message }),
        404 => Err(Error::NotFound { message }),
        // Something that this PG does not do, now or later.
        501 => Err(Error::Refused {
            what,
            code: envelope.code,
            message,
        }),
        500.. => Err(Error::Trouble { what, http }),
        _ => Err(Error::Refused {
            what,
            code: envelope.code,
            message,
        }),
    }
}

/// Enough of a strange body to recognise it in a log, and no more.
fn describe(body: &[u8], error: &serde_json::Error) -> String {
    if body.is_empty() {
        return "empty body".to_owned();
    }
    let start: String = String::from_utf8_lossy(body)
        .chars()
        .filter(|c| !c.is_control())
        .take(60)
        .collect();
    format!("{error}; it begins {start:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(http: u16, body: &str) -> Result<Value, Error> {
        open("test", http, body.as_bytes())
    }

    #[test]
    fn the_code_decides_not_the_status() {
        assert!(opened(200, r#"{"code":0,"message":null,"response":{"a":1}}"#).is_ok());
        for code in ["\"0\"", "0.0", "\" 0 \""] {
            assert!(
                opened(200, &format!(r#"{{"code":{code},"message":7}}"#)).is_ok(),
                "{code}"
            );
        }
        assert!(opened(207, r#"{"code":0,"message":null,"response":[]}"#).is_ok());
        let refused = opened(
            200,
            r#"{"code":1,"message":"이미 전액취소된 주문입니다.","response":null}"#,
        );
        assert!(matches!(refused, Err(Error::Refused { code: 1, .. })));
        assert!(matches!(
            opened(404, r#"{"code":-1,"message":"없음","response":null}"#),
            Err(Error::NotFound { .. })
        ));
        let never = r#"{"code":-1,"message":"지원하지 않는 PG사입니다."}"#;
        assert!(matches!(opened(501, never), Err(Error::Refused { .. })));
        assert!(matches!(
            opened(401, r#"{"code":-1,"message":"Unauthorized"}"#),
            Err(Error::Credentials { .. })
        ));
    }

    #[test]
    fn what_is_no_envelope_is_never_an_answer() {
        for (http, body) in [
            (200, ""),
            (200, "<html>maintenance</html>"),
            (200, "[]"),
            (200, r#"{"code":"zero"}"#),
            (200, r#"{"code":0.5}"#),
            (200, r#"{"code":null}"#),
            (404, "<html>no such page</html>"),
            (502, "<html>bad gateway</html>"),
            (503, ""),
            (500, r#"{"code":-1,"message":"boom"}"#),
            (429, r#"{"code":-1,"message":"slow down"}"#),
        ] {
            let error = opened(http, body).unwrap_err();
            assert!(error.is_passing(), "{http} {body}: {error}");
        }
    }
}
