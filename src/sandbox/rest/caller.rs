//! Who calls: the merchant whose token came along, in any of the forms the real API takes, and with the
//! header `Tier` one of its sub-merchants.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::sandbox::api::Reply;
use crate::sandbox::world::World;

/// The book that the call is about: the merchant's own, or its sub-merchant's.
#[derive(Clone, Debug)]
pub struct Caller(pub String);

impl FromRequestParts<Arc<World>> for Caller {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Reply> {
        let token = token(parts).ok_or_else(Reply::unauthorized)?;
        let now = world.clock.now();
        let state = world.lock();
        let owner = state
            .tokens
            .owner(&token, now)
            .ok_or_else(Reply::unauthorized)?;
        let tier = parts
            .headers
            .get("Tier")
            .map(|value| value.to_str().unwrap_or_default());
        let book = state
            .merchant(owner)
            .and_then(|merchant| merchant.book(tier))
            .ok_or_else(Reply::unauthorized)?;
        Ok(Self(book))
    }
}

/// `Authorization` with or without `Bearer`, the old header, or the old query parameter.
fn token(parts: &Parts) -> Option<String> {
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let standard =
        header(AUTHORIZATION.as_str()).map(|value| value.strip_prefix("Bearer ").unwrap_or(value));
    let in_header = standard
        .or_else(|| header("X-ImpTokenHeader"))
        .map(|token| token.trim().to_owned());
    in_header.or_else(|| {
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(key, _)| key == "_token")
            .map(|(_, token)| token.into_owned())
    })
}
