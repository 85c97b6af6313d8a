//! The shop's books and i'mport's ledger laid side by side, row by row, with the plainest reading of each.

mod checks;
mod ledger;
mod rows;

use std::{collections::HashMap, fmt};

use imp_checkout::store::{Db, FromRow};

use self::{
    ledger::{Entry, ledger},
    rows::{AttemptRow, EffectRow, MoveRow, OrderRow, ProductRow},
};
use crate::plant::Plant;

pub struct Books {
    orders: Vec<OrderRow>,
    attempts: HashMap<String, AttemptRow>,
    products: Vec<ProductRow>,
    effects: Vec<EffectRow>,
    moves: Vec<MoveRow>,
    waiting_notices: i64,
    ledger: Vec<Entry>,
}

async fn all<T: FromRow>(db: &Db, sql: &'static str) -> Vec<T> {
    db.read("read the books", sql).all().await.unwrap()
}

pub async fn open(plant: &Plant) -> Books {
    let db = Db::open(&plant.database_url).await.unwrap();
    let attempts: Vec<AttemptRow> =
        all(&db, "SELECT merchant_uid, order_id, amount FROM attempts").await;
    let waiting: Vec<i64> = all(&db, "SELECT COUNT(*) FROM inbox WHERE state = 'new'").await;
    let books = Books {
        orders: all(
            &db,
            "SELECT id, state, stock_state, lines, paid_by, refunded FROM orders",
        )
        .await,
        attempts: attempts
            .into_iter()
            .map(|row| (row.merchant_uid.clone(), row))
            .collect(),
        products: all(&db, "SELECT id, stock, held, listed_stock FROM products").await,
        effects: all(&db, "SELECT key, state, note FROM outbox").await,
        moves: all(&db, "SELECT order_id, to_state FROM history").await,
        waiting_notices: waiting[0],
        ledger: ledger(plant).await,
    };
    db.close().await;
    books
}

impl Books {
    pub fn check(&self, plant: &Plant, kills: u64) {
        let mut wrong = Vec::new();
        self.check_orders(&mut wrong);
        self.check_captures(&mut wrong);
        self.check_stock(&mut wrong);
        self.check_effects(&mut wrong);
        self.check_messages(plant, kills, &mut wrong);
        assert!(
            wrong.is_empty(),
            "{} entries do not fit:\n{}\n{}",
            wrong.len(),
            wrong.join("\n"),
            plant.last_words()
        );
    }
}

impl fmt::Display for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut states: Vec<&str> = self
            .orders
            .iter()
            .map(|order| order.state.as_str())
            .collect();
        states.sort_unstable();
        let counted = states
            .chunk_by(|a, b| a == b)
            .map(|same| format!("{} {}", same.len(), same[0]));
        let captured = self.ledger.iter().filter(|entry| entry.captured()).count();
        let returned = self
            .ledger
            .iter()
            .filter(|entry| entry.captured() && entry.left() == 0)
            .count();
        let tasks = self
            .effects
            .iter()
            .filter(|effect| effect.state == "dead")
            .count();
        write!(
            f,
            "the books hold {} orders ({}); i'mport's {} payments, {captured} of them captured, {returned} given back whole; {tasks} refunds wait for a person",
            self.orders.len(),
            counted.collect::<Vec<_>>().join(", "),
            self.ledger.len()
        )
    }
}
