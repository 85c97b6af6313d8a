//! i'mport's notice of a payment. There is no signature: the body is a hint, stored before the 200 and looked up
//! afterwards. Unknown fields are ignored; a hit without `imp_uid` is a test of the connection.

use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::hints::Hints;
use crate::checkout::{Acceptance, ClientAddr, IncomingNotice};
use crate::http::{errors, state::Shared};

pub async fn receive(
    State(state): State<Shared>,
    Extension(ClientAddr(source)): Extension<ClientAddr>,
    method: Method,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asks = method == Method::GET || method == Method::HEAD || method == Method::OPTIONS;
    if asks && !Hints::of_query(query.as_deref()).names_a_payment() {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response();
    }
    let Some(hints) = Hints::read(query.as_deref(), &headers, &body) else {
        return errors::refuse(
            StatusCode::BAD_REQUEST,
            "expected a notice as JSON or as a form",
        );
    };
    let notice = IncomingNotice {
        source,
        body: String::from_utf8_lossy(&body).replace('\0', ""),
        imp_uid: hints.some("imp_uid"),
        merchant_uid: hints.some("merchant_uid"),
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
