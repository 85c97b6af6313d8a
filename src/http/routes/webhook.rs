//! i'mport's notice of a payment, JSON or form. There is no signature: the body is a hint, stored before the 200
//! and looked up afterwards. Unknown fields are ignored; a hit without `imp_uid` is a test of the connection.

use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use crate::checkout::{Acceptance, ClientAddr, IncomingNotice};
use crate::http::{errors, state::Shared};

/// What a notice is about, as far as it says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Named {
    imp_uid: Option<String>,
    merchant_uid: Option<String>,
}

pub async fn receive(
    State(state): State<Shared>,
    Extension(ClientAddr(source)): Extension<ClientAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(named) = read(&headers, &body) else {
        return errors::refuse(
            StatusCode::BAD_REQUEST,
            "expected a notice as JSON or as a form",
        );
    };
    let notice = IncomingNotice {
        source,
        body: String::from_utf8_lossy(&body).replace('\0', ""),
        imp_uid: named.imp_uid,
        merchant_uid: named.merchant_uid,
    };
    match state.shop.accept_notice(notice).await {
        Ok(Acceptance::Stored) => (StatusCode::OK, "ok\n").into_response(),
        Ok(Acceptance::TooMany) => errors::refuse(
            StatusCode::TOO_MANY_REQUESTS,
            "too many notices about unknown payments wait already",
        ),
        Err(e) => {
            errors::log(&e, "a notice could not be stored");
            errors::refuse(StatusCode::SERVICE_UNAVAILABLE, "not stored; send it again")
        }
    }
}

/// The ids, if there are any; `None` for what is neither JSON nor a form. The declared type is tried first,
/// since some senders declare the wrong one.
fn read(headers: &HeaderMap, body: &[u8]) -> Option<Named> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return form(body).or_else(|| json(body));
    }
    json(body).or_else(|| {
        if kind.starts_with("application/json") {
            None
        } else {
            form(body)
        }
    })
}

fn json(body: &[u8]) -> Option<Named> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let fields = value.as_object()?;
    let field = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Named {
        imp_uid: field("imp_uid"),
        merchant_uid: field("merchant_uid"),
    })
}

fn form(body: &[u8]) -> Option<Named> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    let looks_like_json =
        std::str::from_utf8(body).is_ok_and(|text| text.trim_start().starts_with('{'));
    if looks_like_json {
        return None;
    }
    let field = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    Some(Named {
        imp_uid: field("imp_uid"),
        merchant_uid: field("merchant_uid"),
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(kind: &'static str, body: &str) -> Option<Named> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        read(&headers, body.as_bytes())
    }

    #[test]
    fn json_and_forms_are_read_whatever_they_call_themselves() {
        let found = Some(Named {
            imp_uid: Some("imp_1".to_owned()),
            merchant_uid: Some("M".to_owned()),
        });
        let json = r#"{"imp_uid":"imp_1","merchant_uid":"M","status":"paid","extra":{"new":1}}"#;
        assert_eq!(seen("application/json", json), found);
        assert_eq!(seen("application/x-www-form-urlencoded", json), found);
        assert_eq!(seen("text/plain", json), found);
        let form = "imp_uid=imp_1&merchant_uid=M&status=paid";
        assert_eq!(seen("application/x-www-form-urlencoded", form), found);
        assert_eq!(seen("text/plain", form), found);
    }

    #[test]
    fn a_connection_test_is_fine_and_rubbish_is_not() {
        assert_eq!(
            seen("application/json", r#"{"test":true}"#),
            Some(Named::default())
        );
        assert_eq!(
            seen("application/json", r#"{"imp_uid":5}"#),
            Some(Named::default())
        );
        assert_eq!(seen("application/json", "{"), None);
        assert_eq!(seen("application/json", "[1]"), None);
        assert_eq!(
            seen("application/x-www-form-urlencoded", "{\"imp_uid\""),
            None
        );
    }
}
