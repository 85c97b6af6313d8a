//! Works off the notices that came to this node a moment ago. What a look-up of somebody else's has answered meanwhile is
//! noted for many at once.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio_util::sync::CancellationToken;

use super::{AT_ONCE, log_failure};
use crate::{
    checkout::{Due, PendingNotice, Shop},
    store::NoticeId,
};

const NAME: &str = "arrivals";

/// Until told to stop; then whatever is left may be taken up by anybody.
pub async fn run(shop: &Shop, stop: &CancellationToken) {
    let mut working = FuturesUnordered::new();
    loop {
        let room = AT_ONCE.saturating_sub(working.len());
        tokio::select! {
            () = stop.cancelled() => break,
            Some(()) = working.next() => {}
            Due { answered, others } = shop.notice_queue().next_batch(room), if room > 0 => {
                working.extend(others.into_iter().map(|pending| process_notice(shop, pending).left_future()));
                working.extend(answered.into_iter().map(|(outcome, ids)| note(shop, outcome, ids).right_future()));
            }
        }
    }
    let left = shop.notice_queue().close();
    while working.next().await.is_some() {}
    for pending in left {
        if let Err(e) = shop.release_notice(&pending.notice).await {
            log_failure(NAME, &e);
        }
    }
}

/// What fails is taken up again once its lease has run out.
async fn process_notice(shop: &Shop, pending: PendingNotice) {
    // A panic is a fault of ours, but no reason to stop working for good.
    match AssertUnwindSafe(shop.process_notice(&pending.notice))
        .catch_unwind()
        .await
    {
        Ok(Ok(())) => {}
        Ok(Err(e)) => log_failure(NAME, &e),
        Err(_) => tracing::error!(worker = NAME, "a notice made us panic; it is tried again"),
    }
}

async fn note(shop: &Shop, outcome: &str, ids: Vec<NoticeId>) {
    if let Err(e) = shop.finish_notices(&ids, outcome).await {
        log_failure(NAME, &e);
    }
}
