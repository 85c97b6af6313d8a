//! Decides which webhooks a change of a payment causes, where they go and when; `send` carries them out.
//! A failure, a cancelled window and an abandoned one cause none, as with the real i'mport.

mod log;
mod send;

use serde_json::{Map, Value, json};

pub use log::{Attempt, Delivery, Kind, Log, State as DeliveryState};
pub use send::deliver;

use super::agenda::Job;
use super::clock::Moment;
use super::faults::{Fault, On};
use super::ledger::{Notice, Payment};
use super::settings::Settings;
use super::state::State;

/// How long a held webhook comes after the one that overtook it.
const OVERTAKEN_BY_MS: i64 = 300;

/// Enters the webhooks for a notice and returns their numbers.
pub fn announce(state: &mut State, notice: &Notice, now: Moment) -> Vec<u64> {
    let Some(payment) = state.ledger.get(&notice.imp_uid).cloned() else {
        return Vec::new();
    };
    let Some(settings) = state
        .merchant(&payment.merchant)
        .map(|merchant| merchant.settings.clone())
    else {
        return Vec::new();
    };
    let urls = destinations(&payment, &settings);
    if let (false, Ok(record)) = (urls.is_empty(), state.ledger.get_mut(&notice.imp_uid)) {
        record.webhook_used = true;
    }
    let body = body_of(&payment, notice);
    let made = urls.into_iter().flat_map(|url| {
        let delivery = draft(&payment, &settings, url, body.clone(), now);
        enter(state, delivery, now)
    });
    let made: Vec<u64> = made.collect();
    release_held(state, &notice.imp_uid, &made, now);
    made
}

/// Sends a delivery once more, to the address it went to.
pub fn resend(state: &mut State, id: u64, now: Moment) -> Option<u64> {
    let old = state.webhooks.get(id)?.clone();
    let fresh = Delivery {
        kind: Kind::Resend,
        state: DeliveryState::Waiting,
        due: now,
        attempts: Vec::new(),
        ..old
    };
    Some(schedule(state, fresh))
}

/// Sends a webhook that nothing in the ledger stands behind.
pub fn forge(
    state: &mut State,
    merchant: &str,
    url: String,
    body: Value,
    now: Moment,
) -> Option<u64> {
    let settings = state.merchant(merchant)?.settings.clone();
    let text = |key: &str| {
        body.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let delivery = Delivery {
        id: 0,
        merchant: merchant.to_owned(),
        kind: Kind::Forged,
        imp_uid: text("imp_uid"),
        merchant_uid: text("merchant_uid"),
        url,
        content_type: settings.webhook_content_type,
        body,
        state: DeliveryState::Waiting,
        due: now,
        retries_left: 0,
        attempts: Vec::new(),
    };
    Some(schedule(state, delivery))
}

/// The payment's own addresses, else the console's.
fn destinations(payment: &Payment, settings: &Settings) -> Vec<String> {
    if payment.asked.notice_urls.is_empty() {
        return settings.webhook_url.iter().cloned().collect();
    }
    payment.asked.notice_urls.clone()
}

fn body_of(payment: &Payment, notice: &Notice) -> Value {
    let mut body = Map::new();
    body.insert("imp_uid".into(), json!(payment.imp_uid));
    body.insert("merchant_uid".into(), json!(payment.asked.merchant_uid));
    body.insert("status".into(), json!(notice.status.wire()));
    if let Some(id) = &notice.cancellation_id {
        body.insert("cancellation_id".into(), json!(id));
    }
    Value::Object(body)
}

fn draft(
    payment: &Payment,
    settings: &Settings,
    url: String,
    body: Value,
    now: Moment,
) -> Delivery {
    Delivery {
        id: 0,
        merchant: payment.merchant.clone(),
        kind: Kind::Event,
        imp_uid: payment.imp_uid.clone(),
        merchant_uid: payment.asked.merchant_uid.clone(),
        url,
        content_type: settings.webhook_content_type,
        body,
        state: DeliveryState::Waiting,
        due: now,
        retries_left: settings.webhook_retries.min(5),
        attempts: Vec::new(),
    }
}

/// Enters one webhook, as the faults for its payment have it.
fn enter(state: &mut State, delivery: Delivery, now: Moment) -> Vec<u64> {
    let subject = state.subject(&delivery.imp_uid);
    let mut strike = |wanted: fn(&Fault) -> Option<u32>| state.faults.strike(&subject, now, wanted);
    if strike(|fault| matches!(fault, Fault::DropWebhook(On)).then_some(0)).is_some() {
        return vec![state.webhooks.add(Delivery {
            state: DeliveryState::Dropped,
            ..delivery
        })];
    }
    if strike(|fault| matches!(fault, Fault::ReorderWebhook(On)).then_some(0)).is_some() {
        return vec![state.webhooks.add(Delivery {
            state: DeliveryState::Held,
            ..delivery
        })];
    }
    let delay = strike(|fault| {
        if let Fault::DelayWebhookMs(ms) = fault {
            Some(*ms)
        } else {
            None
        }
    });
    let copies = strike(|fault| {
        if let Fault::DuplicateWebhook(n) = fault {
            Some(u32::from(*n))
        } else {
            None
        }
    });
    let delivery = Delivery {
        due: now.plus_millis(i64::from(delay.unwrap_or(0))),
        ..delivery
    };
    (0..=copies.unwrap_or(0))
        .map(|_| schedule(state, delivery.clone()))
        .collect()
}

fn schedule(state: &mut State, delivery: Delivery) -> u64 {
    let due = delivery.due;
    let id = state.webhooks.add(delivery);
    state.agenda.add(due, Job::Deliver(id));
    id
}

/// Webhooks that were to be overtaken go out behind the ones that just overtook them.
fn release_held(state: &mut State, imp_uid: &str, made: &[u64], now: Moment) {
    let held = |delivery: &&Delivery| {
        delivery.state == DeliveryState::Held && !made.contains(&delivery.id)
    };
    let held: Vec<u64> = state
        .webhooks
        .of_payment(imp_uid)
        .filter(held)
        .map(|delivery| delivery.id)
        .collect();
    for id in held {
        let due = now.plus_millis(OVERTAKEN_BY_MS);
        if let Some(delivery) = state.webhooks.get_mut(id) {
            delivery.state = DeliveryState::Waiting;
            delivery.due = due;
        }
        state.agenda.add(due, Job::Deliver(id));
    }
}
