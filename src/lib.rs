//! A merchant's checkout for Korean authenticated payment through i'mport (PortOne V1).
//!
//! `ARCHITECTURE.md` beside this file tells how it works: the nine steps of a payment with file and function of each, the
//! states, the layout, a glossary, and where to make the usual changes. In short:
//!
//! - Whatever browser, return or webhook report is a hint. `checkout::Shop::settle` asks i'mport what really happened.
//! - `domain::payment::judge` is the only source of "paid".
//! - What has to happen outside is written with the change (`store`, an outbox) and carried out by a worker (`workers`).
//! - `sandbox` stands in for i'mport, and names no other room.

// Views are deeply nested types.
#![recursion_limit = "256"]

pub mod app;
pub mod bridge;
pub mod domain;
pub mod i18n;
pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod checkout;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod commands;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod iamport;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod notify;
#[cfg(feature = "ssr")]
pub mod sandbox;
#[cfg(feature = "ssr")]
pub mod startup;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telemetry;
#[cfg(feature = "ssr")]
pub mod workers;

/// Wakes the islands of a page in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
