//! i'mport's REST API for authenticated payment, at its own paths.
//! What is out of scope (billing keys, naver orders, …) answers 501 in the envelope; see `scope`.

mod balance;
mod caller;
mod cancel;
mod certifications;
mod codes;
mod entry;
mod escrows;
mod listing;
mod paging;
mod payments;
mod prepare;
mod receipts;
mod scope;
mod users;
mod vbanks;
pub mod wire;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

pub use scope::unknown;

use super::world::World;

pub fn routes(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/users/getToken", post(users::get_token))
        .route("/users/pg", get(users::channels))
        .route("/tiers/{tier_code}", get(users::tier))
        .route("/payments", get(payments::several))
        .route("/payments/{imp_uid}", get(payments::one))
        .route("/payments/find/{merchant_uid}", get(payments::find))
        .route(
            "/payments/find/{merchant_uid}/{status}",
            get(payments::find_in_status),
        )
        .route("/payments/findAll/{merchant_uid}", get(payments::find_all))
        .route(
            "/payments/findAll/{merchant_uid}/{status}",
            get(payments::find_all_in_status),
        )
        .route("/payments/cancel", post(cancel::cancel))
        .route(
            "/payments/prepare",
            post(prepare::register).put(prepare::change),
        )
        .route("/payments/prepare/{merchant_uid}", get(prepare::show))
        .route("/payments/status/{status}", get(listing::in_status))
        .route("/payments/{imp_uid}/balance", get(balance::balance))
        .route("/vbanks", post(vbanks::issue))
        .route("/vbanks/holder", get(vbanks::holder))
        .route(
            "/vbanks/{imp_uid}",
            put(vbanks::change).delete(vbanks::revoke),
        )
        .route(
            "/receipts/{imp_uid}",
            get(receipts::show)
                .post(receipts::issue)
                .delete(receipts::cancel),
        )
        .route(
            "/receipts/external/{merchant_uid}",
            get(receipts::show_external)
                .post(receipts::issue_external)
                .delete(receipts::cancel_external),
        )
        .route(
            "/escrows/logis/{imp_uid}",
            get(escrows::show)
                .post(escrows::register)
                .put(escrows::change),
        )
        .route(
            "/certifications/otp/request",
            post(certifications::request_otp),
        )
        .route(
            "/certifications/otp/confirm/{imp_uid}",
            post(certifications::confirm_otp),
        )
        .route(
            "/certifications/{imp_uid}",
            get(certifications::show).delete(certifications::delete),
        )
        .route("/cards", get(codes::cards))
        .route("/cards/{code}", get(codes::card))
        .route("/banks", get(codes::banks))
        .route("/banks/{code}", get(codes::bank))
        .layer(from_fn_with_state(Arc::clone(world), entry::enter))
}
