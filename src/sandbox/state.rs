//! Everything the sandbox remembers, in one value behind one lock.

use serde_json::Value;

use super::agenda::Agenda;
use super::faults::{Faults, Subject};
use super::ids::Ids;
use super::inbox::Inbox;
use super::ledger::Ledger;
use super::merchant::{DEFAULT_CODE, Merchant};
use super::papers::Papers;
use super::tokens::Tokens;
use super::webhooks::Log;

#[derive(Debug)]
pub struct State {
    pub ids: Ids,
    pub merchants: Vec<Merchant>,
    pub tokens: Tokens,
    pub ledger: Ledger,
    pub papers: Papers,
    pub faults: Faults,
    pub webhooks: Log,
    pub agenda: Agenda,
    pub inbox: Inbox,
    /// The state file must be written anew.
    pub was_reset: bool,
}

impl State {
    pub fn new(seed: Option<u64>) -> Self {
        Self {
            ids: Ids::new(seed),
            merchants: vec![Merchant::default_one()],
            tokens: Tokens::default(),
            ledger: Ledger::default(),
            papers: Papers::default(),
            faults: Faults::default(),
            webhooks: Log::default(),
            agenda: Agenda::default(),
            inbox: Inbox::default(),
            was_reset: false,
        }
    }

    pub fn merchant(&self, code: &str) -> Option<&Merchant> {
        self.merchants.iter().find(|merchant| merchant.code == code)
    }

    pub fn merchant_mut(&mut self, code: &str) -> Option<&mut Merchant> {
        self.merchants.iter_mut().find(|merchant| merchant.code == code)
    }

    /// What faults may match about a payment.
    pub fn subject(&self, imp_uid: &str) -> Subject {
        let Some(payment) = self.ledger.get(imp_uid) else {
            return Subject { imp_uid: Some(imp_uid.to_owned()), ..Subject::default() };
        };
        Subject {
            merchant_uid: Some(payment.asked.merchant_uid.clone()),
            buyer_email: payment.asked.buyer.email.clone(),
            imp_uid: Some(payment.imp_uid.clone()),
        }
    }

    /// What faults may match about a call that names an order only.
    pub fn subject_of_order(&self, merchant_uid: &str) -> Subject {
        let newest =
            self.merchants.iter().rev().find_map(|merchant| self.ledger.of_order(&merchant.code, merchant_uid).last());
        newest.map_or_else(
            || Subject { merchant_uid: Some(merchant_uid.to_owned()), ..Subject::default() },
            |payment| self.subject(&payment.imp_uid),
        )
    }

    /// Payments, webhooks, faults and messages go; merchants and their settings stay.
    pub fn reset(&mut self) {
        self.ledger = Ledger::default();
        self.papers = Papers::default();
        self.faults.clear();
        self.webhooks = Log::default();
        self.agenda.clear();
        self.inbox.clear();
        self.tokens = Tokens::default();
        self.was_reset = true;
    }
}

/// The merchant a console call is for: the one it names, else the default one.
pub fn merchant_code(body: &Value) -> &str {
    body.get("merchant").and_then(Value::as_str).unwrap_or(DEFAULT_CODE)
}
