//! What goes wrong next.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::faults::read_rules;
use crate::sandbox::world::World;

use super::body::Body;

pub async fn list(State(world): State<Arc<World>>) -> Answer {
    Ok(Reply::ok(json!(world.lock().faults.list())))
}

/// One rule or a list. Rules with the same `match` are replaced, others stay; an empty list clears all.
pub async fn declare(State(world): State<Arc<World>>, Body(body): Body) -> Answer {
    let rules =
        read_rules(body).map_err(|error| Reply::bad(format!("잘못된 fault입니다. ({error})")))?;
    let now = world.clock.now();
    let mut state = world.lock();
    if rules.is_empty() {
        state.faults.clear();
    }
    state.faults.declare(rules, now);
    Ok(Reply::ok(json!(state.faults.list())))
}

pub async fn clear(State(world): State<Arc<World>>) -> Answer {
    world.lock().faults.clear();
    Ok(Reply::ok(json!([])))
}
