//! The inbox: messages that the shop's notifier delivers instead of sending them.

use std::sync::Arc;

use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::inbox::Message;
use crate::sandbox::world::World;

use super::body::Body;

#[derive(Debug, Deserialize)]
pub struct Filter {
    to: Option<String>,
}

pub async fn list(State(world): State<Arc<World>>, Query(filter): Query<Filter>) -> Answer {
    let state = world.lock();
    let list: Vec<&Message> = state.inbox.list(filter.to.as_deref()).collect();
    Ok(Reply::ok(json!(list)))
}

pub async fn receive(State(world): State<Arc<World>>, Body(body): Body) -> Answer {
    let message: Message = serde_json::from_value(body)
        .map_err(|error| Reply::bad(format!("잘못된 메시지입니다. ({error})")))?;
    let now = world.clock.now();
    let stored = world.lock().inbox.receive(message, now);
    Ok(Reply::ok(json!(stored)))
}

pub async fn clear(State(world): State<Arc<World>>) -> Answer {
    world.lock().inbox.clear();
    Ok(Reply::ok(json!([])))
}
