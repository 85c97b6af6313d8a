//! Works off i'mport's notices.

use super::{Progress, Workers};
use crate::checkout::Error;

const BATCH: i64 = 20;
/// Longer than a look-up with all its tries may take.
const LEASE_SECONDS: i64 = 60;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let notices = shop.db().claim_notices(now, now.plus_seconds(LEASE_SECONDS), BATCH).await?;
    for notice in &notices {
        shop.work_off(notice).await?;
    }
    Ok(Progress::of(notices.len(), BATCH))
}
