//! What every door needs: the shop, the visitor, the way on, and errors translated once.

use axum::http::{HeaderValue, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::{
    error::{CallError, FieldText},
    orders::PlaceAnswer,
};
use crate::{
    bridge::{PayRequest, params},
    checkout::{Address, Caller, Channel, Error, Shop, Visitor, Window},
    domain::{form::FieldProblem, ids::OrderId, lang::Lang, method::PayMethod},
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
    Ok(Caller { visitor: visitor()?, order, token })
}

pub fn address() -> Address {
    use_context::<Address>().unwrap_or_default()
}

/// Sends a plain form on; programs that asked for JSON get their answer instead.
pub fn go_to(path: &str) {
    if with_context(is_form) == Some(true) {
        leptos_axum::redirect(path);
    }
}

fn is_form(parts: &Parts) -> bool {
    parts
        .headers
        .get(header::ACCEPT)
        .and_then(|kinds| kinds.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/html"))
}

pub fn remember_language(lang: Lang) {
    let cookie = format!("{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.tag());
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

pub fn place_answer(shop: &Shop, window: Window) -> PlaceAnswer {
    let popup = matches!(window.method, PayMethod::Paypal | PayMethod::Tosspay);
    PlaceAnswer {
        merchant_code: shop.terms().merchant_code.clone(),
        opens_popup: popup,
        order_url: window.order_url.clone(),
        order_id: window.order.id.clone(),
        request: pay_request(window),
    }
}

/// The facts of an attempt as `IMP.request_pay` takes them.
fn pay_request(window: Window) -> PayRequest {
    let (pg, channel_key) = match window.channel {
        Channel::Pg(pg) => (Some(pg), None),
        Channel::Key(key) => (None, Some(key)),
        Channel::Default => (None, None),
    };
    let buyer = window.order.buyer.clone();
    let lines = &window.order.lines;
    let first = lines.first().map_or("", |line| match window.lang {
        Lang::Ko => line.name_ko.as_str(),
        Lang::En => line.name_en.as_str(),
    });
    PayRequest {
        pg,
        channel_key,
        pay_method: window.method.code().to_owned(),
        merchant_uid: window.merchant_uid.to_string(),
        name: i18n::order_name(window.lang, first, lines.len().saturating_sub(1)),
        amount: window.amount.to_json(),
        currency: window.amount.currency.code().to_owned(),
        language: window.lang.tag().to_owned(),
        buyer_addr: buyer.address(),
        buyer_name: buyer.name,
        buyer_email: buyer.email,
        buyer_tel: buyer.tel,
        buyer_postcode: buyer.postcode,
        vbank_due: window.vbank_due,
        m_redirect_url: window.return_url,
        notice_url: window.notice_url,
        confirm_url: window.confirm_url,
        custom_data: params::CustomData { order_id: window.order.id.to_string() },
        display: window.card_quota.map(|card_quota| params::Display { card_quota }),
        digital: (window.method == PayMethod::Phone).then_some(false),
        popup: (window.method == PayMethod::Paypal).then_some(true),
    }
}

fn worded(problems: Vec<FieldProblem>) -> CallError {
    let lang = visitor().map(|v| v.lang).unwrap_or_default();
    let text = |p: FieldProblem| FieldText { field: p.field, text: i18n::field_problem(lang, p.problem) };
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
