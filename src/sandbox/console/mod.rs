//! The console: what staff would do at i'mport, and what only a sandbox can do. JSON for tests in any
//! language under `/console/api`, every answer in i'mport's envelope. No credentials: it is a sandbox.

mod api_faults;
mod api_inbox;
mod api_payments;
mod api_settings;
mod api_webhooks;
mod body;
mod deeds;
mod guard;
mod page;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{delete, get, post};

use tower_http::csrf::CsrfLayer;

use super::world::World;

pub fn routes(world: &Arc<World>) -> Router<Arc<World>> {
    doors()
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(
            Arc::clone(world),
            guard::refuse_strange_names,
        ))
}

fn doors() -> Router<Arc<World>> {
    page::routes()
        .route(
            "/console/api/payments",
            get(api_payments::list).post(api_payments::create),
        )
        .route("/console/api/payments/{imp_uid}", get(api_payments::show))
        .route(
            "/console/api/payments/{imp_uid}/{action}",
            post(api_payments::act),
        )
        .route("/console/api/webhooks", get(api_webhooks::list))
        .route("/console/api/webhooks/forge", post(api_webhooks::forge))
        .route(
            "/console/api/webhooks/{id}/resend",
            post(api_webhooks::resend),
        )
        .route(
            "/console/api/faults",
            get(api_faults::list)
                .put(api_faults::declare)
                .post(api_faults::declare)
                .delete(api_faults::clear),
        )
        .route(
            "/console/api/messages",
            get(api_inbox::list)
                .post(api_inbox::receive)
                .delete(api_inbox::clear),
        )
        .route(
            "/console/api/settings",
            get(api_settings::show).put(api_settings::change),
        )
        .route(
            "/console/api/merchants",
            get(api_settings::merchants).post(api_settings::add_merchant),
        )
        .route(
            "/console/api/clock",
            get(api_settings::clock).put(api_settings::move_clock),
        )
        .route("/console/api/tokens", delete(api_settings::revoke_token))
        .route("/console/api/reset", post(api_settings::reset))
}
