//! The JavaScript SDK: one implementation, served under i'mport's names.
//! The legacy edition is called with jQuery, so without it the script fails and `window.IMP` stays
//! undefined, as with the real one; the v1 edition and its twin for `import` need nothing.

mod edition;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::ledger::Edition;
use super::world::World;

const JQUERY: &str = include_str!("../assets/jquery-1.12.4.min.js");

pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/v1/iamport.js", get(v1))
        .route("/v1/iamport.esm.js", get(esm))
        .route("/js/{file}", get(legacy_or_jquery))
}

const V1: &str = "1.3.0";

async fn v1(State(world): State<Arc<World>>) -> Response {
    script(edition::script(&world, Edition::V1, V1))
}

/// Browsers fetch modules of another origin only with its leave.
async fn esm(State(world): State<Arc<World>>) -> Response {
    (
        [(ACCESS_CONTROL_ALLOW_ORIGIN, "*")],
        script(edition::module(&world, V1)),
    )
        .into_response()
}

/// `iamport.payment-<version>.js`, the unversioned name (1.0.0), or the jQuery that the guide loads.
async fn legacy_or_jquery(State(world): State<Arc<World>>, Path(file): Path<String>) -> Response {
    if file == "jquery-1.12.4.min.js" {
        return (headers("public, max-age=86400"), JQUERY).into_response();
    }
    match legacy_version(&file) {
        Some(version) => script(edition::script(&world, Edition::Legacy, version)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn legacy_version(file: &str) -> Option<&str> {
    let name = file.strip_suffix(".js")?.strip_prefix("iamport.payment")?;
    if name.is_empty() {
        return Some("1.0.0");
    }
    let version = name.strip_prefix('-')?;
    let plausible = !version.is_empty()
        && version
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plausible.then_some(version)
}

fn script(text: String) -> Response {
    (headers("no-cache"), text).into_response()
}

fn headers(cache: &'static str) -> [(HeaderName, &'static str); 3] {
    [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, cache),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_of_the_legacy_name_is_served() {
        assert_eq!(legacy_version("iamport.payment-1.2.0.js"), Some("1.2.0"));
        assert_eq!(legacy_version("iamport.payment.js"), Some("1.0.0"));
        assert_eq!(legacy_version("iamport.payment-../x.js"), None);
        assert_eq!(legacy_version("jquery.js"), None);
    }
}
