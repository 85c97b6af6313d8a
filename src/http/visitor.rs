//! Recognises who is behind a request: a signed cookie for which browser it is, its language, its address.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite, SignedCookieJar};
use tower_http::csrf::ProtectionError;

use super::{
    errors,
    origin::{Origin, without_usual_port},
    proxies::peer,
    state::Shared,
    way_back::wants_page,
};
use crate::{
    checkout::{ClientAddr, Visitor},
    domain::{ids::CustomerId, lang::Lang},
    i18n, keys,
    server_fns::LANG_COOKIE,
};

/// By https under a name that no other host, and no page by http, can set.
const CUSTOMER_COOKIE: &str = "customer";
const SECURE_CUSTOMER_COOKIE: &str = "__Host-customer";
/// A cart that nobody has looked at for so long is nobody's any more.
const COOKIE_DAYS: i64 = 180;
/// Browsers that came by https once do not come by http again for a year.
const BY_HTTPS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Puts a `Visitor` into the request. A newcomer's browser gets a cookie once something is stored for it, and not before:
/// a PG that brings a shopper back by a form of its own, or any foreign page that posts one, comes without the cookie that
/// the browser has, and a new one would take that one's place.
pub async fn recognise(State(state): State<Shared>, mut request: Request, next: Next) -> Response {
    let jar = SignedCookieJar::from_headers(request.headers(), state.shop.keys().cookies().clone());
    let peer = peer(&request);
    let address = state.proxies.client(request.headers(), peer);
    let origin = Origin::of(&request, &state.proxies, peer);
    // What the browser called us is what its forms' origin is compared with.
    let called = state.proxies.host(request.headers(), peer);
    if let Some(called) =
        called.and_then(|host| HeaderValue::from_str(without_usual_port(&host)).ok())
    {
        request.headers_mut().insert(header::HOST, called);
    }
    // The same for every request of a browser: forms name their origin, pages do not.
    let secure = match &state.canonical {
        Some(own) => own.is_secure(),
        None => state.proxies.scheme(request.headers(), peer) == Some("https"),
    };
    let name = if secure {
        SECURE_CUSTOMER_COOKIE
    } else {
        CUSTOMER_COOKIE
    };
    let known = jar
        .get(name)
        .and_then(|cookie| CustomerId::parse(cookie.value()).ok());
    let lang = language(request.headers());
    let wants_page = wants_page(request.headers());
    let visitor = Visitor {
        newcomer: known.is_none(),
        customer: known.unwrap_or_else(keys::new_customer_id),
        lang,
        // Where the shop's own address is not set, whatever name the browser has used is right.
        origin: match state.canonical {
            Some(_) => None,
            None => origin.as_ref().map(ToString::to_string),
        },
        kept: Default::default(),
    };
    request.extensions_mut().insert(ClientAddr(
        address
            .map(|address| address.to_string())
            .unwrap_or_default(),
    ));
    let cross_site = is_cross_site(request.headers());
    request.extensions_mut().insert(visitor.clone());
    let mut response = next.run(request).await;
    if secure {
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, BY_HTTPS_ALONE);
    }
    if response.extensions().get::<ProtectionError>().is_some() {
        return refused(lang, wants_page);
    }
    if !visitor.newcomer || !visitor.kept.get() || cross_site {
        return response;
    }
    (jar.add(cookie(name, &visitor.customer, secure)), response).into_response()
}

/// The browser itself says so.
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site")
}

/// Of a form that does not come from a page of the shop's, as far as the browser says.
fn refused(lang: Lang, wants_page: bool) -> Response {
    let sentence = i18n::text(lang, "foreign-form-text");
    if wants_page {
        let title = i18n::text(lang, "foreign-form-title");
        return errors::page(StatusCode::FORBIDDEN, lang, &title, &sentence);
    }
    errors::refuse(StatusCode::FORBIDDEN, &sentence)
}

fn cookie(name: &'static str, customer: &CustomerId, secure: bool) -> Cookie<'static> {
    Cookie::build((name, customer.to_string()))
        .path("/")
        .http_only(true)
        // Sent along when a PG brings the shopper back by a link; not when it posts (the token serves then).
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(time::Duration::days(COOKIE_DAYS))
        .build()
}

/// What was chosen with the switch; else what the browser asks for.
fn language(headers: &HeaderMap) -> Lang {
    let jar = CookieJar::from_headers(headers);
    let chosen = jar
        .get(LANG_COOKIE)
        .and_then(|cookie| Lang::from_tag(cookie.value()));
    chosen.unwrap_or_else(|| {
        let asked: Vec<_> = headers
            .get_all(header::ACCEPT_LANGUAGE)
            .iter()
            .map(|line| String::from_utf8_lossy(line.as_bytes()))
            .collect();
        Lang::negotiate(&asked.join(","))
    })
}
