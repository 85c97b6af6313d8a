//! Mends addresses before they are routed. What reports a payment is taken in however its address was put together: with
//! a slash behind, or two in between.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Response},
};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::origin::without_usual_port;

const REPORTS: [&str; 3] = [
    "/payments/complete",
    "/payments/webhook",
    "/payments/confirm",
];

const NOT_IN_QUERIES: &AsciiSet = &CONTROLS.add(b' ').add(b'#');

/// What names no page is answered before anything looks for one: `CONNECT`, and `OPTIONS *`.
pub async fn normalise(request: Request, next: Next) -> Response {
    let names_a_page = request.method() != Method::CONNECT && request.uri().path().starts_with('/');
    if !names_a_page {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(mend(request)).await
}

fn mend(mut request: Request) -> Request {
    if let Some(uri) = mended(request.uri()) {
        *request.uri_mut() = uri;
    }
    // Browsers leave the usual port out of `Origin`, which is compared with this.
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .map(without_usual_port)
        .and_then(|host| HeaderValue::from_str(host).ok());
    if let Some(host) = host {
        request.headers_mut().insert(header::HOST, host);
    }
    request
}

/// `None` where nothing is to be mended.
fn mended(uri: &Uri) -> Option<Uri> {
    let plain = percent_decode_str(uri.path()).decode_utf8_lossy();
    // What was glued on without its `?`.
    let (path, glued) = plain
        .split_once(['?', ';', '&', '#'])
        .unwrap_or((&plain, ""));
    let path: String = path
        .to_ascii_lowercase()
        .split('/')
        .map(|segment| segment.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|segment| !segment.is_empty())
        .flat_map(|segment| ["/", segment])
        .collect();
    if path == uri.path() || !REPORTS.contains(&path.as_str()) {
        return None;
    }
    let glued = utf8_percent_encode(glued, NOT_IN_QUERIES).to_string();
    let query = uri.query().unwrap_or_default();
    let path = match (glued.as_str(), query) {
        ("", "") => path,
        ("", query) | (query, "") => format!("{path}?{query}"),
        (glued, query) => format!("{path}?{glued}&{query}"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_come_in_by_addresses_that_were_put_together_badly() {
        for (asked, read) in [
            ("/payments/webhook", None),
            ("/payments/webhook/", Some("/payments/webhook")),
            ("//payments/webhook", Some("/payments/webhook")),
            (
                "/payments//webhook//?a=1//",
                Some("/payments/webhook?a=1//"),
            ),
            ("//evil.example/payments/", None),
            ("/Payments/Complete?a=1", Some("/payments/complete?a=1")),
            ("/payments/webhook%20", Some("/payments/webhook")),
            ("/payments/./webhook.", Some("/payments/webhook")),
            ("/payments%2Fwebhook", Some("/payments/webhook")),
            (
                "/payments/complete&order=O-1?a=1",
                Some("/payments/complete?order=O-1&a=1"),
            ),
            (
                "/payments/complete;jsessionid=A?a=1",
                Some("/payments/complete?jsessionid=A&a=1"),
            ),
            (
                "/payments/complete%3Border=%EA%B0%80%20%41",
                Some("/payments/complete?order=%EA%B0%80%20A"),
            ),
            ("/가;%41", None),
            (
                "/payments/complete;가%FF",
                Some("/payments/complete?%EA%B0%80%EF%BF%BD"),
            ),
            ("/payments/nothing/", None),
            ("/cart/", None),
            ("/", None),
        ] {
            let uri = PathAndQuery::try_from(asked).unwrap();
            let uri = Uri::from_parts({
                let mut parts = axum::http::uri::Parts::default();
                parts.path_and_query = Some(uri);
                parts
            })
            .unwrap();
            assert_eq!(
                mended(&uri).map(|uri| uri.to_string()).as_deref(),
                read,
                "{asked}"
            );
        }
    }
}
