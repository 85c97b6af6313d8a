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

/// Time for taking up whoever waits for the listener; shorter than it takes TCP to ask again.
pub const LINGER: Duration = Duration::from_millis(250);

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
pub async fn close_connections(
    State(drain): State<Drain>,
    request: Request,
    next: Next,
) -> Response {
    let asks_readiness = request.uri().path() == "/readyz";
    if asks_readiness && drain.begun.is_cancelled() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CONNECTION, "close")],
            "stopping\n",
        )
            .into_response();
    }
    let mut response = next.run(request).await;
    if drain.begun.is_cancelled() {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::future::IntoFuture;

    use axum::{Router, middleware, routing::get};
    use reqwest::Client;
    use tokio::net::{TcpListener, TcpStream};
    use tokio_util::task::TaskTracker;

    use super::*;
    use crate::http::draining_listener::DrainingListener;

    #[tokio::test]
    async fn a_node_that_leaves_answers_what_is_under_way_and_lets_nobody_new_in() {
        let drain = Drain::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/", get(|| async { "ok" }))
            .route("/readyz", get(|| async { "ready" }));
        let routes = routes.layer(middleware::from_fn_with_state(
            drain.clone(),
            close_connections,
        ));
        let door = DrainingListener::new(listener, &drain).unwrap();
        let server =
            axum::serve(door, routes).with_graceful_shutdown(drain.over.clone().cancelled_owned());
        let served = TaskTracker::new().spawn(server.into_future());
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (shopper, operator) = (Client::new(), Client::new());
        for (client, path) in [(&shopper, "/"), (&operator, "/readyz")] {
            let answer = client.get(format!("{url}{path}")).send().await.unwrap();
            assert!(answer.status() == 200 && !answer.headers().contains_key(header::CONNECTION));
            answer.text().await.unwrap();
        }
        drain.begun.cancel();
        for (client, path, status) in [(&shopper, "/", 200), (&operator, "/readyz", 503)] {
            let answer = client.get(format!("{url}{path}")).send().await.unwrap();
            assert_eq!(answer.status(), status);
            assert_eq!(answer.headers()[header::CONNECTION], "close");
            answer.text().await.unwrap();
        }
        let refused = async {
            while TcpStream::connect(url.trim_start_matches("http://"))
                .await
                .is_ok()
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), refused)
            .await
            .expect("new connections are still taken");
        drain.over.cancel();
        served.await.unwrap().unwrap();
    }
}
