//! Works off i'mport's notices that are nobody's. Those that name an attempt of ours come first; of the others, anybody could
//! send any number, so they make us ask i'mport at a slow and steady pace.

use futures::{StreamExt, TryStreamExt, stream};

use super::{AT_ONCE, Progress, Workers};
use crate::{
    checkout::{Error, NOTICE_LEASE_SECONDS},
    store::Rank,
};

const BATCH: i64 = 20;
/// Of the strangers, per run; there is about one run a second.
const STRANGERS: i64 = 2;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    let known = work_off(workers, Rank::Known, BATCH).await?;
    let strangers = work_off(workers, Rank::Stranger, STRANGERS).await?;
    Ok(match Progress::of(known, BATCH) {
        Progress::Full => Progress::Full,
        Progress::Done(known) => Progress::Done(known + strangers),
    })
}

async fn work_off(workers: &Workers, rank: Rank, limit: i64) -> Result<usize, Error> {
    let shop = &workers.shop;
    let now = shop.clock().now();
    let notices = shop.db().claim_notices(rank, now, now.plus_seconds(NOTICE_LEASE_SECONDS), limit).await?;
    let count = notices.len();
    stream::iter(notices)
        .map(Ok)
        .try_for_each_concurrent(AT_ONCE, |notice| async move { shop.work_off(&notice).await })
        .await?;
    Ok(count)
}
