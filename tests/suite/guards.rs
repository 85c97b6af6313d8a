//! What the database itself refuses, should the program ever try.

use std::collections::BTreeSet;

use imp_checkout::{
    domain::order::{AttemptState, OrderEvent, OrderState},
    store::Db,
};
use sqlx::AssertSqlSafe;

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(the_tables_of_moves_are_the_programs_own, what_is_against_the_rules_is_refused);

async fn pairs(db: &Db, table: &str) -> BTreeSet<(String, String)> {
    let sql = AssertSqlSafe(format!("SELECT from_state, to_state FROM {table}"));
    let rows: Vec<(String, String)> = match db {
        Db::Sqlite { read, .. } => sqlx::query_as(sql).fetch_all(&mut *read.get().await.unwrap()).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    };
    rows.into_iter().collect()
}

async fn run(db: &Db, sql: String) -> Result<(), String> {
    let sql = AssertSqlSafe(sql);
    match db {
        Db::Sqlite { write, .. } => {
            write.alone(async |conn| sqlx::query(sql).execute(conn).await.map(drop)).await.unwrap()
        }
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop),
    }
    .map_err(|e| e.to_string())
}

async fn the_tables_of_moves_are_the_programs_own(shop: &TestShop) {
    let moved = OrderState::ALL.iter().flat_map(|from| {
        OrderEvent::ALL.iter().filter_map(|event| Some((*from, from.after(*event)?))).filter(|(from, to)| from != to)
    });
    let orders = moved.map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned())).collect();
    assert_eq!(pairs(shop.shop.db(), "order_moves").await, orders);
    let attempts = AttemptState::ALL
        .iter()
        .flat_map(|from| AttemptState::ALL.iter().filter(|to| from.may_become(**to)).map(|to| (*from, *to)))
        .map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
        .collect();
    assert_eq!(pairs(shop.shop.db(), "attempt_moves").await, attempts);
}

async fn what_is_against_the_rules_is_refused(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    let other = browser.place().await;
    let (order, db) = (&placed.order, shop.shop.db());
    for (against, sql) in [
        (
            "a paid order waits for no payment",
            format!("UPDATE orders SET state = 'awaiting_payment' WHERE id = '{order}'"),
        ),
        (
            "a paid attempt does not fail",
            format!("UPDATE attempts SET state = 'failed' WHERE merchant_uid = '{}'", placed.uid),
        ),
        ("history is kept", format!("UPDATE history SET who = 'nobody' WHERE order_id = '{order}'")),
        ("history is not erased", format!("DELETE FROM history WHERE order_id = '{order}'")),
        ("look-ups are kept", format!("UPDATE lookups SET outcome = 'paid' WHERE order_id = '{order}'")),
        ("one payment pays one order", format!("UPDATE orders SET paid_by = '{imp}' WHERE id = '{}'", other.order)),
        (
            "goods do not leave that the shopper cancelled",
            format!("UPDATE orders SET dispatched_at = 1, cancel_asked_at = 1 WHERE id = '{order}'"),
        ),
        ("stock is not sold below zero", "UPDATE products SET stock = -1".to_owned()),
        ("no more is held than there is", "UPDATE products SET held = stock + 1".to_owned()),
        ("nothing is paid by nobody", format!("UPDATE orders SET state = 'paid' WHERE id = '{}'", other.order)),
    ] {
        assert!(run(db, sql).await.is_err(), "{against}");
    }
}
