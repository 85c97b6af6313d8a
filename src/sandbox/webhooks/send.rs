//! One attempt to deliver one webhook, and the decision whether another follows.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::sandbox::agenda::Job;
use crate::sandbox::settings::ContentType;
use crate::sandbox::world::World;

use super::log::{Attempt, Delivery, Kind, State};

const RESEND_LIMIT: Duration = Duration::from_secs(15);
const RETRY_AFTER_SECONDS: i64 = 60;
/// How much of the shop's answer the log keeps.
const ANSWER_CHARS: usize = 300;

/// Makes one attempt; the answer goes to the log.
pub async fn deliver(world: &Arc<World>, id: u64) {
    let Some(delivery) = world.lock().webhooks.get(id).cloned() else {
        return;
    };
    let attempt = attempt(world, &delivery).await;
    tracing::info!(url = %delivery.url, imp_uid = %delivery.imp_uid, status = ?attempt.status, "webhook sent");
    record(world, id, attempt);
    world.attempted.notify_waiters();
}

fn record(world: &Arc<World>, id: u64, attempt: Attempt) {
    let now = world.clock.now();
    let mut state = world.lock();
    let Some(delivery) = state.webhooks.get_mut(id) else {
        return;
    };
    let delivered = attempt.status == Some(200);
    let again = !delivered
        && attempt.status.is_none_or(|status| status >= 500)
        && delivery.retries_left > 0;
    delivery.attempts.push(attempt);
    delivery.state = if delivered {
        State::Delivered
    } else {
        State::Failed
    };
    if again {
        delivery.retries_left -= 1;
        delivery.state = State::Waiting;
        delivery.due = now.plus_seconds(RETRY_AFTER_SECONDS);
        let due = delivery.due;
        state.agenda.add(due, Job::Deliver(id));
        world.wake.notify_one();
    }
}

async fn attempt(world: &World, delivery: &Delivery) -> Attempt {
    let at = world.clock.now().seconds();
    let started = Instant::now();
    let request = world.http.post(&delivery.url);
    let request = match delivery.content_type {
        ContentType::Json => request.json(&delivery.body),
        ContentType::Form => request.form(&pairs(&delivery.body)),
    };
    let request = if delivery.kind == Kind::Resend {
        request.timeout(RESEND_LIMIT)
    } else {
        request
    };
    let outcome = request.send().await;
    let took_ms =
        |started: Instant| u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Ok(response) => {
            let status = response.status().as_u16();
            let answer = beginning(response).await;
            Attempt {
                at,
                status: Some(status),
                error: None,
                answer,
                took_ms: took_ms(started),
            }
        }
        Err(error) => {
            let reason = if error.is_timeout() {
                "시간 초과".to_owned()
            } else {
                chain(&error)
            };
            Attempt {
                at,
                status: None,
                error: Some(reason),
                answer: String::new(),
                took_ms: took_ms(started),
            }
        }
    }
}

/// Reads no more of an answer than the log keeps.
async fn beginning(mut response: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_CHARS * 4 {
            break;
        }
    }
    String::from_utf8_lossy(&bytes)
        .chars()
        .take(ANSWER_CHARS)
        .collect()
}

fn pairs(body: &Value) -> Vec<(String, String)> {
    let entries = body.as_object().into_iter().flatten();
    entries
        .map(|(key, value)| {
            (
                key.clone(),
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        })
        .collect()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
