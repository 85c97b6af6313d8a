//! Each page's Content-Security-Policy. Leptos makes the nonce while it renders; this writes the header that lets
//! the nonce's scripts run, on the finished answer, where nothing that happens during rendering can lose it.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use leptos::nonce::use_nonce;

use super::state::Shared;

/// Where rendering leaves the nonce of its scripts.
#[derive(Clone, Default)]
pub struct Nonce(Arc<OnceLock<String>>);

/// Called while the page's context is set up.
pub fn tell_nonce(slot: Option<Nonce>) {
    if let (Some(slot), Some(nonce)) = (slot, use_nonce()) {
        let _ = slot.0.set(nonce.to_string());
    }
}

/// Answers without a rendered page keep the fallback, under which nothing runs.
pub async fn of_pages(State(state): State<Shared>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::default();
    request.extensions_mut().insert(nonce.clone());
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    match nonce.0.get().and_then(|nonce| state.csp.with_nonce(nonce)) {
        Some(policy) => {
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        None if is_page(&response) => {
            tracing::error!(
                path,
                "a page was rendered without a nonce; its scripts will not run"
            )
        }
        None => {}
    }
    response
}

fn is_page(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}
