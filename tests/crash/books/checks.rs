//! What must be true of books and ledger together once everything has ended. Each entry that does not fit is told.

use std::collections::{HashMap, HashSet};

use imp_checkout::domain::cart::Line;

use super::{
    Books,
    ledger::Entry,
    rows::{EffectRow, MoveRow, OrderRow, ProductRow},
};
use crate::plant::Plant;

impl Books {
    /// No order is paid without a matching capture, and what was given back is what i'mport gave back.
    pub(super) fn check_orders(&self, wrong: &mut Vec<String>) {
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
    pub(super) fn check_captures(&self, wrong: &mut Vec<String>) {
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
    pub(super) fn check_stock(&self, wrong: &mut Vec<String>) {
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
    pub(super) fn check_effects(&self, wrong: &mut Vec<String>) {
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
    pub(super) fn check_messages(&self, plant: &Plant, kills: u64, wrong: &mut Vec<String>) {
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
