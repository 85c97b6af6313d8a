//! Whether a settle notices that a million orders are stored.

use tokio::time::Instant;

use crate::{
    settle::settles,
    stats::line,
    store::{PAID, Store, UNPAID},
};

const STORED: i64 = 1_000_000;
const FROM: i64 = 10_000_000;
const COUNT: i64 = 2_000;

/// First the figure to compare with, then the million.
pub async fn fill(store: &Store) {
    store.make(&UNPAID, FROM, COUNT, i64::MAX).await;
    line("settles with few orders stored, 1 at once", settles(store, FROM, COUNT, 1).await);
    let began = Instant::now();
    for batch in 0..10 {
        store.make(&PAID, 20_000_000 + batch * STORED / 10, STORED / 10, i64::MAX).await;
    }
    line("a million paid orders made", format!("in {} s", began.elapsed().as_secs()));
}

pub async fn measure(store: &Store) {
    store.make(&UNPAID, FROM + COUNT, COUNT, i64::MAX).await;
    line("settles with 1,000,000 orders stored, 1 at once", settles(store, FROM + COUNT, COUNT, 1).await);
}
