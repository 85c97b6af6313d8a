//! What the database itself refuses, should the program ever try.

use std::collections::BTreeSet;

use imp_checkout::{
    domain::order::{AttemptState, OrderEvent, OrderState},
    store::Db,
    telemetry::chain,
};

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    the_tables_of_moves_are_the_programs_own,
    what_is_against_the_rules_is_refused
);

async fn pairs(db: &Db, table: &str) -> BTreeSet<(String, String)> {
    let sql = format!("SELECT from_state, to_state FROM {table}").leak();
    let rows: Vec<(String, String)> = db.read("read the moves", sql).all().await.unwrap();
    rows.into_iter().collect()
}

/// What the database said, if it refused.
async fn refusal(db: &Db, sql: &str) -> String {
    db.execute_batch(sql)
        .await
        .map_or_else(|e| chain(&e), |()| "nothing was refused".to_owned())
}

async fn the_tables_of_moves_are_the_programs_own(shop: &TestShop) {
    let moved = OrderState::ALL.iter().flat_map(|from| {
        OrderEvent::ALL
            .iter()
            .filter_map(|event| Some((*from, from.after(*event)?)))
            .filter(|(from, to)| from != to)
    });
    let orders = moved
        .map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
        .collect();
    assert_eq!(pairs(shop.shop.db(), "order_moves").await, orders);
    let attempts = AttemptState::ALL
        .iter()
        .flat_map(|from| {
            AttemptState::ALL
                .iter()
                .filter(|to| from.may_become(**to))
                .map(|to| (*from, *to))
        })
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
    for (said, sql) in [
        (
            "an order cannot make this move",
            format!("UPDATE orders SET state = 'awaiting_payment' WHERE id = '{order}'"),
        ),
        (
            "an attempt cannot make this move",
            format!(
                "UPDATE attempts SET state = 'failed' WHERE merchant_uid = '{}'",
                placed.uid
            ),
        ),
        (
            "history is append-only",
            format!("UPDATE history SET who = 'nobody' WHERE order_id = '{order}'"),
        ),
        (
            "history is append-only",
            format!("DELETE FROM history WHERE order_id = '{order}'"),
        ),
        (
            "look-ups are append-only|lookups is append-only",
            format!("UPDATE lookups SET outcome = 'paid' WHERE order_id = '{order}'"),
        ),
        // SQLite names the column, PostgreSQL the index or the check.
        (
            "orders.paid_by|orders_by_payment",
            format!(
                "UPDATE orders SET paid_by = '{imp}' WHERE id = '{}'",
                other.order
            ),
        ),
        (
            "cancel_asked_at IS NULL OR dispatched_at IS NULL|orders_check",
            format!(
                "UPDATE orders SET dispatched_at = 1, cancel_asked_at = 1 WHERE id = '{order}'"
            ),
        ),
        (
            "stock >= 0|products_stock_check|products_check",
            "UPDATE products SET stock = -1, held = -1".to_owned(),
        ),
        (
            "held >= 0 AND held <= stock|products_check",
            "UPDATE products SET held = stock + 1".to_owned(),
        ),
        (
            "paid_by IS NOT NULL|orders_check",
            format!(
                "UPDATE orders SET state = 'paid' WHERE id = '{}'",
                other.order
            ),
        ),
    ] {
        let refusal = refusal(db, &sql).await;
        assert!(
            said.split('|').any(|said| refusal.contains(said)),
            "{sql}: {refusal}, not {said}"
        );
    }
}
