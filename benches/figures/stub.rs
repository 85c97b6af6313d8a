//! i'mport, answering at once and from nothing: `imp_7` is the payment of the attempt `M7`, paid in full.

use axum::{
    Json, Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

pub const AMOUNT: i64 = 64_900;

async fn get_token() -> Json<Value> {
    let grant = json!({ "access_token": "t", "now": 0, "expired_at": 1_000_000 });
    Json(json!({ "code": 0, "message": null, "response": grant }))
}

async fn payment(Path(imp_uid): Path<String>) -> Json<Value> {
    let merchant_uid = imp_uid.replacen("imp_", "M", 1);
    Json(json!({ "code": 0, "message": null, "response": {
        "imp_uid": imp_uid, "merchant_uid": merchant_uid, "status": "paid", "amount": AMOUNT, "cancel_amount": 0,
        "currency": "KRW", "sandbox": true, "pay_method": "card", "pg_provider": "html5_inicis",
        "apply_num": "90207988", "card_name": "신한카드", "card_quota": 0, "paid_at": 1_795_381_239,
    } }))
}

async fn nothing() -> Response {
    let body = json!({ "code": -1, "message": "존재하지 않는 결제정보입니다.", "response": null });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// Where it listens.
pub async fn start() -> String {
    let router = Router::new()
        .route("/users/getToken", post(get_token))
        .route("/payments/{imp_uid}", get(payment))
        .fallback(nothing);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    TaskTracker::new().spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}
