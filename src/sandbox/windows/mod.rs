//! The payment windows: what the SDK opens, what the shopper sees and does, and how it ends.
//! Plain server-rendered forms, so a test without a browser can walk through them too.

mod act;
mod assets;
mod check;
mod due;
mod finish;
mod open;
mod page;
mod ready;
mod results;
mod steps;
pub mod words;
mod zzim;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use assets::html as html_page;
pub use finish::hand_over;
pub use page::head as page_head;

use super::world::World;

pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/windows/ready/{code}", get(ready::frame))
        .route("/windows/open", post(open::open))
        .route("/windows/assets/{file}", get(assets::file))
        .route("/windows/zzim", get(zzim::page))
        .route("/windows/{key}", get(act::show).post(act::act))
        .route("/windows/{key}/told", get(finish::told))
        .route("/windows/{key}/closing", post(act::popup_closed))
        .route("/payments/success", get(results::success))
        .route("/payments/fail", get(results::fail))
        .route("/payments/vbank", get(results::vbank))
        .route("/slips/{imp_uid}", get(results::slip))
}
