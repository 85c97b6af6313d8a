//! i'mport's question just before an approval (confirm_process): 200 goes ahead, anything else stops the payment,
//! and `reason` is what the shopper reads.

use axum::{
    Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::hints::Hints;
use crate::http::{errors, state::Shared};
use crate::{
    checkout::{ConfirmRequest, Refusal},
    domain::lang::Lang,
    i18n,
};

pub async fn answer(
    State(state): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let hints = Hints::read(query.as_deref(), &headers, &body);
    let Some(request) = hints.and_then(|hints| {
        Some(ConfirmRequest {
            merchant_uid: hints.some("merchant_uid")?,
            amount: hints.some("amount"),
        })
    }) else {
        return errors::refuse(
            StatusCode::BAD_REQUEST,
            "expected imp_uid, merchant_uid and amount",
        );
    };
    match state.shop.confirm(&request).await {
        Ok(None) => (StatusCode::OK, Json(json!({}))).into_response(),
        Ok(Some((refusal, lang))) => {
            tracing::info!(
                merchant_uid = request.merchant_uid,
                reason = refusal.code(),
                "an approval was refused"
            );
            let reason = match refusal {
                Refusal::UnknownAttempt => i18n::text(lang, "confirm-unknown"),
                Refusal::NotPayable => i18n::text(lang, "confirm-not-payable"),
                Refusal::Amount => i18n::text(lang, "confirm-amount"),
                Refusal::SoldOut => i18n::text(lang, "confirm-sold-out"),
            };
            (StatusCode::CONFLICT, Json(json!({ "reason": reason }))).into_response()
        }
        Err(e) => {
            errors::log(&e, "an approval could not be checked");
            let reason = i18n::text(Lang::default(), "confirm-later");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "reason": reason })),
            )
                .into_response()
        }
    }
}
