//! Asks i'mport about every attempt that is still open, so that a paid order becomes paid even if callback,
//! return and webhook are all lost.

use futures::{StreamExt, TryStreamExt, stream};

use super::{AT_ONCE, Progress, Workers};
use crate::{
    checkout::{Error, Shop, Source},
    clock::Millis,
    domain::{attempt::Attempt, order::AttemptState},
};

const BATCH: i64 = 20;
const LEASE_SECONDS: i64 = 60;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let attempts = shop
        .db()
        .claim_attempts(now, now.plus_seconds(LEASE_SECONDS), BATCH)
        .await?;
    let count = attempts.len();
    stream::iter(attempts)
        .map(Ok)
        .try_for_each_concurrent(
            AT_ONCE,
            |attempt| async move { ask(shop, &attempt, now).await },
        )
        .await?;
    Ok(Progress::of(count, BATCH))
}

async fn ask(shop: &Shop, attempt: &Attempt, now: Millis) -> Result<(), Error> {
    let asked = if attempt.doubt_since.is_some() {
        shop.ask_again(attempt).await
    } else {
        shop.settle_attempt(&attempt.merchant_uid, Source::Sweep)
            .await
            .map(drop)
    };
    match asked {
        Ok(()) | Err(Error::UnknownPayment) => {}
        Err(Error::Iamport(e)) => {
            tracing::warn!(merchant_uid = %attempt.merchant_uid, error = %crate::telemetry::chain(&*e), "could not ask about an open attempt");
        }
        Err(e) => return Err(e),
    }
    Ok(shop
        .db()
        .ask_later(&attempt.merchant_uid, next_ask(attempt, now))
        .await?)
}

/// Soon while a shopper may sit in the window, then ever more rarely: a third of the attempt's age later. An
/// issued account is asked about hourly at least, an abandoned window daily at last; a failed one may still be
/// approved late. After that only a notice can bring news.
fn next_ask(attempt: &Attempt, now: Millis) -> Millis {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    let age = (now.0 - attempt.opened_at.0) / 1_000;
    let (longest, last) = match attempt.state {
        AttemptState::Ready => (HOUR, 60 * DAY),
        AttemptState::Failed => (DAY, 3 * DAY),
        AttemptState::Opened
        | AttemptState::Paid
        | AttemptState::Cancelled
        | AttemptState::Forged => (DAY, 14 * DAY),
    };
    if age > last {
        return Millis::NEVER;
    }
    let pause = if attempt.doubt_since.is_some() {
        10
    } else {
        (age / 3).clamp(15, longest)
    };
    now.plus_seconds(pause)
}
