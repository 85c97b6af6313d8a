//! The rules of a checkout: money, ids, cart, buyer, order, payment, verdict.
//! Pure and shared by server and browser: no clock, no database, no network, no Leptos.

pub mod actor;
pub mod attempt;
pub mod bank;
pub mod buyer;
pub mod cart;
pub mod country;
pub mod form;
pub mod ids;
pub mod lang;
pub mod memo;
pub mod method;
pub mod money;
pub mod order;
pub mod pay_request;
pub mod payment;
pub mod pg;
pub mod receipt;
pub mod refused;
pub mod shop_info;
pub mod time;
pub mod view;
