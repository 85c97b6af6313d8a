//! Works off the notices that came to this node a moment ago. What a look-up of somebody else's has answered meanwhile is
//! noted for many at once.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio_util::sync::CancellationToken;

use super::{AT_ONCE, tell};
use crate::checkout::{Arrival, Due, Shop};

const NAME: &str = "arrivals";

/// Until told to stop; then whatever is left may be taken up by anybody.
pub async fn meet(shop: &Shop, stop: &CancellationToken) {
    let mut working = FuturesUnordered::new();
    loop {
        let room = AT_ONCE.saturating_sub(working.len());
        tokio::select! {
            () = stop.cancelled() => break,
            Some(()) = working.next() => {}
            Due { answered, others } = shop.arrivals().due(room), if room > 0 => {
                working.extend(others.into_iter().map(|arrival| work_off(shop, arrival).left_future()));
                working.extend(answered.into_iter().map(|(outcome, ids)| note(shop, outcome, ids).right_future()));
            }
        }
    }
    let left = shop.arrivals().close();
    while working.next().await.is_some() {}
    for arrival in left {
        if let Err(e) = shop.let_go_of(&arrival.notice).await {
            tell(NAME, &e);
        }
    }
}

/// What fails is taken up again once its lease has run out.
async fn work_off(shop: &Shop, arrival: Arrival) {
    // A panic is a fault of ours, but no reason to stop working for good.
    match AssertUnwindSafe(shop.work_off(&arrival.notice)).catch_unwind().await {
        Ok(Ok(())) => {}
        Ok(Err(e)) => tell(NAME, &e),
        Err(_) => tracing::error!(worker = NAME, "a notice made us panic; it is tried again"),
    }
}

async fn note(shop: &Shop, outcome: &str, ids: Vec<i64>) {
    if let Err(e) = shop.finish_notices(&ids, outcome).await {
        tell(NAME, &e);
    }
}
