//! Recognises who is behind a request: a signed cookie for which browser it is, its language, its address.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite, SignedCookieJar};

use super::state::Shared;
use crate::{
    checkout::{ClientAddr, Visitor},
    domain::{ids::CustomerId, lang::Lang},
    keys,
    server_fns::LANG_COOKIE,
};

const CUSTOMER_COOKIE: &str = "customer";

/// Puts a `Visitor` into the request, and gives a newcomer's browser its cookie.
pub async fn recognise(State(state): State<Shared>, mut request: Request, next: Next) -> Response {
    let jar = SignedCookieJar::from_headers(request.headers(), state.shop.keys().cookies().clone());
    let known = jar
        .get(CUSTOMER_COOKIE)
        .and_then(|cookie| CustomerId::parse(cookie.value()).ok());
    let newcomer = known.is_none();
    let customer = known.unwrap_or_else(keys::new_customer_id);
    let lang = language(request.headers());
    let address = address(&state, &request);
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(Visitor {
        customer: customer.clone(),
        lang,
        newcomer,
    });
    let response = next.run(request).await;
    if !newcomer || is_asset(&response) {
        return response;
    }
    let secure = state.shop.terms().public_url.starts_with("https://");
    (jar.add(cookie(&customer, secure)), response).into_response()
}

/// Where the request comes from: the other end of the connection, or what a proxy of ours has seen there.
fn address(state: &Shared, request: &Request) -> ClientAddr {
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    if let Some(hops) = forwarded.filter(|_| state.trust_proxy) {
        // The last hop is the one that our proxy saw itself.
        return ClientAddr(
            hops.rsplit(',')
                .next()
                .unwrap_or_default()
                .trim()
                .chars()
                .take(64)
                .collect(),
        );
    }
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    ClientAddr(
        connection
            .map(|ConnectInfo(address)| address.ip().to_string())
            .unwrap_or_default(),
    )
}

fn is_asset(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    ["image/", "text/css", "text/javascript", "application/wasm"]
        .iter()
        .any(|asset| kind.starts_with(asset))
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
    let chosen = jar
        .get(LANG_COOKIE)
        .and_then(|cookie| Lang::from_tag(cookie.value()));
    chosen.unwrap_or_else(|| {
        Lang::negotiate(
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|v| v.to_str().ok()),
        )
    })
}
