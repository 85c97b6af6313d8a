//! All routes, grouped by who calls them.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Uri, header, request::Parts},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    limit::RequestBodyLimitLayer, timeout::RequestBodyTimeoutLayer, trace::TraceLayer,
};

use super::{
    assets, canonical, errors, nonce, normal, owner,
    routes::{confirm, health, payment_return, webhook},
    state::{AppState, Shared},
    visitor, way_back,
};
use crate::{
    app::{App, shell},
    checkout::{ClientAddr, Visitor},
};

/// The largest body that anybody may send; a full order form is a few kilobytes.
const MAX_BODY: usize = 64 * 1024;
/// Between two pieces of a body. Whoever sends none for so long has gone.
const BODY_PATIENCE: Duration = Duration::from_secs(20);
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// The policy of answers that are no pages of the shop's.
const NOTHING_RUNS: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub fn router(state: AppState) -> Router {
    let state = Shared::from(state);
    let shoppers = pages(&state).layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(
                state.clone(),
                canonical::go_to_canonical,
            ))
            .layer(foreign_forms(&state))
            .layer(middleware::from_fn(way_back::of_forms))
            .layer(middleware::from_fn_with_state(
                state.clone(),
                nonce::of_pages,
            ))
            .layer(middleware::from_fn(owner::isolate_reactive_owner)),
    );
    // PGs and i'mport post from their own origins.
    let outside = Router::new()
        .route(
            "/payments/complete",
            get(payment_return::by_get).post(payment_return::by_post),
        )
        .route("/payments/webhook", any(webhook::receive))
        .route("/payments/confirm", post(confirm::answer));
    let operators = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics));
    let routes = shoppers
        .merge(outside)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            visitor::recognise,
        ))
        .merge(operators)
        .merge(assets::routes(&state.leptos))
        .layer(
            ServiceBuilder::new()
                .layer(TraceLayer::new_for_http().make_span_with(span))
                .layer(CatchPanicLayer::custom(errors::panicked))
                .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
                .and_then(complete)
                .layer(RequestBodyLimitLayer::new(MAX_BODY))
                .layer(RequestBodyTimeoutLayer::new(BODY_PATIENCE)),
        )
        .with_state(state);
    // Before anything is routed.
    Router::new()
        .fallback_service(routes)
        .layer(middleware::from_fn(normal::normalise))
}

/// Without the query, which may hold a link's token.
fn span(request: &Request) -> tracing::Span {
    tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
}

/// Refuses forms of other sites. Ours are known by where they come from, under whatever name a proxy asks.
fn foreign_forms(state: &Shared) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match &state.canonical {
        Some(own) => layer
            .add_trusted_origin(own.to_string())
            .unwrap_or_else(|_| CsrfLayer::new()),
        None => layer,
    }
}

/// What every answer says that does not say it itself.
async fn complete(answer: impl IntoResponse) -> Result<Response, Infallible> {
    let mut answer = errors::translate_status(answer.into_response()).await;
    errors::add_retry_after(&mut answer);
    assets::default_caching(&mut answer);
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, NOTHING_RUNS),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            PERMISSIONS_POLICY,
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    Ok(answer)
}

/// Pages, their server functions under `/api`, their assets, and a page for whatever is not there.
fn pages(state: &Shared) -> Router<Shared> {
    let context = {
        let state = state.clone();
        move || provide_request_context(&state)
    };
    let document = {
        let state = state.clone();
        move || shell(state.leptos.clone())
    };
    Router::new()
        .leptos_routes_with_context(state, generate_route_list(App), context.clone(), document)
        .fallback(file_and_error_handler_with_context::<Shared, _>(
            context, shell,
        ))
}

/// What components and server functions find in their context.
fn provide_request_context(state: &Shared) {
    provide_context(state.shop.clone());
    let mut page = (*state.page).clone();
    if let Some(Asking {
        visitor,
        address,
        path,
        here,
        nonce,
    }) = with_context(Asking::of)
    {
        page.path = path;
        page.here = here;
        if let Some(address) = address {
            provide_context(address);
        }
        if let Some(visitor) = visitor {
            page.lang = visitor.lang;
            page.newcomer = visitor.newcomer;
            provide_context(visitor);
        }
        nonce::tell_nonce(nonce);
    }
    provide_context(page);
}

/// What a page has to know of its request.
struct Asking {
    visitor: Option<Visitor>,
    address: Option<ClientAddr>,
    path: Arc<str>,
    /// The path with its query, but for what a refused form has put there.
    here: Arc<str>,
    nonce: Option<nonce::Nonce>,
}

impl Asking {
    fn of(parts: &Parts) -> Self {
        Self {
            visitor: parts.extensions.get().cloned(),
            address: parts.extensions.get().cloned(),
            path: parts.uri.path().into(),
            here: here(&parts.uri),
            nonce: parts.extensions.get().cloned(),
        }
    }
}

fn here(uri: &Uri) -> Arc<str> {
    let own = |pair: &&str| {
        !["__path=", "__err="]
            .iter()
            .any(|name| pair.starts_with(name))
    };
    let query: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(own)
        .collect();
    if query.is_empty() {
        uri.path().into()
    } else {
        format!("{}?{}", uri.path(), query.join("&")).into()
    }
}
