//! `/users` and `/tiers`: tokens for a pair of keys, the merchant's channels and its sub-merchants.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::json;

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::merchant::Merchant;
use crate::sandbox::state;
use crate::sandbox::world::World;

use super::caller::Caller;

pub async fn get_token(State(world): State<Arc<World>>, fields: Fields) -> Answer {
    let missing = || Reply::bad("imp_key, imp_secret 파라메터가 누락되었습니다.");
    let key = fields.text("imp_key")?.ok_or_else(missing)?;
    let secret = fields.text("imp_secret")?.ok_or_else(missing)?;
    let now = world.clock.now();
    let mut state = world.lock();
    let fits = |merchant: &&Merchant| merchant.key == key && merchant.secret == secret;
    let Some(code) = state
        .merchants
        .iter()
        .find(fits)
        .map(|merchant| merchant.code.clone())
    else {
        let message = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
        return Err(Reply::error(StatusCode::UNAUTHORIZED, -1, message));
    };
    let state::State { tokens, ids, .. } = &mut *state;
    let token = tokens.issue(&code, ids, now);
    Ok(Reply::ok(json!({
        "access_token": token.access_token,
        "now": now.seconds(),
        "expired_at": token.expired_at,
    })))
}

pub async fn channels(State(world): State<Arc<World>>, Caller(merchant): Caller) -> Answer {
    let state = world.lock();
    let channels = state
        .merchant(&merchant)
        .map(|merchant| merchant.channels.as_slice())
        .unwrap_or_default();
    let list: Vec<_> = channels
        .iter()
        .map(|channel| {
            json!({
                "pg_provider": channel.pg_provider,
                "pg_id": channel.pg_id,
                "sandbox": channel.sandbox,
                "type": "payment",
                "channel_name": channel.channel_name,
                "channel_key": channel.channel_key,
            })
        })
        .collect();
    Ok(Reply::ok(json!(list)))
}

/// A sub-merchant of the caller.
pub async fn tier(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(code): Path<String>,
) -> Answer {
    let state = world.lock();
    let found = state
        .merchant(&merchant)
        .and_then(|merchant| merchant.tier(&code));
    found
        .map(|tier| Reply::ok(json!({"tier_code": tier.code, "tier_name": tier.name})))
        .ok_or_else(no_such_tier)
}

fn no_such_tier() -> Reply {
    Reply::not_found("등록되지 않은 하위 상점(Tier)입니다.")
}
