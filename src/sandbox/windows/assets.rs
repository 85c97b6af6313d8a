//! The windows' own files and the headers of their pages. Nothing comes from elsewhere.

use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

pub async fn file(Path(file): Path<String>) -> Response {
    let (kind, text) = match file.as_str() {
        "frame.js" => (JS, include_str!("../assets/frame.js")),
        "window.js" => (JS, include_str!("../assets/window.js")),
        "end.js" => (JS, include_str!("../assets/end.js")),
        "console.css" => (CSS, include_str!("../assets/console.css")),
        "window.css" => (CSS, include_str!("../assets/window.css")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    // A page preloads a frame for every gateway; they share what one of them has fetched.
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "max-age=60"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

/// No inline code, nothing foreign; any page may frame it, as a payment window must allow.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'";

/// A page of the sandbox with its headers.
pub fn html(markup: Markup) -> Response {
    (page_headers(), Html(markup.into_string())).into_response()
}

fn page_headers() -> [(HeaderName, &'static str); 4] {
    [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}
