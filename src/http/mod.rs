//! Everything that speaks HTTP with the outside: routes, headers, cookies, i'mport's three doors. No rules here:
//! each handler reads its request, makes one call, and words the answer.

mod assets;
mod confirm;
mod csp;
mod drain;
mod draining_listener;
mod errors;
mod health;
mod owner;
mod payment_return;
mod policies;
mod policy;
mod router;
mod serve;
mod visitor;
mod webhook;

pub use self::{
    csp::Csp,
    router::{AppState, router},
    serve::{ServeError, open_shop, serve},
};
