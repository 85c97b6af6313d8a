//! Recognises the browser behind a request: a signed cookie for who it is, and its language.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite, SignedCookieJar};

use super::AppState;
use crate::{
    auth,
    checkout::Visitor,
    domain::{ids::CustomerId, lang::Lang},
    server_fns::LANG_COOKIE,
};

const CUSTOMER_COOKIE: &str = "customer";

/// Puts a `Visitor` into the request, and gives a newcomer's browser its cookie.
pub async fn recognise(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let jar = SignedCookieJar::from_headers(request.headers(), state.shop.keys().cookies().clone());
    let known = jar.get(CUSTOMER_COOKIE).and_then(|cookie| CustomerId::parse(cookie.value()).ok());
    let newcomer = known.is_none();
    let customer = known.unwrap_or_else(auth::new_customer_id);
    let lang = language(request.headers());
    request.extensions_mut().insert(Visitor { customer: customer.clone(), lang });
    let response = next.run(request).await;
    if !newcomer || is_asset(&response) {
        return response;
    }
    let secure = state.shop.terms().public_url.starts_with("https://");
    (jar.add(cookie(&customer, secure)), response).into_response()
}

fn is_asset(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    ["image/", "text/css", "text/javascript", "application/wasm"].iter().any(|asset| kind.starts_with(asset))
}

fn cookie(customer: &CustomerId, secure: bool) -> Cookie<'static> {
    Cookie::build((CUSTOMER_COOKIE, customer.to_string()))
        .path("/")
        .http_only(true)
        // Sent along when a PG brings the shopper back by a link; not when it posts (the token serves then).
        .same_site(SameSite::Lax)
        .secure(secure)
        .permanent()
        .build()
}

/// What was chosen with the switch; else what the browser asks for.
fn language(headers: &HeaderMap) -> Lang {
    let jar = CookieJar::from_headers(headers);
    let chosen = jar.get(LANG_COOKIE).and_then(|cookie| Lang::from_tag(cookie.value()));
    chosen.unwrap_or_else(|| Lang::negotiate(headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok())))
}
