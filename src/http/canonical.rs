//! One name for the shop. Cookies belong to a host: a shopper who starts at `www.` and comes back from the PG to the name
//! in `PUBLIC_URL` would find cart and order gone.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{origin::Origin, proxies::peer, state::Shared};

/// Sends a browser on to the shop's own origin, if `PUBLIC_URL` names one (308, so that a form keeps its fields). A proxy
/// that does not pass the browser's `Host` on asks under an inner name; it is answered, or it would be sent in circles.
pub async fn go_to_canonical(
    State(state): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let Some(canonical) = &state.canonical else {
        return next.run(request).await;
    };
    let peer = peer(&request);
    let told_scheme = state.proxies.scheme(request.headers(), peer);
    // Without a word about it, TLS ends before us.
    let scheme = told_scheme.unwrap_or(canonical.scheme());
    let reached = Origin::of(&request, &state.proxies, peer).and_then(|reached| reached.by(scheme));
    let Some(asked) = reached else {
        return next.run(request).await;
    };
    if asked == *canonical || asked.is_a_proxys_name_for(canonical) {
        return next.run(request).await;
    }
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    let Ok(location) = HeaderValue::from_str(&format!("{canonical}{path}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    (
        StatusCode::PERMANENT_REDIRECT,
        [(header::LOCATION, location)],
    )
        .into_response()
}
