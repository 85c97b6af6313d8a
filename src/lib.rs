//! A merchant's checkout for Korean authenticated payment through i'mport (PortOne V1). Nine steps:
//!
//! 1. A cart, with prices from the database (`checkout`, `store`).
//! 2. Pay freezes it into an order, holds stock, stores an attempt under a fresh `merchant_uid` and registers its
//!    amount with i'mport.
//! 3. The bridge opens i'mport's window in the browser (`imp`).
//! 4. Just before the approval i'mport may ask us (`http::confirm`).
//! 5. Callback, return and webhook bring news, in any order, any number of times (`server_fns`, `http`).
//! 6. All of them end in one function, `checkout::Shop::settle`, which asks i'mport.
//! 7. `domain::verdict::judge` compares, purely: the only source of "paid".
//! 8. What has to happen outside is written with the change and carried out by a worker (`notify`, `workers`).
//! 9. A sweeper asks about everything that is still open.
//!
//! The rooms, each knowing only those to its right:
//! `main → http → app → server_fns → checkout → {iamport, store, notify} → domain`; `app → imp → domain`;
//! `workers → {checkout, store, notify}`; `sandbox` knows nobody and is known by `main` alone.

// Views are deeply nested types.
#![recursion_limit = "256"]

pub mod app;
pub mod domain;
pub mod i18n;
pub mod imp;
pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod auth;
#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod checkout;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod iamport;
#[cfg(feature = "ssr")]
pub mod notify;
#[cfg(feature = "ssr")]
pub mod sandbox;
#[cfg(feature = "ssr")]
pub mod staff;
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
