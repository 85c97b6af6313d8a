//! What every door needs: the shop, the visitor, the way on, and errors translated once.

use axum::http::{HeaderValue, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::error::{CallError, FieldText};
use crate::{
    checkout::{Caller, ClientAddr, Error, Shop, Visitor},
    domain::{form::FieldProblem, ids::OrderId, lang::Lang},
    i18n,
    telemetry::chain,
};

/// The cookie that remembers the language; readable names need no signature.
pub const LANG_COOKIE: &str = "lang";

pub fn shop() -> Result<Shop, CallError> {
    use_context::<Shop>().ok_or(CallError::Unavailable)
}

pub fn visitor() -> Result<Visitor, CallError> {
    use_context::<Visitor>().ok_or(CallError::Unavailable)
}

/// The visitor and the order they name; a name that cannot be one is an order that does not exist.
pub fn caller(order: &str, token: &str) -> Result<Caller, CallError> {
    let order = OrderId::parse(order).map_err(|_| CallError::NotFound)?;
    let token = (!token.is_empty()).then(|| token.to_owned());
    Ok(Caller {
        visitor: visitor()?,
        order,
        token,
    })
}

pub fn address() -> ClientAddr {
    use_context::<ClientAddr>().unwrap_or_default()
}

/// Sends a plain form on; programs that asked for JSON get their answer instead.
pub fn go_to(path: &str) {
    if with_context(is_form) == Some(true) {
        leptos_axum::redirect(path);
    }
}

/// The order page, which opens the window where no island did.
pub fn pays_at(order_url: &str) -> String {
    let separator = if order_url.contains('?') { '&' } else { '?' };
    format!("{order_url}{separator}pay=now")
}

fn is_form(parts: &Parts) -> bool {
    parts
        .headers
        .get(header::ACCEPT)
        .and_then(|kinds| kinds.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/html"))
}

pub fn remember_language(lang: Lang) {
    let cookie = format!(
        "{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
        lang.tag()
    );
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

fn worded(problems: Vec<FieldProblem>) -> CallError {
    let lang = visitor().map(|v| v.lang).unwrap_or_default();
    let text = |p: FieldProblem| FieldText {
        field: p.field,
        problem: p.problem,
        text: i18n::field_problem(lang, p.problem),
    };
    CallError::Invalid(problems.into_iter().map(text).collect())
}

/// What a page may learn. Our own troubles are logged here, once, with all their causes.
impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        match error {
            Error::Quantity => Self::Quantity,
            Error::UnknownProduct => Self::UnknownProduct,
            Error::TooFew { left } => Self::TooFew { left },
            Error::CartEmpty => Self::CartEmpty,
            Error::Form(problems) => worded(problems),
            Error::Changed => Self::Changed,
            Error::NotFound | Error::UnknownPayment => Self::NotFound,
            Error::NotPayable => Self::NotPayable,
            Error::NotCancellable => Self::NotCancellable,
            Error::TooManyTries => Self::TooManyTries,
            Error::Overflow => Self::Quantity,
            Error::Iamport(e) => {
                tracing::warn!(error = %chain(&*e), "i'mport cannot be asked");
                Self::PaymentUnavailable
            }
            Error::NotBackYet { .. } => Self::PaymentUnavailable,
            error @ Error::Store(_) if error.is_said_already() => {
                tracing::debug!(error = %chain(&error), "a call waits for the database");
                Self::Unavailable
            }
            Error::Store(e) => {
                tracing::error!(error = %chain(&e), "a call failed");
                Self::Unavailable
            }
        }
    }
}
