//! What a settle costs: the look-up at the stub, and one durable commit. Beside it what the engine itself can do at
//! most: one row updated, one commit, nothing else.

use imp_checkout::{checkout::Source, domain::ids::ImpUid};

use crate::{
    stats::{Takes, line},
    store::{Batch, Goods, Store, UNPAID},
};

const COUNT: i64 = 2_000;
/// Webhook, callback and return of many shoppers.
const AT_ONCE: usize = 16;

pub async fn measure(store: &Store) {
    let mut from = 10_000;
    for at_once in [1, AT_ONCE] {
        let limit = commits(store, at_once).await;
        line(
            &format!("durable commits of one row, {at_once} at once"),
            &limit,
        );
        for (goods, what) in [
            (Goods::Everything, "of all products"),
            (Goods::Chairs, "of one product"),
        ] {
            let batch = Batch {
                from,
                count: COUNT,
                goods,
            };
            from += COUNT;
            store.make(&UNPAID, batch, i64::MAX).await;
            let settles = settles(store, batch, at_once).await;
            let share = settles.a_second() / limit.a_second() * 100.0;
            line(
                &format!("settles {what}, {at_once} at once"),
                format!("{settles}   {share:.0} % of that"),
            );
        }
    }
    let imp = ImpUid::parse("imp_1").unwrap();
    let lookups = (0..COUNT).map(|_| imp.clone()).collect();
    let lookups = Takes::of(lookups, 1, |imp| async move {
        store.shop.iamport().payment(&imp).await.unwrap();
    });
    line(
        "  of which the look-up at the stub, 1 at once",
        lookups.await,
    );
}

async fn commits(store: &Store, at_once: usize) -> Takes {
    store.shop.db().setting_or("bench", "0").await.unwrap();
    let values = (0..COUNT).collect();
    Takes::of(values, at_once, |n| {
        store.run(format!(
            "UPDATE settings SET value = '{n}' WHERE name = 'bench'"
        ))
    })
    .await
}

/// Settles a batch of unpaid orders.
pub async fn settles(store: &Store, Batch { from, count, .. }: Batch, at_once: usize) -> Takes {
    let uids = (from..from + count)
        .map(|n| ImpUid::parse(&format!("imp_{n}")).unwrap())
        .collect();
    Takes::of(uids, at_once, |imp| async move {
        let settled = store.shop.settle(&imp, Source::Sweep).await.unwrap();
        assert_eq!(settled.outcome.code(), "paid");
    })
    .await
}
