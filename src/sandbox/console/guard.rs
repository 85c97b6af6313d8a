//! The console has no credentials, so only pages of its own and programs may use it. Forms of other sites are refused by
//! where they come from. A site whose name leads to this machine for a while (DNS rebinding) is refused by that name.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::sandbox::world::World;

/// No page of another site shows the console inside its own.
const IN_NO_FRAME: HeaderValue = HeaderValue::from_static("frame-ancestors 'none'");

pub async fn refuse_strange_names(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let own = url::Url::parse(&world.url).ok();
    let own = own.as_ref().and_then(url::Url::host_str);
    // Programs may ask without a name; browsers never do.
    if host
        .map(name_in)
        .is_some_and(|name| Some(name) != own && is_strange(name))
    {
        let why = "the console answers under its own address (SANDBOX_URL), and under names without a dot";
        return (StatusCode::MISDIRECTED_REQUEST, why).into_response();
    }
    let mut answer = next.run(request).await;
    answer
        .headers_mut()
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(IN_NO_FRAME);
    answer
}

fn name_in(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

/// A name that a stranger can have registered: with a dot, and no address.
fn is_strange(name: &str) -> bool {
    name.contains('.')
        && !name.starts_with('[')
        && name.parse::<Ipv4Addr>().is_err()
        && ![".localhost", ".local", ".internal", ".test"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_stranger_may_own_is_strange() {
        for (host, strange) in [
            ("127.0.0.1:3100", false),
            ("[::1]:3100", false),
            ("localhost:3100", false),
            ("sandbox:3100", false),
            ("pg.localhost", false),
            ("rebind.evil.example:3100", true),
            ("evil.example", true),
            ("127.0.0.1.evil.example", true),
        ] {
            assert_eq!(is_strange(name_in(host)), strange, "{host}");
        }
    }
}
