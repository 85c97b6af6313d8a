//! i'mport's question just before an approval (confirm_process): 200 goes ahead, anything else stops the payment,
//! and `reason` is what the shopper reads.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::http::{errors, state::Shared};
use crate::{
    checkout::{ConfirmRequest, Refusal},
    domain::lang::Lang,
    i18n,
};

pub async fn answer(State(state): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(request) = read(&headers, &body) else {
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

fn read(headers: &HeaderMap, body: &[u8]) -> Option<ConfirmRequest> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return serde_urlencoded::from_bytes(body).ok();
    }
    serde_json::from_slice(body).ok()
}
