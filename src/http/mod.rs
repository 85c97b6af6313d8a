//! Everything that speaks HTTP with the outside: routes, headers, cookies, i'mport's three doors. No rules here:
//! each handler reads its request, makes one call, and words the answer.

pub mod assets;
mod canonical;
mod csp;
pub mod drain;
mod draining_listener;
mod errors;
mod nonce;
mod normal;
mod origin;
mod owner;
mod proxies;
mod router;
mod routes;
mod state;
mod visitor;
mod way_back;

pub use self::{
    csp::Csp,
    drain::Drain,
    draining_listener::DrainingListener,
    origin::Origin,
    proxies::{TrustedProxies, UnknownProxies},
    router::router,
    state::AppState,
};
