//! Everything that speaks HTTP with the outside: routes, headers, cookies, i'mport's three doors. No rules here:
//! each handler reads its request, makes one call, and words the answer.

mod apart;
mod assets;
mod confirm;
mod door;
mod drain;
mod headers;
mod health;
mod payment_return;
mod policies;
mod policy;
mod problem;
mod router;
mod serve;
mod visitor;
mod webhook;

pub use self::{
    headers::Csp,
    router::{AppState, router},
    serve::{ServeError, open_shop, serve},
};
