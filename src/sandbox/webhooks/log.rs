//! Every webhook that was, is or will be sent, with every attempt and the shop's answer.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sandbox::clock::Moment;
use crate::sandbox::settings::ContentType;
use crate::sandbox::touched::Touched;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Due now or later.
    Waiting,
    /// Kept back until the payment's next webhook has gone (a fault).
    Held,
    /// The shop answered 200.
    Delivered,
    /// No 200, and nothing more will be tried.
    Failed,
    /// Lost on purpose (a fault).
    Dropped,
}

impl State {
    pub fn wire(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

/// Why it is sent; a resend has the shorter time-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Event,
    Resend,
    /// Made up by an operator: nothing in the ledger stands behind it.
    Forged,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// Unix seconds of the sandbox's clock.
    pub at: i64,
    pub status: Option<u16>,
    pub error: Option<String>,
    /// The beginning of the shop's answer.
    pub answer: String,
    pub took_ms: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    pub id: u64,
    pub merchant: String,
    pub kind: Kind,
    pub imp_uid: String,
    pub merchant_uid: String,
    pub url: String,
    pub content_type: ContentType,
    pub body: Value,
    pub state: State,
    pub due: Moment,
    pub retries_left: u8,
    pub attempts: Vec<Attempt>,
}

impl Delivery {
    /// The console's view.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id, "kind": self.kind, "imp_uid": self.imp_uid, "merchant_uid": self.merchant_uid,
            "url": self.url, "content_type": self.content_type, "body": self.body, "state": self.state,
            "due_at": self.due.seconds(), "retries_left": self.retries_left, "attempts": self.attempts,
        })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Log {
    deliveries: BTreeMap<u64, Delivery>,
    /// Each payment's, oldest first.
    by_payment: HashMap<String, Vec<u64>>,
    next: u64,
    touched: Touched<u64>,
}

const MOST: usize = 10_000;

impl Log {
    /// Numbers the delivery and keeps it; the oldest goes when there are too many.
    pub fn add(&mut self, delivery: Delivery) -> u64 {
        let id = self.next + 1;
        self.put(Delivery { id, ..delivery });
        id
    }

    /// Puts a whole delivery in; a state file is read back this way.
    pub fn put(&mut self, delivery: Delivery) {
        self.next = self.next.max(delivery.id);
        self.touched.note(delivery.id);
        let (id, imp_uid) = (delivery.id, delivery.imp_uid.clone());
        if self.deliveries.insert(id, delivery).is_none() {
            self.by_payment.entry(imp_uid).or_default().push(id);
        }
        if self.deliveries.len() > MOST
            && let Some((id, oldest)) = self.deliveries.pop_first()
        {
            self.forget(id, oldest.imp_uid);
        }
    }

    fn forget(&mut self, id: u64, imp_uid: String) {
        if let Entry::Occupied(mut ids) = self.by_payment.entry(imp_uid) {
            ids.get_mut().retain(|other| *other != id);
            if ids.get().is_empty() {
                ids.remove();
            }
        }
    }

    /// Copies of the deliveries that changed since the last time.
    pub fn take_touched(&mut self) -> impl Iterator<Item = Delivery> {
        let touched = self.touched.take();
        touched
            .into_iter()
            .filter_map(|id| self.deliveries.get(&id).cloned())
    }

    pub fn touch_all(&mut self) {
        self.touched.all(self.deliveries.keys().copied());
    }

    pub fn get(&self, id: u64) -> Option<&Delivery> {
        self.deliveries.get(&id)
    }

    pub fn get_mut(&mut self, id: u64) -> Option<&mut Delivery> {
        self.touched.note(id);
        self.deliveries.get_mut(&id)
    }

    /// Newest first.
    pub fn of_merchant(&self, merchant: &str) -> impl Iterator<Item = &Delivery> {
        self.deliveries
            .values()
            .rev()
            .filter(move |delivery| delivery.merchant == merchant)
    }

    /// Newest first.
    pub fn of_payment(&self, imp_uid: &str) -> impl Iterator<Item = &Delivery> {
        let ids = self.by_payment.get(imp_uid).into_iter().flatten().rev();
        ids.filter_map(|id| self.deliveries.get(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(id: u64, imp_uid: &str) -> Delivery {
        Delivery {
            id,
            merchant: "imp00000000".to_owned(),
            kind: Kind::Event,
            imp_uid: imp_uid.to_owned(),
            merchant_uid: "M".to_owned(),
            url: "http://127.0.0.1/".to_owned(),
            content_type: ContentType::Json,
            body: Value::Null,
            state: State::Waiting,
            due: Moment::from_seconds(0).unwrap(),
            retries_left: 0,
            attempts: Vec::new(),
        }
    }

    fn of(log: &Log, imp_uid: &str) -> Vec<u64> {
        log.of_payment(imp_uid)
            .map(|delivery| delivery.id)
            .collect()
    }

    #[test]
    fn a_payments_deliveries_are_found_once_each_until_they_make_room() {
        let mut log = Log::default();
        for id in [1, 2, 2] {
            log.put(delivery(id, "imp_1"));
        }
        assert_eq!(of(&log, "imp_1"), [2, 1]);
        for _ in 1..MOST {
            log.add(delivery(0, "imp_2"));
        }
        assert_eq!(of(&log, "imp_1"), [2]);
        log.add(delivery(0, "imp_2"));
        assert!(of(&log, "imp_1").is_empty() && !log.by_payment.contains_key("imp_1"));
    }
}
