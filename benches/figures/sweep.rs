//! What it costs to look after open attempts, with a million closed ones in the store.

use imp_checkout::{
    notify::{Carrier, Notifier},
    workers::Workers,
};
use tokio::time::Instant;

use crate::{
    stats::line,
    store::{Batch, Goods, Store, UNPAID},
};

/// Rounds of which the quickest counts: the first one warms caches.
const ROUNDS: i64 = 3;

pub async fn measure(store: &Store) {
    let notifier = Notifier::new(Carrier::Log, store.clock.clone()).unwrap();
    let workers = Workers {
        shop: store.shop.clone(),
        notifier,
    };
    let mut next = 40_000_000;
    workers.drain().await.unwrap();
    for open in [0, 100, 1_000] {
        let mut quickest = f64::INFINITY;
        for _ in 0..ROUNDS {
            let due = store.clock.now().0;
            if open > 0 {
                store
                    .make(
                        &UNPAID,
                        Batch {
                            from: next,
                            count: open,
                            goods: Goods::Everything,
                        },
                        due,
                    )
                    .await;
            }
            let began = Instant::now();
            workers.drain().await.unwrap();
            quickest = quickest.min(began.elapsed().as_secs_f64() * 1_000.0);
            store.forget(next).await;
            next += open;
        }
        line(
            &format!("a sweep with {open} open attempts, 1,000,000 closed"),
            format!("{quickest:>8.1} ms"),
        );
    }
}
