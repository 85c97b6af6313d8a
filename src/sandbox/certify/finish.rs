//! How a verification window ends: the callback object, or the query of a redirect.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use url::Url;

use crate::sandbox::certification::Certification;
use crate::sandbox::gateway::Door;
use crate::sandbox::ledger::Told;
use crate::sandbox::windows::hand_over;
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

pub fn told_of(visited: &Certification) -> Option<&Told> {
    visited
        .window
        .as_ref()
        .and_then(|window| window.told.as_ref())
}

pub fn page(visited: &Certification, lang: Lang) -> Response {
    let Some(window) = &visited.window else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let target = window
        .redirect_url
        .as_deref()
        .filter(|_| window.door == Door::Redirect);
    match target.and_then(|target| Url::parse(target).ok()) {
        Some(mut address) => {
            address.query_pairs_mut().extend_pairs(query(visited));
            Redirect::to(address.as_str()).into_response()
        }
        None => hand_over(window, &callback(visited), lang),
    }
}

/// What a popup's minder asks.
pub async fn told(State(world): State<Arc<World>>, Path(key): Path<String>) -> Response {
    let state = world.lock();
    let Some(visited) = state.papers.certification_of_window(&key) else {
        return Json(json!({"state": "silent"})).into_response();
    };
    match told_of(visited) {
        None => Json(json!({"state": "open"})).into_response(),
        Some(_) => Json(json!({"state": "done", "data": callback(visited)})).into_response(),
    }
}

fn callback(visited: &Certification) -> Value {
    let mut data = json!({
        "success": visited.is_certified(),
        "imp_uid": visited.imp_uid,
        "merchant_uid": visited.merchant_uid,
        "request_id": visited.window.as_ref().map(|window| &window.request_id),
    });
    if let Some(Told::Failure { code, message }) = told_of(visited) {
        data["error_code"] = json!(code);
        data["error_msg"] = json!(message);
    }
    data
}

fn query(visited: &Certification) -> Vec<(&'static str, String)> {
    let mut query = vec![
        ("success", visited.is_certified().to_string()),
        ("imp_uid", visited.imp_uid.clone()),
        (
            "merchant_uid",
            visited.merchant_uid.clone().unwrap_or_default(),
        ),
    ];
    if let Some(Told::Failure { code, message }) = told_of(visited) {
        query.extend(code.clone().map(|code| ("error_code", code)));
        query.push(("error_msg", message.clone()));
    }
    query
}
