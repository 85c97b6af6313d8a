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

    /// The merchant of a code or of a book (`code/TIER`).
    pub fn merchant(&self, book: &str) -> Option<&Merchant> {
        let code = book.split('/').next().unwrap_or_default();
        self.merchants.iter().find(|merchant| merchant.code == code)
    }

    /// The book that a caller named, if there is such a merchant with such a tier.
    pub fn book(&self, named: &str) -> Option<(&Merchant, String)> {
        let merchant = self.merchant(named)?;
        let tier = named.split_once('/').map(|(_, tier)| tier);
        merchant.book(tier).map(|book| (merchant, book))
    }

    pub fn merchant_mut(&mut self, code: &str) -> Option<&mut Merchant> {
        self.merchants
            .iter_mut()
            .find(|merchant| merchant.code == code)
    }

    /// What faults may match about a payment.
    pub fn subject(&self, imp_uid: &str) -> Subject {
        let Some(payment) = self.ledger.get(imp_uid) else {
            return Subject {
                imp_uid: Some(imp_uid.to_owned()),
                ..Subject::default()
            };
        };
        Subject {
            merchant_uid: Some(payment.asked.merchant_uid.clone()),
            buyer_email: payment.asked.buyer.email.clone(),
            imp_uid: Some(payment.imp_uid.clone()),
        }
    }

    /// What faults may match about a call that names an order only.
    pub fn subject_of_order(&self, merchant_uid: &str) -> Subject {
        let mut books = self.merchants.iter().rev().flat_map(Merchant::books);
        let newest = books.find_map(|book| self.ledger.of_order(&book, merchant_uid).last());
        newest.map_or_else(
            || Subject {
                merchant_uid: Some(merchant_uid.to_owned()),
                ..Subject::default()
            },
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
    body.get("merchant")
        .and_then(Value::as_str)
        .unwrap_or(DEFAULT_CODE)
}
