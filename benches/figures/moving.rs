//! How long a shop with 100,000 orders takes to move from SQLite to PostgreSQL; then again for what has changed since.

use imp_checkout::store::{Move, Step};
use tokio::time::Instant;

use crate::{
    database::database,
    stats::line,
    store::{Batch, Engine, Goods, PAID, Store, UNPAID},
};

const ORDERS: i64 = 100_000;
/// What is sold between the two runs.
const LATER: i64 = 1_000;

pub async fn measure() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let Some(to) = database(Engine::Postgres, folder.path()).await else {
        println!("\nThe move to PostgreSQL: skipped, TEST_POSTGRES_URL is not set");
        return;
    };
    println!("\nThe move from SQLite to PostgreSQL");
    let from = format!("sqlite://{}", folder.path().join("shop.db").display());
    let store = Store::open_at(&from, tempfile::tempdir().unwrap()).await;
    let batch = |from, count| Batch {
        from,
        count,
        goods: Goods::Everything,
    };
    store.make(&PAID, batch(1, ORDERS), i64::MAX).await;
    make_surroundings(&store, batch(1, ORDERS)).await;
    store.settle_down().await;
    let moving = Move::new(from, to);
    timed("all, beside the open shop", &moving).await;
    store
        .make(&UNPAID, batch(ORDERS + 1, LATER), i64::MAX)
        .await;
    store
        .run(format!(
            "UPDATE orders SET state = 'refunded'
              WHERE id IN (SELECT id FROM orders WHERE state = 'paid' LIMIT {LATER})"
        ))
        .await;
    store.close().await;
    timed("the rest, once it is closed", &moving).await;
}

/// What else a sale leaves behind: its shopper, two look-ups, a notice and a message.
async fn make_surroundings(store: &Store, batch: Batch) {
    let numbers = store.numbers(batch);
    for insert in [
        "customers (id, name, tel, email, created_at)
         SELECT 'C' || n, '홍길동', '010-4242-4242', 'gildong@gmail.com', n",
        "lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
         SELECT n, 'browser', 'O' || n, 'M' || n, 'imp_' || n, 'paid', 'paid'",
        "lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
         SELECT n, 'webhook', 'O' || n, 'M' || n, 'imp_' || n, 'paid', 'nothing new'",
        "inbox (received_at, source, body, imp_uid, merchant_uid, state, next_at)
         SELECT n, '52.78.100.19', '{\"imp_uid\":\"imp_' || n || '\",\"status\":\"paid\"}', 'imp_' || n, 'M' || n, 'done', n",
        "outbox (key, order_id, message, state, next_at, created_at)
         SELECT 'paid:O' || n, 'O' || n, '{\"text\":\"결제가 완료되었습니다\"}', 'done', n, n",
    ] {
        store.run(format!("INSERT INTO {insert} FROM {numbers}")).await;
    }
}

async fn timed(what: &str, moving: &Move) {
    let (began, mut rows, mut copied) = (Instant::now(), 0, None);
    let tell = &mut |step: Step<'_>| {
        if let Step::Verified(same) = step {
            copied.get_or_insert_with(|| began.elapsed());
            rows += same.rows;
        }
    };
    let moved = moving.run(tell).await.unwrap();
    let (whole, copied) = (
        began.elapsed().as_secs_f64(),
        copied.unwrap_or_default().as_secs_f64(),
    );
    line(
        what,
        format!(
            "{whole:.1} s for {rows} rows, of which verifying {:.1} s: {moved:?}",
            whole - copied
        ),
    );
}
