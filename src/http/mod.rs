//! Everything that speaks HTTP with the outside: routes, headers, cookies, i'mport's three doors. No rules here:
//! each handler reads its request, makes one call, and words the answer.

pub mod assets;
mod csp;
pub mod drain;
mod draining_listener;
mod errors;
mod nonce;
mod owner;
mod router;
mod routes;
mod state;
mod visitor;

pub use self::{
    csp::Csp, drain::Drain, draining_listener::DrainingListener, router::router, state::AppState,
};
