//! A node leaves without a request being lost. From the moment it is told to stop it is not ready, takes no new
//! connection, and closes those it has after their next answer. Idle ones have some seconds to be used or given up by
//! the proxy that keeps them: one that we closed just while a request came would lose it.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio_util::sync::CancellationToken;

use super::door::LINGER;

/// The end of a node, in two steps.
#[derive(Clone, Debug, Default)]
pub struct Drain {
    /// It was told to stop.
    pub begun: CancellationToken,
    /// What still runs is finished now, and nothing else is begun.
    pub over: CancellationToken,
}

impl Drain {
    /// Goes from the first step to the second, no sooner than the door is closed.
    pub async fn follow(self, pause: Duration) {
        self.begun.cancelled().await;
        tokio::time::sleep(pause.max(LINGER)).await;
        self.over.cancel();
    }
}

/// For every answer of a node, `/readyz` among them.
pub async fn say_goodbye(State(drain): State<Drain>, request: Request, next: Next) -> Response {
    let asks_readiness = request.uri().path() == "/readyz";
    if asks_readiness && drain.begun.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::CONNECTION, "close")], "stopping\n").into_response();
    }
    let mut response = next.run(request).await;
    if drain.begun.is_cancelled() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
