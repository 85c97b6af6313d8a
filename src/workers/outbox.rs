//! Carries out what order changes asked for: at least once, with rising pauses, and visibly given up at last.

use super::{Progress, Workers};
use crate::{checkout::Error, notify::Message, store::OutboxRow};

const BATCH: i64 = 20;
const LEASE_SECONDS: i64 = 60;
/// With doubling pauses of at most ten minutes: about an hour and a half.
const MAX_TRIES: i64 = 16;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let rows = shop.db().claim_outbox(now, now.plus_seconds(LEASE_SECONDS), BATCH).await?;
    for row in &rows {
        send(workers, row).await?;
    }
    Ok(Progress::of(rows.len(), BATCH))
}

async fn send(workers: &Workers, row: &OutboxRow) -> Result<(), Error> {
    let db = workers.shop.db();
    let message = match Message::from_text(&row.message) {
        Ok(message) => message,
        Err(e) => return Ok(db.finish_outbox(row.id, "dead", &e.to_string()).await?),
    };
    match workers.notifier.send(&message, &row.id.to_string()).await {
        Ok(()) => Ok(db.finish_outbox(row.id, "done", "").await?),
        Err(e) => {
            let why = crate::telemetry::chain(&e);
            tracing::warn!(order = row.order_id, tries = row.tries, error = why, "a message could not be sent");
            if row.tries >= MAX_TRIES {
                return Ok(db.finish_outbox(row.id, "dead", &why).await?);
            }
            let wait = 2_i64.saturating_pow(u32::try_from(row.tries).unwrap_or(u32::MAX)).min(600);
            Ok(db.retry_outbox(row.id, workers.shop.clock().now().plus_seconds(wait), &why).await?)
        }
    }
}
