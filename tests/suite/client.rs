//! The i'mport client against an upstream that misbehaves in ways the sandbox does not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use imp_checkout::{
    clock::Clock,
    domain::ids::ImpUid,
    iamport::{Access, Client, Error},
};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

#[derive(Clone, Default)]
struct Upstream {
    tokens: Arc<AtomicUsize>,
    lookups: Arc<AtomicUsize>,
}

async fn get_token(State(upstream): State<Upstream>) -> Json<Value> {
    // Slow enough for many callers to wait for the same one.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let number = upstream.tokens.fetch_add(1, Ordering::SeqCst) + 1;
    Json(
        json!({ "code": 0, "message": null, "response": { "access_token": format!("t{number}"), "now": 1000, "expired_at": 2800 } }),
    )
}

async fn lookup(State(upstream): State<Upstream>, headers: HeaderMap) -> Response {
    upstream.lookups.fetch_add(1, Ordering::SeqCst);
    if headers["authorization"] == "t1" {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({ "code": -1, "message": "Unauthorized", "response": null })),
        )
            .into_response();
    }
    Json(json!({ "code": 0, "message": null, "response": { "imp_uid": "imp_1", "merchant_uid": "M", "status": "paid", "amount": 10.5, "currency": "USD" } }))
        .into_response()
}

async fn start(upstream: Upstream) -> (Client, Clock) {
    let router = Router::new()
        .route("/users/getToken", post(get_token))
        .route("/payments/imp_1", get(lookup))
        .route("/payments/imp_html", get(|| async { (StatusCode::OK, Html("<html>maintenance</html>")) }))
        .route("/payments/imp_502", get(|| async { (StatusCode::BAD_GATEWAY, Html("<html>bad gateway</html>")) }))
        .route("/payments/imp_empty", get(|| async { StatusCode::OK }))
        .route(
            "/payments/imp_none",
            get(|| async {
                (
                    StatusCode::NOT_FOUND,
                    Json(json!({ "code": -1, "message": "존재하지 않는 결제정보입니다.", "response": null })),
                )
            }),
        )
        .with_state(upstream);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = format!("http://{}", listener.local_addr().unwrap());
    TaskTracker::new().spawn(async move { axum::serve(listener, router).await.unwrap() });
    let clock = Clock::manual(Clock::System.now());
    let access = Access {
        api_url,
        imp_key: "k".into(),
        imp_secret: "s".to_owned().into(),
    };
    (Client::new(access, clock.clone()).unwrap(), clock)
}

fn imp(text: &str) -> ImpUid {
    ImpUid::parse(text).unwrap()
}

#[tokio::test]
async fn one_token_serves_many_and_a_refused_one_is_renewed_once() {
    let upstream = Upstream::default();
    let (client, _) = start(upstream.clone()).await;
    let uid = imp("imp_1");
    let calls = (0..20).map(|_| client.payment(&uid));
    for seen in futures::future::join_all(calls).await {
        assert_eq!(seen.unwrap().amount.to_string(), "10.5");
    }
    // The first token was fetched once for all, refused, and replaced once for all.
    assert_eq!(upstream.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_is_reused_until_shortly_before_its_end() {
    let upstream = Upstream::default();
    let (client, clock) = start(upstream.clone()).await;
    client.check_access().await.unwrap();
    clock.advance_seconds(1_760);
    client.check_access().await.unwrap();
    assert_eq!(upstream.tokens.load(Ordering::SeqCst), 1);
    clock.advance_seconds(20);
    client.check_access().await.unwrap();
    assert_eq!(upstream.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn no_answer_is_told_from_no() {
    let (client, _) = start(Upstream::default()).await;
    for uid in ["imp_html", "imp_502", "imp_empty"] {
        let error = client.payment(&imp(uid)).await.unwrap_err();
        assert!(error.is_passing(), "{uid}: {error}");
    }
    assert!(matches!(
        client.payment(&imp("imp_none")).await,
        Err(Error::NotFound { .. })
    ));
}
