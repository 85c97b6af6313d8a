//! Whether a settle notices that a million orders are stored.

use tokio::time::Instant;

use crate::{
    settle::settles,
    stats::{Takes, line},
    store::{Batch, Goods, PAID, Store, UNPAID},
};

const STORED: i64 = 1_000_000;
const FROM: i64 = 10_000_000;
const COUNT: i64 = 2_000;

/// First the figure to compare with, then the million.
pub async fn fill(store: &Store) {
    line(
        "settles with few orders stored, 1 at once",
        fresh_settles(store, FROM).await,
    );
    let began = Instant::now();
    for batch in 0..10 {
        let batch = Batch {
            from: 20_000_000 + batch * STORED / 10,
            count: STORED / 10,
            goods: Goods::Everything,
        };
        store.make(&PAID, batch, i64::MAX).await;
    }
    store.settle_down().await;
    line(
        "a million paid orders made",
        format!("in {} s", began.elapsed().as_secs()),
    );
}

pub async fn measure(store: &Store) {
    line(
        "settles with 1,000,000 orders stored, 1 at once",
        fresh_settles(store, FROM + COUNT).await,
    );
}

async fn fresh_settles(store: &Store, from: i64) -> Takes {
    let batch = Batch {
        from,
        count: COUNT,
        goods: Goods::Everything,
    };
    store.make(&UNPAID, batch, i64::MAX).await;
    settles(store, batch, 1).await
}
