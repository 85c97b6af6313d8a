//! Gives up orders that nobody paid in time, and frees what they held. Asks i'mport first: money may have come
//! that nobody told us about.

use super::{Progress, Workers};
use crate::checkout::Error;

const BATCH: i64 = 20;
/// Nobody else asks about the same order meanwhile. One about which i'mport cannot be asked makes way for the others
/// for so long.
const LEASE_SECONDS: i64 = 60;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let until = now.plus_seconds(LEASE_SECONDS);
    let overdue = shop.db().claim_overdue_orders(now, until, BATCH).await?;
    for order in &overdue {
        match shop.expire(order, until).await {
            Ok(()) => {}
            Err(Error::Iamport(e)) => {
                tracing::warn!(order = %order, error = %crate::telemetry::chain(&*e), "an overdue order waits until i'mport can be asked");
            }
            Err(e) => return Err(e),
        }
    }
    Ok(Progress::of(overdue.len(), BATCH))
}
