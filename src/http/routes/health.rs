//! For those who run the shop: alive, ready, and in figures.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::http::state::Shared;
use crate::telemetry::chain;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers and has room, and i'mport accepts our credentials.
pub async fn ready(State(state): State<Shared>) -> Response {
    let (database, iamport) = tokio::join!(
        state.shop.check_database(),
        state.shop.iamport().check_access()
    );
    let ready = database.is_ok() && iamport.is_ok();
    let tell = |error: Option<String>| error.unwrap_or_else(|| "ok".to_owned());
    let body = json!({
        "database": tell(database.err().map(|e| chain(&e))),
        "iamport": tell(iamport.err().map(|e| chain(&e))),
    });
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

/// Prometheus' text format.
pub async fn metrics(State(state): State<Shared>) -> String {
    if let Ok(count) = state.shop.db().count_given_up_effects().await {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody has so many that it shows"
        )]
        metrics::gauge!("imp_effects_given_up").set(count as f64);
    }
    state.metrics.render()
}
