//! A shop moves from SQLite to PostgreSQL: nothing is lost, nothing is added, and it goes on there.

mod dump;
mod fill;
mod program;
mod refused;

use std::{cell::Cell, future::Future, pin::pin, task::Poll};

use imp_checkout::{
    domain::order::OrderState,
    store::{Beginning, Db, Move, MoveError, Moved, Step},
};
use reqwest::Method;
use serde_json::json;

use crate::{
    database::{Engine, database},
    moving::{dump::dump, fill::Filled},
    skip::{NO_SERVER, skip},
    support::{Browser, TestShop, imp_uid},
};

/// Tables whose rows the filled shop must have, lest their comparison say nothing.
const TELLING: &[&str] = &[
    "products",
    "customers",
    "cart_lines",
    "orders",
    "attempts",
    "payments",
    "history",
    "lookups",
    "inbox",
    "outbox",
    "settings",
    "order_moves",
    "attempt_moves",
];

/// A filled shop on SQLite and the address of an empty PostgreSQL database; `None` where there is no server.
async fn before_the_move() -> Option<(TestShop, Filled, String)> {
    let folder = tempfile::tempdir().unwrap();
    let Some(target) = database(Engine::Postgres, folder.path()).await else {
        skip(NO_SERVER);
        return None;
    };
    let shop = TestShop::start(Engine::Sqlite).await.unwrap();
    let filled = fill::fill(&shop).await;
    Some((shop, filled, target))
}

fn from(shop: &TestShop, to: &str) -> Move {
    Move {
        rows_at_once: 3,
        ..Move::new(shop.database_url.clone(), to.to_owned())
    }
}

/// What a run told, a word for each step.
async fn run(moving: &Move) -> (Result<Moved, MoveError>, Vec<String>) {
    let mut told = Vec::new();
    let ended = moving
        .run(&mut |step| {
            told.push(match step {
                Step::Began(Beginning::Fresh) => "fresh".to_owned(),
                Step::Began(Beginning::Resumed) => "resumed".to_owned(),
                Step::TakenBack { table, .. } => format!("{table} taken back"),
                Step::Copied { table, .. } => format!("{table} copied"),
                Step::Verified(same) => format!("{} verified", same.table),
            });
        })
        .await;
    (ended, told)
}

/// Runs until no connection of an earlier run is in the way any more: those close in the background.
async fn run_to_the_end(moving: &Move) -> Vec<String> {
    for _ in 0..500 {
        match run(moving).await {
            (Ok(Moved::Whole), told) => return told,
            (Ok(Moved::AllButTheLatest) | Err(MoveError::Busy), _) => {
                tokio::task::yield_now().await
            }
            (Err(e), told) => panic!("{e}: {told:?}"),
        }
    }
    panic!("something keeps the shop's file or the target's lock");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_moves_while_it_sells_and_goes_on_elsewhere() {
    let Some((shop, filled, target)) = before_the_move().await else {
        return;
    };
    let moving = from(&shop, &target);

    let (ended, told) = run(&moving).await;
    assert!(
        matches!(ended, Ok(Moved::AllButTheLatest)),
        "the shop is open: {ended:?}"
    );
    assert_eq!(told[0], "fresh");
    let refused = Db::open(&target).await.unwrap_err().to_string();
    assert!(
        refused.contains("unfinished copy") && refused.contains("migrate --from"),
        "{refused}"
    );

    let settled = filled.sell_on(&shop).await;
    shop.shop.db().close().await;
    let told = run_to_the_end(&moving).await;
    assert_eq!(told[0], "resumed");
    for taken_back in ["orders taken back", "attempts taken back"] {
        assert!(
            told.iter().any(|step| step == taken_back),
            "{taken_back}: {told:?}"
        );
    }
    assert!(
        !told.iter().any(|step| step == "history taken back"),
        "history is never rewritten"
    );

    let (before, after) = (dump(&shop.database_url).await, dump(&target).await);
    assert_eq!(before, after);
    for table in TELLING {
        assert!(
            !after[*table].is_empty(),
            "{table} is empty, so its comparison says nothing"
        );
        assert!(
            told.contains(&format!("{table} verified")),
            "{table}: {told:?}"
        );
    }
    assert_eq!(
        told.iter()
            .filter(|step| step.ends_with(" verified"))
            .count(),
        after.len(),
        "every table is moved"
    );

    let moved = shop.beside(&target).await;
    assert_eq!(
        moved.state(&settled.refunded).await,
        OrderState::PartlyRefunded
    );
    goes_on(&moved, &filled).await;
    moved.shop.db().close().await;
    let (ended, _) = run(&moving).await;
    assert!(
        matches!(ended, Err(MoveError::AlreadyMoved(_))),
        "a shop is not overwritten: {ended:?}"
    );
}

/// What was open is paid, what waits is deposited, what is new comes after what was.
async fn goes_on(shop: &TestShop, filled: &Filled) {
    let browser = Browser {
        base: shop.url.clone(),
        ..filled.browser.clone()
    };
    let imp = imp_uid(&shop.pay(&filled.open, "paid").await);
    assert_eq!(browser.complete(&imp, &filled.open.uid).await.0, 200);
    assert_eq!(shop.state(&filled.open.order).await, OrderState::Paid);

    shop.console(
        Method::POST,
        &format!("payments/{}/deposit", filled.awaited_imp),
        json!({}),
    )
    .await;
    shop.clock.advance_seconds(3_600);
    shop.until("the deposit pays", || async {
        shop.state(&filled.awaited.order).await == OrderState::Paid
    })
    .await;

    let highest = |rows: &dump::Dump, table: &str| {
        let ids = rows[table]
            .iter()
            .map(|row| row["id"].parse::<i64>().unwrap());
        ids.max().unwrap()
    };
    let before = dump(&shop.database_url).await;
    let fresh = browser.place().await;
    shop.pay_with_notice(&fresh, "paid").await;
    shop.until("a new order is paid", || async {
        shop.state(&fresh.order).await == OrderState::Paid
    })
    .await;
    let after = dump(&shop.database_url).await;
    for table in ["history", "lookups", "inbox"] {
        assert!(highest(&after, table) > highest(&before, table), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_dies_anywhere_is_taken_up_again() {
    let Some((shop, _, target)) = before_the_move().await else {
        return;
    };
    shop.shop.db().close().await;
    let moving = from(&shop, &target);
    let mut deaths = 0;
    for waits in (1..).map(|n| n * 8) {
        match dying(moving.run(&mut |_| ()), waits).await {
            None => deaths += 1,
            // It may have died between the last word to the target and the last word to us.
            Some(Ok(Moved::Whole) | Err(MoveError::AlreadyMoved(_))) => break,
            Some(Ok(Moved::AllButTheLatest) | Err(MoveError::Busy)) => {}
            Some(Err(e)) => panic!("after {deaths} deaths: {e}"),
        }
        assert!(waits < 40_000, "it never ends");
    }
    assert!(deaths > 10, "it died {deaths} times only");
    assert_eq!(dump(&shop.database_url).await, dump(&target).await);
    Db::open(&target).await.unwrap().close().await;
}

/// What comes of it, unless it has to wait more often than that: then it ends where it stands.
async fn dying<T>(work: impl Future<Output = T>, waits: usize) -> Option<T> {
    let mut work = pin!(work);
    let waited = Cell::new(0);
    std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if waited.get() >= waits => Poll::Ready(None),
        Poll::Pending => {
            waited.set(waited.get() + 1);
            Poll::Pending
        }
    })
    .await
}
