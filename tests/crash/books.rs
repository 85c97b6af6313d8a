//! The shop's books and i'mport's ledger laid side by side, row by row, with the plainest reading of each.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use imp_checkout::{
    domain::cart::Line,
    store::{Db, Error, FromRow, Row},
};
use serde_json::{Value, json};

use crate::plant::Plant;

struct OrderRow {
    id: String,
    state: String,
    stock_state: String,
    lines: String,
    paid_by: Option<String>,
    refunded: i64,
}

impl FromRow for OrderRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            state: row.get("state")?,
            stock_state: row.get("stock_state")?,
            lines: row.get("lines")?,
            paid_by: row.get("paid_by")?,
            refunded: row.get("refunded")?,
        })
    }
}

struct AttemptRow {
    merchant_uid: String,
    order_id: String,
    amount: i64,
}

impl FromRow for AttemptRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            merchant_uid: row.get("merchant_uid")?,
            order_id: row.get("order_id")?,
            amount: row.get("amount")?,
        })
    }
}

struct ProductRow {
    id: String,
    stock: i64,
    held: i64,
    listed_stock: i64,
}

impl FromRow for ProductRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            stock: row.get("stock")?,
            held: row.get("held")?,
            listed_stock: row.get("listed_stock")?,
        })
    }
}

struct EffectRow {
    key: String,
    state: String,
    note: Option<String>,
}

impl FromRow for EffectRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            key: row.get("key")?,
            state: row.get("state")?,
            note: row.get("note")?,
        })
    }
}

struct MoveRow {
    order_id: String,
    to_state: String,
}

impl FromRow for MoveRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            order_id: row.get("order_id")?,
            to_state: row.get("to_state")?,
        })
    }
}

/// What i'mport holds of a payment.
struct Entry {
    imp_uid: String,
    merchant_uid: String,
    status: String,
    amount: i64,
    cancelled: i64,
    paid_at: i64,
    vbank_num: Option<String>,
}

impl Entry {
    fn captured(&self) -> bool {
        self.paid_at > 0
    }

    fn left(&self) -> i64 {
        self.amount - self.cancelled
    }
}

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

/// i'mport's list of everything, by its own REST API.
async fn ledger(plant: &Plant) -> Vec<Entry> {
    let credentials = json!({ "imp_key": "sandbox_key", "imp_secret": "sandbox_secret" });
    let token = plant
        .http
        .post(format!("{}/users/getToken", plant.sandbox))
        .json(&credentials);
    let token: Value = token.send().await.unwrap().json().await.unwrap();
    let token = token["response"]["access_token"].as_str().unwrap();
    let (mut entries, mut page) = (Vec::new(), 1);
    while page != 0 {
        let url = format!(
            "{}/payments/status/all?sorting=started&limit=1000&page={page}",
            plant.sandbox
        );
        let answer: Value = plant
            .http
            .get(url)
            .header("authorization", token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let answer = &answer["response"];
        entries.extend(answer["list"].as_array().unwrap().iter().map(entry));
        page = answer["next"].as_i64().unwrap();
    }
    entries
}

fn entry(payment: &Value) -> Entry {
    let text = |name: &str| payment[name].as_str().unwrap().to_owned();
    let number = |name: &str| {
        payment[name]
            .as_i64()
            .unwrap_or_else(|| panic!("{name} in {payment}"))
    };
    Entry {
        imp_uid: text("imp_uid"),
        merchant_uid: text("merchant_uid"),
        status: text("status"),
        amount: number("amount"),
        cancelled: number("cancel_amount"),
        paid_at: number("paid_at"),
        vbank_num: payment["vbank_num"].as_str().map(str::to_owned),
    }
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

    /// No order is paid without a matching capture, and what was given back is what i'mport gave back.
    fn check_orders(&self, wrong: &mut Vec<String>) {
        let by_uid: HashMap<&str, &Entry> = self
            .ledger
            .iter()
            .map(|entry| (entry.imp_uid.as_str(), entry))
            .collect();
        for order in &self.orders {
            let OrderRow {
                id,
                state,
                paid_by,
                refunded,
                ..
            } = order;
            let settled = matches!(state.as_str(), "paid" | "partly_refunded" | "refunded");
            if !settled {
                if paid_by.is_some()
                    || matches!(state.as_str(), "awaiting_payment" | "awaiting_deposit")
                {
                    wrong.push(format!(
                        "order {id} is {state} after everything ended, paid by {paid_by:?}"
                    ));
                }
                continue;
            }
            let Some(entry) = paid_by.as_deref().and_then(|imp| by_uid.get(imp)) else {
                wrong.push(format!(
                    "order {id} is {state} by {paid_by:?}, which i'mport does not know"
                ));
                continue;
            };
            let Entry {
                imp_uid,
                merchant_uid,
                status,
                amount,
                cancelled,
                ..
            } = entry;
            let expected = match (*cancelled, entry.left()) {
                (0, _) => "paid",
                (_, 0) => "refunded",
                (_, _) => "partly_refunded",
            };
            let attempt = self.attempts.get(merchant_uid);
            let fits =
                attempt.is_some_and(|attempt| attempt.order_id == *id && attempt.amount == *amount);
            if !entry.captured() || !fits || refunded != cancelled || state != expected {
                wrong.push(format!(
                    "order {id} is {state}, {refunded} given back; i'mport says of {imp_uid}: {status}, {amount}, {cancelled} given back"
                ));
            }
        }
    }

    /// Every capture pays exactly one order, or has gone back whole. Money from a virtual account goes back only to
    /// an account that a person has to ask for: it is staff's task, and has to be listed as one.
    fn check_captures(&self, wrong: &mut Vec<String>) {
        let mut paying: HashMap<&str, usize> = HashMap::new();
        for imp in self
            .orders
            .iter()
            .filter_map(|order| order.paid_by.as_deref())
        {
            *paying.entry(imp).or_default() += 1;
        }
        for entry in self.ledger.iter().filter(|entry| entry.captured()) {
            let Entry {
                imp_uid, amount, ..
            } = entry;
            let orders = paying.get(imp_uid.as_str()).copied().unwrap_or_default();
            let a_persons_task =
                entry.vbank_num.is_some() && self.is_given_up(&format!("give_back:{imp_uid}"));
            if orders > 1 || (orders == 0 && entry.left() != 0 && !a_persons_task) {
                wrong.push(format!(
                    "{imp_uid}: {} of {amount} are left, and {orders} orders are paid by it",
                    entry.left()
                ));
            }
        }
    }

    fn is_given_up(&self, key: &str) -> bool {
        self.effects
            .iter()
            .any(|effect| effect.key == key && effect.state == "dead")
    }

    /// What was listed is on the shelf or sold; nothing is held any more, and nothing is below zero.
    fn check_stock(&self, wrong: &mut Vec<String>) {
        let mut pieces: HashMap<(String, &str), i64> = HashMap::new();
        for order in &self.orders {
            let lines: Vec<Line> = serde_json::from_str(&order.lines).unwrap();
            for line in lines {
                let state = order.stock_state.as_str();
                *pieces.entry((line.product.to_string(), state)).or_default() +=
                    i64::from(line.quantity);
            }
        }
        for ProductRow {
            id,
            stock,
            held,
            listed_stock,
        } in &self.products
        {
            let of = |state| {
                pieces
                    .get(&(id.clone(), state))
                    .copied()
                    .unwrap_or_default()
            };
            let (taken, reserved) = (of("taken"), of("held"));
            if stock + taken != *listed_stock || reserved != *held || *held != 0 || *stock < 0 {
                wrong.push(format!(
                    "{id}: {stock} on the shelf, {held} held; sold {taken} of {listed_stock}, orders hold {reserved}"
                ));
            }
        }
    }

    /// Nothing is left to do, nothing was given up, and no order became paid twice.
    fn check_effects(&self, wrong: &mut Vec<String>) {
        if self.waiting_notices != 0 {
            wrong.push(format!(
                "{} notices were never worked off",
                self.waiting_notices
            ));
        }
        let needs_a_person = |note: &Option<String>| {
            note.as_deref()
                .is_some_and(|note| note.contains("refund_account"))
        };
        for EffectRow { key, state, note } in
            self.effects.iter().filter(|effect| effect.state != "done")
        {
            if state == "dead" && needs_a_person(note) {
                continue;
            }
            wrong.push(format!("{key} is {state}: {note:?}"));
        }
        let mut paid = HashSet::new();
        for MoveRow { order_id, .. } in self.moves.iter().filter(|step| step.to_state == "paid") {
            if !paid.insert(order_id) {
                wrong.push(format!("order {order_id} became paid twice"));
            }
        }
    }

    /// One message for each issued account that the shop learnt of, and for each sum that went back. A kill between the sending and the note of it
    /// makes the message come again: at most one for each kill.
    fn check_messages(&self, plant: &Plant, kills: u64, wrong: &mut Vec<String>) {
        let asked: HashSet<&str> = self
            .effects
            .iter()
            .filter_map(|effect| effect.key.strip_prefix("vbank:"))
            .collect();
        for entry in self
            .ledger
            .iter()
            .filter(|entry| asked.contains(entry.imp_uid.as_str()))
        {
            let Some(account) = entry.vbank_num.as_deref() else {
                continue;
            };
            if plant.phones().heard_of(account) == 0 {
                wrong.push(format!("nobody was told of the account {account}"));
            }
        }
        let messages = |effect: &&EffectRow| {
            effect.key.starts_with("vbank:") || effect.key.starts_with("refunded:")
        };
        let told = self
            .effects
            .iter()
            .filter(messages)
            .filter(|effect| effect.state == "done")
            .count();
        if u64::try_from(plant.phones().heard().saturating_sub(told)).unwrap_or(u64::MAX) > kills {
            wrong.push(format!(
                "more messages were repeated than kills can explain: {}, {told} told",
                plant.phones()
            ));
        }
        for entry in self
            .ledger
            .iter()
            .filter(|entry| entry.cancelled > 0 && self.attempts.contains_key(&entry.merchant_uid))
        {
            let key = format!("refunded:{}:{}", entry.imp_uid, entry.cancelled);
            if !self.effects.iter().any(|effect| effect.key == key) {
                wrong.push(format!("nobody was told of {key}"));
            }
        }
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
