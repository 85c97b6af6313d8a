//! Asks i'mport about every attempt that is still open, so that a paid order becomes paid even if callback,
//! return and webhook are all lost.

use super::{Progress, Workers};
use crate::{
    checkout::{Error, Who},
    clock::Millis,
    domain::order::AttemptState,
    store::Attempt,
};

const BATCH: i64 = 20;
const LEASE_SECONDS: i64 = 60;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let attempts = shop.db().claim_attempts(now, now.plus_seconds(LEASE_SECONDS), BATCH).await?;
    for attempt in &attempts {
        let asked = if attempt.doubt_since.is_some() {
            shop.ask_again(attempt).await
        } else {
            shop.settle_attempt(&attempt.merchant_uid, Who::Sweep).await.map(drop)
        };
        match asked {
            Ok(()) | Err(Error::UnknownPayment) => {}
            Err(Error::Iamport(e)) => {
                tracing::warn!(merchant_uid = %attempt.merchant_uid, error = %crate::telemetry::chain(&e), "could not ask about an open attempt");
            }
            Err(e) => return Err(e),
        }
        shop.db().ask_later(&attempt.merchant_uid, next_ask(attempt, now)).await?;
    }
    Ok(Progress::of(attempts.len(), BATCH))
}

/// Soon while a shopper may sit in the window, then ever more rarely: a third of the attempt's age later. An
/// issued account is asked about hourly at least, an abandoned window daily at last.
fn next_ask(attempt: &Attempt, now: Millis) -> Millis {
    const HOUR: i64 = 3_600;
    let age = (now.0 - attempt.opened_at.0) / 1_000;
    let longest = match attempt.state {
        AttemptState::Ready => HOUR,
        AttemptState::Opened
        | AttemptState::Paid
        | AttemptState::Failed
        | AttemptState::Cancelled
        | AttemptState::Forged => 24 * HOUR,
    };
    let pause = if attempt.doubt_since.is_some() { 10 } else { (age / 3).clamp(15, longest) };
    now.plus_seconds(pause)
}
