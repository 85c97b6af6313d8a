//! Works off i'mport's notices: those that came to this node as soon as they are stored, and once a second whatever else is
//! due. Those that name an attempt of ours come first; of the others, anybody could send any number, so they make us ask
//! i'mport at a slow and steady pace.

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

/// One of those that came to this node.
pub async fn meet_arrival(workers: &Workers) -> Result<Progress, Error> {
    let Some(notice) = workers.shop.arrivals().take() else { return Ok(Progress::Done(0)) };
    workers.shop.work_off(&notice).await?;
    Ok(Progress::Full)
}

/// Nobody works them off here any more.
pub async fn let_go_of_arrivals(workers: &Workers) {
    for notice in workers.shop.arrivals().close() {
        if let Err(e) = workers.shop.let_go_of(&notice).await {
            tracing::warn!(error = %crate::telemetry::chain(&e), "a notice has to wait until its lease runs out");
        }
    }
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
