//! The one book of payments: who may open a record, how to find it, and which go when memory is short.
//! In memory behind the caller's lock; no IO, no clock. Every change of a payment goes through the moves
//! in the files below, so the sums hold whatever order calls come in.

mod cancel;
mod papers;
pub mod payment;
pub mod prepare;
mod refusal;
mod transitions;
mod vbank;
pub mod window;

use std::collections::{BTreeMap, HashMap};

pub use cancel::{Asker, CancelOrder};
pub use papers::{Receipt, Shipping};
pub use payment::{Asked, Buyer, Deposit, Means, Payment, Status};
pub use prepare::{Prepared, Prepares};
pub use refusal::Refusal;
pub use transitions::{Choice, Notice};
pub use vbank::{Account, Transfer, TransferMode};
pub use window::{Edition, Told, Window};

use super::clock::Moment;
use super::gateway::Device;
use super::ids::Ids;
use super::merchant::Channel;
use super::money::Amount;
use super::touched::Touched;

/// How much the book holds before old records go.
const MOST_PAYMENTS: usize = 250_000;
const MOST_BYTES: usize = 1 << 30;
/// How many of the oldest are looked at for an expendable one.
const SEARCH_DEPTH: usize = 512;

/// A record about to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub merchant: String,
    pub device: Device,
    pub channel: Channel,
    pub amount: Amount,
    pub currency: String,
    pub asked: Asked,
    pub window: Option<Window>,
}

#[derive(Debug)]
pub struct Ledger {
    most: usize,
    /// Boxed: the map's nodes hold eleven values each, mostly half of them empty.
    payments: BTreeMap<u64, Box<Payment>>,
    by_imp_uid: HashMap<String, u64>,
    by_order: HashMap<(String, String), Vec<u64>>,
    by_window: HashMap<String, u64>,
    next: u64,
    bytes: usize,
    touched: Touched<u64>,
    pub prepares: Prepares,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::holding(MOST_PAYMENTS)
    }
}

impl Ledger {
    /// A ledger of at most so many records.
    pub fn holding(most: usize) -> Self {
        Self {
            most,
            payments: BTreeMap::new(),
            by_imp_uid: HashMap::new(),
            by_order: HashMap::new(),
            by_window: HashMap::new(),
            next: 0,
            bytes: 0,
            touched: Touched::default(),
            prepares: Prepares::default(),
        }
    }

    /// Opens a record, unless the order is paid already or was registered with another amount.
    pub fn open(
        &mut self,
        opening: Opening,
        ids: &mut Ids,
        now: Moment,
    ) -> Result<&mut Payment, Refusal> {
        let order = &opening.asked.merchant_uid;
        if self
            .of_order(&opening.merchant, order)
            .any(Payment::was_approved)
        {
            return Err(Refusal::AlreadyApproved {
                merchant_uid: order.clone(),
            });
        }
        self.prepares
            .check(&opening.merchant, order, opening.amount, &opening.currency)?;
        self.next += 1;
        let payment = fresh(opening, self.unused_imp_uid(ids), self.next, now);
        let number = payment.number;
        self.insert(payment);
        self.make_room();
        self.payments
            .get_mut(&number)
            .map(Box::as_mut)
            .ok_or(Refusal::NoSuchPayment)
    }

    /// Puts a whole record in; a state file is read back this way.
    pub fn insert(&mut self, payment: Payment) {
        let number = payment.number;
        self.next = self.next.max(number);
        self.bytes += payment.weight();
        self.touched.note(number);
        self.by_imp_uid.insert(payment.imp_uid.clone(), number);
        if let Some(window) = &payment.window {
            self.by_window.insert(window.key.clone(), number);
        }
        let order = (payment.merchant.clone(), payment.asked.merchant_uid.clone());
        self.by_order.entry(order).or_default().push(number);
        self.payments.insert(number, Box::new(payment));
    }

    pub fn get(&self, imp_uid: &str) -> Option<&Payment> {
        self.by_imp_uid
            .get(imp_uid)
            .and_then(|number| self.at(number))
    }

    pub fn get_mut(&mut self, imp_uid: &str) -> Result<&mut Payment, Refusal> {
        let number = *self.by_imp_uid.get(imp_uid).ok_or(Refusal::NoSuchPayment)?;
        self.touched.note(number);
        self.payments
            .get_mut(&number)
            .map(Box::as_mut)
            .ok_or(Refusal::NoSuchPayment)
    }

    /// The record whose window has this key.
    pub fn of_window(&self, key: &str) -> Option<&Payment> {
        self.by_window.get(key).and_then(|number| self.at(number))
    }

    /// All records of one order, oldest first.
    pub fn of_order(&self, merchant: &str, merchant_uid: &str) -> impl Iterator<Item = &Payment> {
        let numbers = self
            .by_order
            .get(&(merchant.to_owned(), merchant_uid.to_owned()));
        numbers
            .into_iter()
            .flatten()
            .filter_map(|number| self.at(number))
    }

    /// All records of a merchant, newest first.
    pub fn of_merchant(&self, merchant: &str) -> impl Iterator<Item = &Payment> {
        self.payments
            .values()
            .rev()
            .map(Box::as_ref)
            .filter(move |payment| payment.merchant == merchant)
    }

    pub fn len(&self) -> usize {
        self.payments.len()
    }

    /// Copies of the records that changed since the last time.
    pub fn take_touched(&mut self) -> impl Iterator<Item = Payment> {
        let touched = self.touched.take();
        touched
            .into_iter()
            .filter_map(|number| self.at(&number).cloned())
    }

    /// From now on changes are remembered, and everything counts as changed.
    pub fn touch_all(&mut self) {
        self.touched.all(self.payments.keys().copied());
    }

    fn at(&self, number: &u64) -> Option<&Payment> {
        self.payments.get(number).map(Box::as_ref)
    }

    fn make_room(&mut self) {
        while self.payments.len() > self.most
            || (self.bytes > MOST_BYTES && self.payments.len() > 1)
        {
            let expendable = self
                .payments
                .values()
                .take(SEARCH_DEPTH)
                .find(|payment| payment.is_expendable());
            let Some(number) = expendable
                .or_else(|| self.payments.values().next())
                .map(|payment| payment.number)
            else {
                return;
            };
            self.remove(number);
        }
    }

    fn remove(&mut self, number: u64) {
        let Some(payment) = self.payments.remove(&number) else {
            return;
        };
        self.bytes = self.bytes.saturating_sub(payment.weight());
        self.by_imp_uid.remove(&payment.imp_uid);
        if let Some(window) = &payment.window {
            self.by_window.remove(&window.key);
        }
        let Payment {
            merchant, asked, ..
        } = *payment;
        let order = (merchant, asked.merchant_uid);
        if let Some(numbers) = self.by_order.get_mut(&order) {
            numbers.retain(|other| *other != number);
            if numbers.is_empty() {
                self.by_order.remove(&order);
            }
        }
    }

    fn unused_imp_uid(&self, ids: &mut Ids) -> String {
        loop {
            let candidate = ids.imp_uid();
            if !self.by_imp_uid.contains_key(&candidate) {
                return candidate;
            }
        }
    }
}

fn fresh(opening: Opening, imp_uid: String, number: u64, now: Moment) -> Payment {
    let Opening {
        merchant,
        device,
        channel,
        amount,
        currency,
        asked,
        window,
    } = opening;
    let mut payment = Payment {
        imp_uid,
        merchant,
        number,
        device,
        channel,
        asked,
        status: Status::Ready,
        amount,
        currency,
        pay_method: None,
        means: Means::Plain,
        emb_pg_provider: None,
        pg_tid: None,
        started_at: now,
        paid_at: None,
        failed_at: None,
        updated_at: now,
        fail_reason: None,
        cancels: Vec::new(),
        deposits: Vec::new(),
        cash_receipt_issued: false,
        receipt: None,
        shipping: None,
        window,
        webhook_used: false,
        story: Vec::new(),
    };
    payment.note(now, format!("결제 요청 {amount} {}", payment.currency));
    payment
}

#[cfg(test)]
mod tests;
