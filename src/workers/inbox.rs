//! Processes the webhooks that no node holds. Those that match an attempt of ours come first; of the others, anybody
//! could send any number, so they make us ask i'mport at a slow and steady pace.

use futures::{StreamExt, TryStreamExt, stream};

use super::{AT_ONCE, Progress, Workers};
use crate::{
    checkout::{Error, NOTICE_LEASE_SECONDS},
    store::Priority,
};

const BATCH: i64 = 20;
/// How many unmatched notices one run processes; there is about one run a second.
const UNMATCHED: i64 = 2;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let matched = process_batch(workers, Priority::Matched, BATCH).await?;
    let unmatched = process_batch(workers, Priority::Unmatched, UNMATCHED).await?;
    Ok(match Progress::of(matched, BATCH) {
        Progress::Full => Progress::Full,
        Progress::Done(matched) => Progress::Done(matched + unmatched),
    })
}

async fn process_batch(workers: &Workers, priority: Priority, limit: i64) -> Result<usize, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let notices = shop
        .db()
        .claim_notices(priority, now, now.plus_seconds(NOTICE_LEASE_SECONDS), limit)
        .await?;
    let count = notices.len();
    stream::iter(notices)
        .map(Ok)
        .try_for_each_concurrent(AT_ONCE, |notice| async move {
            shop.process_notice(&notice).await
        })
        .await?;
    Ok(count)
}
