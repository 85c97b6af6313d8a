//! The JSON body of a console call. No body is an empty object; anything malformed gets the envelope.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

use crate::sandbox::api::{Fields, Reply};

const LIMIT: usize = 256 * 1024;

pub struct Body(pub Value);

impl Body {
    /// The body as named parameters.
    pub fn fields(self) -> Result<Fields, Reply> {
        match self.0 {
            Value::Object(object) => Ok(Fields::from(object)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(Reply::bad("요청 본문은 JSON 객체여야 합니다.")),
        }
    }
}

impl<S: Sync> FromRequest<S> for Body {
    type Rejection = Reply;

    async fn from_request(request: Request, _: &S) -> Result<Self, Reply> {
        let bytes: Bytes = to_bytes(request.into_body(), LIMIT)
            .await
            .map_err(|_| Reply::bad("요청 본문이 너무 큽니다."))?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self(Value::Object(Map::new())));
        }
        let parsed = serde_json::from_slice(&bytes);
        parsed
            .map(Self)
            .map_err(|error| Reply::bad(format!("요청 본문이 올바른 JSON이 아닙니다. ({error})")))
    }
}
