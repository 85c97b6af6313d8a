//! The console for people: the ledger, one payment's story with its buttons, webhooks, messages, faults,
//! settings. Plain forms and links; every change goes through the same doors as the JSON API.

mod faults;
mod inbox;
mod layout;
mod ledger;
mod payment;
mod settings;
mod webhooks;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::sandbox::world::World;

pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/console", get(ledger::page))
        .route("/console/payments/{imp_uid}", get(payment::page))
        .route("/console/payments/{imp_uid}/{action}", post(payment::act))
        .route("/console/webhooks", get(webhooks::page))
        .route("/console/webhooks/forge", post(webhooks::forge))
        .route("/console/webhooks/{id}/resend", post(webhooks::resend))
        .route("/console/messages", get(inbox::page))
        .route("/console/faults", get(faults::page).post(faults::declare))
        .route(
            "/console/settings",
            get(settings::page).post(settings::change),
        )
        .route("/console/reset", post(settings::reset))
        .route("/console/clock", post(settings::advance))
}
