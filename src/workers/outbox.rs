//! Carries out what order changes asked for: at least once, with rising pauses, and visibly given up at last.

use futures::{StreamExt, TryStreamExt, stream};

use super::{AT_ONCE, Progress, Workers};
use crate::{
    checkout::{Effect, Error},
    notify,
    store::{JobState, OutboxRow},
    telemetry::chain,
};

const BATCH: i64 = 20;
/// Longer than a cancel with its look-ups may take.
const LEASE_SECONDS: i64 = 60;
/// With doubling pauses of at most ten minutes: about an hour and a half.
const MESSAGE_TRIES: i64 = 16;
/// A refusal of i'mport or the PG will not turn into a yes by itself, but it may have been about the moment.
const REFUSAL_TRIES: i64 = 4;
/// PGs answer a receipt they do not like as if they were in trouble. Some six hours.
const PAPER_TRIES: i64 = 40;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let rows = shop
        .db()
        .claim_outbox(now, now.plus_seconds(LEASE_SECONDS), BATCH)
        .await?;
    let count = rows.len();
    stream::iter(rows)
        .map(Ok)
        .try_for_each_concurrent(AT_ONCE, |row| async move { process(workers, &row).await })
        .await?;
    Ok(Progress::of(count, BATCH))
}

async fn process(workers: &Workers, row: &OutboxRow) -> Result<(), Error> {
    let db = workers.shop.db();
    let effect = match Effect::from_text(&row.message) {
        Ok(effect) => effect,
        Err(e) => {
            return Ok(db
                .finish_outbox(row.id, JobState::Dead, &e.to_string())
                .await?);
        }
    };
    let Err(failure) = carry_out(workers, row, &effect).await else {
        return Ok(db.finish_outbox(row.id, JobState::Done, "").await?);
    };
    let why = failure.to_string();
    tracing::warn!(
        order = row.order_id,
        tries = row.tries,
        error = why,
        "an effect could not be carried out"
    );
    if failure.is_final(row.tries) {
        tracing::error!(
            order = row.order_id,
            effect = effect.name(),
            error = why,
            "given up; a person has to act"
        );
        return Ok(db.finish_outbox(row.id, JobState::Dead, &why).await?);
    }
    Ok(db
        .retry_outbox(
            row.id,
            workers.shop.clock().now().after_tries(row.tries),
            &why,
        )
        .await?)
}

async fn carry_out(workers: &Workers, row: &OutboxRow, effect: &Effect) -> Result<(), Failure> {
    match effect {
        Effect::GiveBack { imp_uid, because } => workers
            .shop
            .give_back(imp_uid, *because)
            .await
            .map_err(Failure::Money),
        Effect::Receipt { imp_uid } => workers
            .shop
            .settle_receipt(imp_uid)
            .await
            .map_err(Failure::Paper),
        Effect::CloseAccount { imp_uid } => workers
            .shop
            .close_account(imp_uid)
            .await
            .map_err(Failure::Paper),
        Effect::Notify { message } => workers
            .notifier
            .send(message, &row.id.to_string())
            .await
            .map_err(Failure::Message),
    }
}

#[derive(Debug)]
enum Failure {
    Money(Error),
    /// Receipts and accounts: nobody loses money over them.
    Paper(Error),
    Message(notify::Error),
}

impl Failure {
    /// Money is tried for as long as nobody says no: whoever cannot be reached today can be tomorrow.
    fn is_final(&self, tries: i64) -> bool {
        match self {
            Self::Money(Error::Iamport(e)) | Self::Paper(Error::Iamport(e)) if !e.is_passing() => {
                tries >= REFUSAL_TRIES
            }
            Self::Money(Error::UnknownPayment) | Self::Paper(Error::UnknownPayment) => {
                tries >= REFUSAL_TRIES
            }
            Self::Money(_) => false,
            Self::Paper(_) => tries >= PAPER_TRIES,
            Self::Message(_) => tries >= MESSAGE_TRIES,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Money(e) | Self::Paper(e) => f.write_str(&chain(e)),
            Self::Message(e) => f.write_str(&chain(e)),
        }
    }
}
