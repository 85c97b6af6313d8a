//! i'mport's envelope: `code`, `message`, `response`, always all three.
//! A refusal by i'mport's own rules is HTTP 200 with code 1; clients must read the code.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::ledger::Refusal;

#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    code: i64,
    message: Option<String>,
    response: Value,
}

impl Reply {
    pub fn ok(response: Value) -> Self {
        Self {
            status: StatusCode::OK,
            code: 0,
            message: None,
            response,
        }
    }

    /// Some of the asked were found.
    pub fn partly(response: Value) -> Self {
        Self {
            status: StatusCode::MULTI_STATUS,
            ..Self::ok(response)
        }
    }

    pub fn error(status: StatusCode, code: i64, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: Some(message.into()),
            response: Value::Null,
        }
    }

    /// Refused by i'mport's rules: HTTP 200, code 1.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::error(StatusCode::OK, 1, message)
    }

    pub fn bad(message: impl Into<String>) -> Self {
        Self::error(StatusCode::BAD_REQUEST, -1, message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::error(StatusCode::NOT_FOUND, -1, message)
    }

    pub fn unauthorized() -> Self {
        Self::error(StatusCode::UNAUTHORIZED, -1, "Unauthorized")
    }

    pub fn no_such_payment() -> Self {
        Self::not_found(Refusal::NoSuchPayment.to_string())
    }

    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The envelope alone.
    pub fn body(&self) -> Value {
        json!({"code": self.code, "message": self.message, "response": self.response})
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::error(StatusCode::OK, refusal.code(), refusal.to_string())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        (self.status, Json(self.body())).into_response()
    }
}

/// What a handler answers: both sides are envelopes.
pub type Answer = Result<Reply, Reply>;
