//! One line of the state file: a record as it now is. The last line about a record counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sandbox::agenda::Agenda;
use crate::sandbox::faults::Faults;
use crate::sandbox::ids::Ids;
use crate::sandbox::inbox::Inbox;
use crate::sandbox::ledger::{Ledger, Payment, Prepared};
use crate::sandbox::merchant::Merchant;
use crate::sandbox::papers::Papers;
use crate::sandbox::state::State;
use crate::sandbox::tokens::Tokens;
use crate::sandbox::webhooks::{Delivery, Log};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Payment(Box<Payment>),
    Prepare {
        merchant: String,
        merchant_uid: String,
        prepared: Prepared,
    },
    Webhook(Box<Delivery>),
    /// Everything small, always whole.
    Desk(Box<Desk>),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Desk {
    pub ids: Ids,
    pub merchants: Vec<Merchant>,
    pub tokens: Tokens,
    pub faults: Faults,
    pub agenda: Agenda,
    pub inbox: Inbox,
    pub papers: Papers,
    pub clock_offset_ms: i64,
}

/// The entries that differ from what was last taken, and the desk.
pub fn changed(state: &mut State, clock_offset_ms: i64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = state
        .ledger
        .take_touched()
        .map(|p| Entry::Payment(Box::new(p)))
        .collect();
    entries.extend(
        state
            .ledger
            .prepares
            .take_touched()
            .into_iter()
            .map(prepare),
    );
    entries.extend(
        state
            .webhooks
            .take_touched()
            .map(|delivery| Entry::Webhook(Box::new(delivery))),
    );
    entries.push(desk(state, clock_offset_ms));
    entries
}

/// Everything, for a file written anew.
pub fn all(state: &mut State, clock_offset_ms: i64) -> Vec<Entry> {
    state.ledger.touch_all();
    state.ledger.prepares.touch_all();
    state.webhooks.touch_all();
    changed(state, clock_offset_ms)
}

fn prepare((merchant, merchant_uid, prepared): (String, String, Prepared)) -> Entry {
    Entry::Prepare {
        merchant,
        merchant_uid,
        prepared,
    }
}

fn desk(state: &State, clock_offset_ms: i64) -> Entry {
    Entry::Desk(Box::new(Desk {
        ids: state.ids.clone(),
        merchants: state.merchants.clone(),
        tokens: state.tokens.clone(),
        faults: state.faults.clone(),
        agenda: state.agenda.clone(),
        inbox: state.inbox.clone(),
        papers: state.papers.clone(),
        clock_offset_ms,
    }))
}

/// Puts the entries of a file together again; answers the state and the clock's offset.
pub fn assemble(entries: impl Iterator<Item = Entry>, mut state: State) -> (State, i64) {
    let mut payments = BTreeMap::new();
    let mut log = Log::default();
    let mut offset = 0;
    let mut ledger = Ledger::default();
    for entry in entries {
        match entry {
            Entry::Payment(payment) => {
                payments.insert(payment.number, *payment);
            }
            Entry::Prepare {
                merchant,
                merchant_uid,
                prepared,
            } => {
                ledger.prepares.put(&merchant, &merchant_uid, prepared);
            }
            Entry::Webhook(delivery) => log.put(*delivery),
            Entry::Desk(desk) => {
                let Desk {
                    ids,
                    merchants,
                    tokens,
                    faults,
                    agenda,
                    inbox,
                    papers,
                    clock_offset_ms,
                } = *desk;
                state = State {
                    ids,
                    merchants,
                    tokens,
                    faults,
                    agenda,
                    inbox,
                    papers,
                    ..state
                };
                offset = clock_offset_ms;
            }
        }
    }
    payments
        .into_values()
        .for_each(|payment| ledger.insert(payment));
    (
        State {
            ledger,
            webhooks: log,
            ..state
        },
        offset,
    )
}
