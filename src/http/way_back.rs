//! Where a browser goes after a plain form: back to the page that the form stands on. Leptos reads that from `Referer`,
//! which privacy settings leave out, and which anybody may write. So the form itself says it, in its field `back`; a form
//! without one goes to the page that its fields name. The header is overwritten with the answer, always with an address of
//! the shop's own.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The field's name. Pages write it (`app::components::WayBack`).
const BACK: &str = "back";
const LONGEST: usize = 1_000;
/// Leptos wants a whole address. What it makes of this one is cut off again.
const BASE: &str = "http://way.back";

pub async fn of_forms(request: Request, next: Next) -> Response {
    if !wants_page(request.headers()) || !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // Longer bodies are cut off before this.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let back = page_of(parts.uri.path(), &body, &parts.headers);
    if let Ok(referer) = HeaderValue::from_str(&format!("{BASE}{back}")) {
        parts.headers.insert(header::REFERER, referer);
    }
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    without_base(answer)
}

/// Whatever the type of its body: Leptos redirects whoever accepts a page.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|kinds| String::from_utf8_lossy(kinds.as_bytes()).contains("text/html"))
}

fn page_of(function: &str, body: &Bytes, headers: &HeaderMap) -> String {
    let field = |name: &str| {
        url::form_urlencoded::parse(body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if let Some(back) = field(BACK).and_then(own_page) {
        return back;
    }
    if let Some(order) = field("order_id") {
        let token = field("token").filter(|token| !token.is_empty());
        let query = token.map_or_else(String::new, |token| format!("?token={token}"));
        if let Some(page) = own_page(format!("/orders/{order}{query}")) {
            return page;
        }
    }
    let page = match function {
        "/api/cart/change" | "/api/cart/remove" => Some("/cart"),
        "/api/orders/place" | "/api/orders/forget" => Some("/checkout"),
        "/api/orders/find" => Some("/orders"),
        _ => None,
    };
    page.map(str::to_owned)
        .or_else(|| page_in_referer(headers))
        .unwrap_or_else(|| "/".to_owned())
}

/// Its path alone counts: whatever host it names, nobody is sent there.
fn page_in_referer(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let url = url::Url::parse(referer).ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let same = url
        .host_str()
        .is_some_and(|name| host.split(':').next() == Some(name));
    let page = url.path().to_owned() + &url.query().map_or_else(String::new, |q| format!("?{q}"));
    own_page(page).filter(|_| same)
}

/// Without its query where it is too long to travel.
fn own_page(mut page: String) -> Option<String> {
    if page.len() > LONGEST
        && let Some(query) = page.find('?')
    {
        page.truncate(query);
    }
    is_own_page(&page).then_some(page)
}

/// A path on this host, and nothing that a browser reads, or makes, into another host: no empty segment, and none of dots.
fn is_own_page(page: &str) -> bool {
    let path = page
        .split('?')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    page.len() <= LONGEST
        && page.starts_with('/')
        && !path.contains("//")
        && !path.replace("%2e", ".").contains("/.")
        && !path.starts_with("/api/")
        && page
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>' | '#'))
}

/// The address of a redirect as a path: it is right under whatever name the browser has asked.
fn without_base(mut answer: Response) -> Response {
    let path = answer
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok()?.strip_prefix(BASE))
        .map(|path| if path.is_empty() { "/" } else { path }.to_owned());
    if let Some(location) = path.and_then(|path| HeaderValue::from_str(&path).ok()) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(function: &str, form: &str, referer: Option<&'static str>) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("shop.example:3000"));
        if let Some(referer) = referer {
            headers.insert(header::REFERER, HeaderValue::from_static(referer));
        }
        page_of(function, &Bytes::from(form.to_owned()), &headers)
    }

    #[test]
    fn the_way_back_is_in_the_form() {
        for (function, form, page) in [
            (
                "/api/language",
                "lang=en&back=%2Forders%2FO-1%3Ftoken%3DT",
                "/orders/O-1?token=T",
            ),
            ("/api/language", "lang=en", "/"),
            ("/api/cart/add", "product=a&quantity=1&back=/", "/"),
            ("/api/cart/change", "product=a&quantity=0", "/cart"),
            ("/api/orders/place", "name=x", "/checkout"),
            ("/api/orders/find", "tel=1", "/orders"),
            (
                "/api/orders/cancel",
                "order_id=O-1&confirm=yes",
                "/orders/O-1",
            ),
            (
                "/api/orders/retry",
                "order_id=O-1&token=T",
                "/orders/O-1?token=T",
            ),
        ] {
            for referer in [None, Some("https://evil.example/x"), Some("about:client")] {
                assert_eq!(back(function, form, referer), page, "{function} {form}");
            }
        }
        let from = Some("https://shop.example:3000/terms?a=1");
        assert_eq!(back("/api/language", "lang=en", from), "/terms?a=1");
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for page in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: a=b",
            "",
            "evil",
            "/api/cart/remove",
            " /",
            "/..//evil.example",
            "/.//evil.example",
            "/x/..//evil.example",
            "/%2e%2e//evil.example",
            "/.%2E//evil.example",
            "/a//b",
            "/한글",
            "/#x",
        ] {
            assert!(!is_own_page(page), "{page:?}");
            let form = serde_urlencoded::to_string([("back", page)]).unwrap();
            assert_eq!(back("/api/language", &form, None), "/", "{page:?}");
            let form = serde_urlencoded::to_string([("order_id", page)]).unwrap();
            let to = back("/api/orders/cancel", &form, None);
            assert!(
                to.starts_with('/') && !to.starts_with("//"),
                "{page:?}: {to}"
            );
        }
        assert!(!is_own_page(&format!("/{}", "a".repeat(LONGEST))));
    }
}
