//! i'mport's REST API for authenticated payment, at its own paths.
//! What is out of scope (billing keys, naver orders, …) answers 501 in the envelope; see `scope`.

mod caller;
mod cancel;
mod entry;
mod paging;
mod payments;
mod prepare;
mod scope;
mod users;
pub mod wire;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

pub use scope::unknown;

use super::world::World;

pub fn routes(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/users/getToken", post(users::get_token))
        .route("/users/pg", get(users::channels))
        .route("/payments", get(payments::several))
        .route("/payments/{imp_uid}", get(payments::one))
        .route("/payments/find/{merchant_uid}", get(payments::find))
        .route("/payments/find/{merchant_uid}/{status}", get(payments::find_in_status))
        .route("/payments/findAll/{merchant_uid}", get(payments::find_all))
        .route("/payments/findAll/{merchant_uid}/{status}", get(payments::find_all_in_status))
        .route("/payments/cancel", post(cancel::cancel))
        .route("/payments/prepare", post(prepare::register).put(prepare::change))
        .route("/payments/prepare/{merchant_uid}", get(prepare::show))
        .layer(from_fn_with_state(Arc::clone(world), entry::enter))
}
