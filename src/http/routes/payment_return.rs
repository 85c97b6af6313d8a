//! Where shoppers come back to (`m_redirect_url`), and the seed's merchant endpoint on the same path.
//!
//! A return may be a GET or a POST, may name its result `imp_success`, `success` or not at all, may lack the
//! `imp_uid`, may come twice, and may come in another browser than the one that started. All of it is a hint;
//! the answer is the order's page.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use super::hints::Hints;
use crate::http::{errors, state::Shared};
use crate::{
    bridge::PayAnswer,
    checkout::{Claim, Completion, Error, ReturnAddress, Returned, Visitor},
    domain::{ids::OrderId, lang::Lang, order::Stage},
    i18n,
};

pub async fn by_get(
    State(state): State<Shared>,
    Extension(visitor): Extension<Visitor>,
    RawQuery(query): RawQuery,
) -> Response {
    payment_return(&state, visitor, &Hints::of_query(query.as_deref())).await
}

/// JSON is the merchant endpoint of i'mport's guide; a form is a PG's way of coming back.
pub async fn by_post(
    State(state): State<Shared>,
    Extension(visitor): Extension<Visitor>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let address = Hints::of_query(query.as_deref());
    let told = Hints::of_body(&headers, &body);
    if kind.starts_with("application/json") {
        let told = told.unwrap_or_default().and(address.clone());
        return complete(&state, visitor, address, told).await;
    }
    // An unreadable body leaves what the address says.
    let hints = told.unwrap_or_default().and(address);
    payment_return(&state, visitor, &hints).await
}

/// What the query says, in the words of the window's callback: both are read by the same rules.
fn claim(hints: &Hints) -> Claim {
    let told = PayAnswer {
        success: hints.some("success").map(Value::String),
        imp_success: hints.some("imp_success").map(Value::String),
        imp_uid: hints.some("imp_uid"),
        merchant_uid: hints.some("merchant_uid"),
        error_code: hints.some("error_code"),
        error_msg: hints.some("error_msg"),
    };
    Claim {
        claims_success: told.claims_success(),
        merchant_uid: told.merchant_uid.unwrap_or_default(),
        imp_uid: told.imp_uid.unwrap_or_default(),
        error_code: told.error_code.unwrap_or_default(),
        error_msg: told.error_msg.unwrap_or_default(),
    }
}

fn back(visitor: Visitor, hints: &Hints) -> ReturnAddress {
    ReturnAddress {
        visitor,
        order: hints.get("order").to_owned(),
        token: hints.some("token"),
    }
}

async fn payment_return(state: &Shared, visitor: Visitor, hints: &Hints) -> Response {
    let lang = visitor.lang;
    match state
        .shop
        .payment_return(&back(visitor, hints), &claim(hints))
        .await
    {
        Ok(Returned::To(url)) => Redirect::to(&url).into_response(),
        Ok(Returned::Told { order, stage }) => told(&order, stage, lang),
        Err(e) => lost(&e, lang),
    }
}

/// For somebody whose browser and address do not say who they are: how the payment ended, and the way to the order.
fn told(order: &OrderId, stage: Stage, lang: Lang) -> Response {
    let sentence = match stage {
        Stage::Paid => i18n::text(lang, "return-told-paid"),
        Stage::DepositAwaited => i18n::text(lang, "return-told-deposit"),
        Stage::Payable | Stage::Withdrawn | Stage::Failed => i18n::text(lang, "return-told-open"),
        Stage::Confirming => i18n::text(lang, "return-told-confirming"),
        Stage::PartlyRefunded
        | Stage::Refunded
        | Stage::Expired
        | Stage::Disputed
        | Stage::Refunding
        | Stage::CalledOff => i18n::text(lang, "return-told-other"),
    };
    let title = i18n::text_with(
        lang,
        "return-told-title",
        [("order", order.as_str().into())],
    );
    let sentences = [sentence, i18n::text(lang, "return-told-find")];
    let way_on = ("/orders", i18n::text(lang, "return-to-find"));
    errors::page_with_way_on(StatusCode::OK, lang, &title, &sentences, way_on)
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
async fn complete(state: &Shared, visitor: Visitor, address: Hints, told: Hints) -> Response {
    if told.get("imp_uid").is_empty() {
        return errors::refuse(
            StatusCode::BAD_REQUEST,
            "expected JSON with imp_uid and merchant_uid",
        );
    }
    let lang = visitor.lang;
    let (imp_uid, merchant_uid) = (told.get("imp_uid"), told.get("merchant_uid"));
    let answer = state
        .shop
        .complete_json(&back(visitor, &address), imp_uid, merchant_uid)
        .await;
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
        let query = serde_urlencoded::to_string(pairs).unwrap();
        claim(&Hints::of_query(Some(&query))).claims_success
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
