//! The sandbox from the outside, over HTTP alone, as any shop in any language would use it.

#[path = "../shared/address.rs"]
mod address;
mod bad_input;
mod cancel;
mod certification;
mod clients;
mod clock;
mod confirm;
mod contract;
mod faults;
mod figures;
mod lists;
mod merchants;
mod outcomes;
mod papers;
mod prepare;
mod restart;
mod shapes;
#[path = "../shared/sigterm.rs"]
mod sigterm;
#[path = "../shared/skip.rs"]
#[expect(dead_code, reason = "the sandbox has no PostgreSQL half")]
mod skip;
mod sums;
mod support;
mod tokens;
mod vbank;
mod webhooks;
mod windows;
