//! Where shoppers come back to (`m_redirect_url`), and the seed's merchant endpoint on the same path.
//!
//! A return may be a GET or a POST, may name its result `imp_success`, `success` or not at all, may lack the
//! `imp_uid`, may come twice, and may come in another browser than the one that started. All of it is a hint;
//! the answer is the order's page.

use std::collections::HashMap;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::{errors, state::Shared};
use crate::{
    bridge::PayAnswer,
    checkout::{Caller, Claim, Completion, Error, Visitor},
    domain::{ids::OrderId, lang::Lang},
    i18n,
};

type Fields = HashMap<String, String>;

pub async fn by_get(
    State(state): State<Shared>,
    Extension(visitor): Extension<Visitor>,
    Query(fields): Query<Fields>,
) -> Response {
    payment_return(&state, visitor, &fields).await
}

/// JSON is the merchant endpoint of i'mport's guide; a form is a PG's way of coming back.
pub async fn by_post(
    State(state): State<Shared>,
    Extension(visitor): Extension<Visitor>,
    Query(mut fields): Query<Fields>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/json") {
        return complete(&state, visitor, &fields, &body).await;
    }
    match serde_urlencoded::from_bytes::<Fields>(&body) {
        Ok(form) => fields.extend(form),
        Err(_) => return errors::refuse(StatusCode::BAD_REQUEST, "the form cannot be read"),
    }
    payment_return(&state, visitor, &fields).await
}

fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", String::as_str)
}

/// What the query says, in the words of the window's callback: both are read by the same rules.
fn hint(fields: &Fields) -> Claim {
    let some = |name: &str| fields.get(name).filter(|text| !text.is_empty()).cloned();
    let told = PayAnswer {
        success: some("success").map(Value::String),
        imp_success: some("imp_success").map(Value::String),
        imp_uid: some("imp_uid"),
        merchant_uid: some("merchant_uid"),
        error_code: some("error_code"),
        error_msg: some("error_msg"),
    };
    Claim {
        claims_success: told.claims_success(),
        merchant_uid: told.merchant_uid.unwrap_or_default(),
        imp_uid: told.imp_uid.unwrap_or_default(),
        error_code: told.error_code.unwrap_or_default(),
        error_msg: told.error_msg.unwrap_or_default(),
    }
}

/// The order that the address names, or the one that the attempt belongs to.
async fn caller(
    state: &Shared,
    visitor: Visitor,
    fields: &Fields,
    merchant_uid: &str,
) -> Result<Caller, Error> {
    let named = OrderId::parse(field(fields, "order")).ok();
    let order = match named {
        Some(order) => order,
        None => state.shop.order_of(merchant_uid).await?,
    };
    let token = Some(field(fields, "token").to_owned()).filter(|token| !token.is_empty());
    Ok(Caller {
        visitor,
        order,
        token,
    })
}

async fn payment_return(state: &Shared, visitor: Visitor, fields: &Fields) -> Response {
    let lang = visitor.lang;
    let hint = hint(fields);
    let gone = match caller(state, visitor, fields, &hint.merchant_uid).await {
        Ok(caller) => state.shop.payment_return(&caller, &hint).await,
        Err(e) => Err(e),
    };
    match gone {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(e) => lost(&e, lang),
    }
}

/// A page instead of an order: unknown, foreign, or nobody can say right now.
fn lost(error: &Error, lang: Lang) -> Response {
    match error {
        Error::NotFound | Error::UnknownPayment => {
            let (title, sentence) = (
                i18n::text(lang, "return-unknown-title"),
                i18n::text(lang, "return-unknown-text"),
            );
            errors::page(StatusCode::NOT_FOUND, lang, &title, &sentence)
        }
        other => {
            errors::log(other, "a return could not be followed");
            let (title, sentence) = (
                i18n::text(lang, "return-later-title"),
                i18n::text(lang, "return-later-text"),
            );
            errors::page(StatusCode::SERVICE_UNAVAILABLE, lang, &title, &sentence)
        }
    }
}

/// What a merchant's page posts after its callback.
#[derive(Deserialize)]
struct CompletionRequest {
    imp_uid: String,
    #[serde(default)]
    merchant_uid: String,
}

async fn complete(state: &Shared, visitor: Visitor, fields: &Fields, body: &[u8]) -> Response {
    let Ok(completion) = serde_json::from_slice::<CompletionRequest>(body) else {
        return errors::refuse(
            StatusCode::BAD_REQUEST,
            "expected JSON with imp_uid and merchant_uid",
        );
    };
    let lang = visitor.lang;
    let answer = match caller(state, visitor, fields, &completion.merchant_uid).await {
        Ok(caller) => {
            state
                .shop
                .complete_json(&caller, &completion.imp_uid, &completion.merchant_uid)
                .await
        }
        Err(e) => Err(e),
    };
    worded(answer, lang)
}

/// The seed's answers.
fn worded(answer: Result<Completion, Error>, lang: Lang) -> Response {
    let say = |status: StatusCode, word: &str, message: String| {
        (status, Json(json!({ "status": word, "message": message }))).into_response()
    };
    match answer {
        Ok(Completion::Success) => say(
            StatusCode::OK,
            "success",
            i18n::text(lang, "complete-success"),
        ),
        Ok(Completion::VbankIssued) => say(
            StatusCode::OK,
            "vbankIssued",
            i18n::text(lang, "complete-vbank-issued"),
        ),
        Ok(Completion::Failed(reason)) => say(
            StatusCode::BAD_REQUEST,
            "failed",
            reason.unwrap_or_else(|| i18n::text(lang, "complete-failed")),
        ),
        Ok(Completion::Forgery(mismatch)) => {
            let body = json!({ "status": "forgery", "message": i18n::text(lang, "complete-forgery"), "reason": mismatch.code() });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
        Ok(Completion::Pending) => say(
            StatusCode::SERVICE_UNAVAILABLE,
            "pending",
            i18n::text(lang, "complete-pending"),
        ),
        Err(Error::NotFound | Error::UnknownPayment) => {
            (StatusCode::NOT_FOUND, Json(json!({ "status": "notFound" }))).into_response()
        }
        Err(other) => {
            errors::log(&other, "a completion could not be followed");
            say(
                StatusCode::SERVICE_UNAVAILABLE,
                "pending",
                i18n::text(lang, "complete-pending"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(pairs: &[(&str, &str)]) -> bool {
        let fields = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        hint(&fields).claims_success
    }

    #[test]
    fn every_variant_of_the_query_is_understood() {
        assert!(claims(&[("imp_uid", "imp_1"), ("imp_success", "true")]));
        assert!(claims(&[("imp_uid", "imp_1"), ("success", "true")]));
        assert!(claims(&[("imp_uid", "imp_1"), ("merchant_uid", "M")]));
        assert!(!claims(&[
            ("imp_uid", "imp_1"),
            ("imp_success", "false"),
            ("error_msg", "x")
        ]));
        assert!(!claims(&[("imp_uid", "imp_1"), ("error_code", "F400")]));
        assert!(!claims(&[("merchant_uid", "M")]));
    }
}
