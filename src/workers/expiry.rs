//! Gives up orders that nobody paid in time, and frees what they held. Asks i'mport first: money may have come
//! that nobody told us about.

use super::{Progress, Workers};
use crate::checkout::Error;

const BATCH: i64 = 20;
/// An order about which i'mport cannot be asked makes way for the others.
const PAUSE_SECONDS: i64 = 60;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let overdue = shop.db().overdue_orders(shop.clock().now(), BATCH).await?;
    for order in &overdue {
        match shop.expire(order).await {
            Ok(()) => {}
            Err(Error::Iamport(e)) => {
                tracing::warn!(order = %order, error = %crate::telemetry::chain(&*e), "an overdue order waits until i'mport can be asked");
                shop.db().put_off_expiry(order, shop.clock().now().plus_seconds(PAUSE_SECONDS)).await?;
            }
            Err(e) => return Err(e),
        }
    }
    Ok(Progress::of(overdue.len(), BATCH))
}
