//! Puts the program together: settings, database, sandbox, workers, server; and ends it in good order.

mod policies;
mod serve;
mod shop;

pub use self::{
    serve::{ServeError, serve},
    shop::open_shop,
};
