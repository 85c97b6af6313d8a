//! The SDK asks for a verification window.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::api::short_text;
use crate::sandbox::certification::Certification;
use crate::sandbox::gateway::{Device, Door};
use crate::sandbox::ledger::{Edition, Window};
use crate::sandbox::state;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
struct Ask {
    user_code: String,
    #[serde(default)]
    tier_code: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
    device: Device,
    edition: Edition,
    #[serde(deserialize_with = "short_text")]
    page_origin: String,
    #[serde(deserialize_with = "short_text")]
    request_id: String,
}

pub async fn open(State(world): State<Arc<World>>, body: Bytes) -> Json<Value> {
    let Ok(ask) = serde_json::from_slice::<Ask>(&body) else {
        return Json(refused(None, "본인인증 창 호출에 실패하였습니다."));
    };
    let now = world.clock.now();
    let mut guard = world.lock();
    let book = guard
        .merchant(&ask.user_code)
        .and_then(|merchant| merchant.book(ask.tier_code.as_deref()));
    let Some(book) = book else {
        return Json(refused(
            ask.params.get("merchant_uid"),
            "등록된 본인인증 설정 정보가 없습니다.",
        ));
    };
    let state::State { papers, ids, .. } = &mut *guard;
    let merchant_uid = ask
        .params
        .get("merchant_uid")
        .and_then(Value::as_str)
        .map(cut(40));
    let mut certification = Certification::requested(&book, merchant_uid, None, None, ids, now);
    let window = window(&ask, ids.hex(24));
    let answer = json!({
        "next": "window", "door": window.door, "key": window.key, "url": format!("/certificates/{}", window.key),
    });
    certification.origin = Some(ask.page_origin);
    certification.window = Some(window);
    papers.keep_certification(certification);
    Json(answer)
}

fn window(ask: &Ask, key: String) -> Window {
    let redirect_url = ask
        .params
        .get("m_redirect_url")
        .and_then(Value::as_str)
        .map(cut(2_000));
    Window {
        key,
        door: door(ask, redirect_url.is_some()),
        edition: ask.edition,
        page_origin: ask.page_origin.clone(),
        redirect_url,
        request_id: ask.request_id.clone(),
        wrong_passwords: 0,
        told: None,
    }
}

/// A popup if asked for; phones leave the page when there is a way back, else an iframe.
fn door(ask: &Ask, way_back: bool) -> Door {
    let popup = ask.params.get("popup").and_then(Value::as_bool) == Some(true);
    match ask.device {
        _ if popup => Door::Popup,
        Device::Mobile if way_back => Door::Redirect,
        Device::Mobile | Device::Pc | Device::Api => Door::Frame,
    }
}

fn cut(most: usize) -> impl Fn(&str) -> String {
    move |text| text.chars().take(most).collect()
}

fn refused(merchant_uid: Option<&Value>, message: &str) -> Value {
    let data = json!({
        "success": false, "imp_uid": null, "merchant_uid": merchant_uid, "error_code": "F400", "error_msg": message,
    });
    json!({"next": "refused", "data": data})
}
