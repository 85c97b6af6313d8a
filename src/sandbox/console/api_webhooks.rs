//! The delivery log, resends, and webhooks that nothing stands behind.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Reply, is_web_address};
use crate::sandbox::merchant::DEFAULT_CODE;
use crate::sandbox::state::merchant_code;
use crate::sandbox::webhooks::{self, Delivery};
use crate::sandbox::world::World;

use super::body::Body;

#[derive(Debug, Deserialize)]
pub struct Filter {
    merchant: Option<String>,
    imp_uid: Option<String>,
    merchant_uid: Option<String>,
}

pub async fn list(State(world): State<Arc<World>>, Query(filter): Query<Filter>) -> Answer {
    let merchant = filter.merchant.as_deref().unwrap_or(DEFAULT_CODE);
    let wanted = |delivery: &&Delivery| {
        filter
            .imp_uid
            .as_ref()
            .is_none_or(|uid| *uid == delivery.imp_uid)
            && filter
                .merchant_uid
                .as_ref()
                .is_none_or(|uid| *uid == delivery.merchant_uid)
    };
    let state = world.lock();
    let list: Vec<Value> = state
        .webhooks
        .of_merchant(merchant)
        .filter(wanted)
        .take(1_000)
        .map(Delivery::to_json)
        .collect();
    Ok(Reply::ok(json!(list)))
}

pub async fn resend(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Answer {
    let now = world.clock.now();
    let mut state = world.lock();
    let fresh = webhooks::resend(&mut state, id, now)
        .ok_or_else(|| Reply::not_found("존재하지 않는 웹훅입니다."))?;
    world.wake.notify_one();
    Ok(Reply::ok(json!({"id": fresh})))
}

/// `{"url"?, "body": {…}, "merchant"?}`: posts the body as it stands. Without `url`, to the console's address.
pub async fn forge(State(world): State<Arc<World>>, Body(body): Body) -> Answer {
    let merchant = merchant_code(&body).to_owned();
    let now = world.clock.now();
    let mut state = world.lock();
    let stored = state
        .merchant(&merchant)
        .and_then(|merchant| merchant.settings.webhook_url.clone());
    let url = body
        .get("url")
        .and_then(Value::as_str)
        .map(str::to_owned)
        .or(stored);
    let url = url.filter(|url| is_web_address(url));
    let url = url.ok_or_else(|| Reply::bad("url 파라메터는 http 또는 https 주소여야 합니다."))?;
    let content = body.get("body").cloned().unwrap_or_else(|| json!({}));
    let id = webhooks::forge(&mut state, &merchant, url, content, now);
    world.wake.notify_one();
    id.map(|id| Reply::ok(json!({"id": id})))
        .ok_or_else(|| Reply::not_found("존재하지 않는 고객사입니다."))
}
