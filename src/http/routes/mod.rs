//! What i'mport, PGs and operators call. Pages and their server functions are Leptos' own routes.

pub mod confirm;
pub mod health;
mod hints;
mod parts;
pub mod payment_return;
pub mod webhook;
