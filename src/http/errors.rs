//! Answers for what went wrong: a status, a sentence, nothing about our insides.

use std::any::Any;

use axum::{
    Json,
    body::{Body, to_bytes},
    http::{HeaderValue, Response as HttpResponse, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::json;

use crate::{
    checkout::Error, domain::lang::Lang, i18n, server_fns::error::CallError, telemetry::chain,
};

/// Seconds. Whatever went away is usually back by then, and a page that comes too early costs little.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");
/// Server function errors are a line of JSON.
const MAX_ERROR: usize = 64 * 1024;

/// A refusal for programs: 4xx with a sentence.
pub fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}

/// A whole page for a person, without scripts.
pub fn page(status: StatusCode, lang: Lang, title: &str, sentence: &str) -> Response {
    let home = ("/", i18n::text(lang, "problem-home"));
    page_with_way_on(status, lang, title, &[sentence.to_owned()], home)
}

/// The same with a way on of its own: an address, and what it is called.
pub fn page_with_way_on(
    status: StatusCode,
    lang: Lang,
    title: &str,
    sentences: &[String],
    (address, name): (&str, String),
) -> Response {
    let html = maud::html! {
        (maud::DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/pkg/imp-checkout.css";
            }
            body {
                main class="wrap page-plain" {
                    h1 { (title) }
                    @for sentence in sentences {
                        p role="alert" { (sentence) }
                    }
                    p { a class="button" href=(address) { (name) } }
                }
            }
        }
    };
    (status, Html(html.into_string())).into_response()
}

/// Server functions answer every error with 500; this gives each the status that it means, and a sentence for
/// whoever reads it. A plain form is being redirected and keeps its 302.
pub async fn translate_status(response: Response) -> Response {
    let is_call = response.headers().contains_key("serverfnerror");
    if !is_call || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ERROR).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(error) = serde_json::from_slice::<CallError>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.status =
        StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    parts.headers.remove(header::CONTENT_LENGTH);
    let mut body = json!(error);
    body["message"] = json!(error.to_string());
    Response::from_parts(parts, Body::from(body.to_string()))
}

/// Whoever was refused for a while learns after how long to come back.
pub fn add_retry_after(response: &mut Response) {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(RETRY_AFTER);
    }
}

/// That the database is away has been said already, by the store.
pub fn log(error: &Error, what: &'static str) {
    if error.is_said_already() {
        tracing::debug!(error = %chain(error), what);
    } else {
        tracing::error!(error = %chain(error), what);
    }
}

/// The last resort; the request is lost, the process is not.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(
        panic = words.unwrap_or("without words"),
        "a request panicked"
    );
    refuse(
        StatusCode::INTERNAL_SERVER_ERROR,
        "something went wrong on our side",
    )
}
