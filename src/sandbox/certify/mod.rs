//! `IMP.certification()`: a window in which a telephone company confirms who somebody is.
//! Any person typed in is believed; what counts is what the shop reads over REST afterwards.

mod finish;
mod open;
mod page;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::world::World;

pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/certificates/open", post(open::open))
        .route("/certificates/{key}", get(visit::show).post(visit::act))
        .route("/certificates/{key}/told", get(finish::told))
        .route("/certificates/{key}/closing", post(visit::popup_closed))
}
