//! Puts the program together: settings, database, sandbox, workers, server; and ends it in good order.

mod descriptors;
mod doctor;
mod error;
mod policies;
mod sandbox;
mod serve;
mod shop;

pub use self::{
    doctor::{Finding, doctor},
    error::ServeError,
    serve::serve,
    shop::open_shop,
};
