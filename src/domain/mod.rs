//! The rules of a checkout: money, ids, cart, buyer, order, payment, verdict.
//! Pure and shared by server and browser: no clock, no database, no network, no Leptos.

pub mod attempt;
pub mod bank;
pub mod buyer;
pub mod cart;
pub mod decision;
pub mod form;
pub mod ids;
pub mod lang;
pub mod memo;
pub mod method;
pub mod money;
pub mod order;
pub mod payment;
pub mod receipt;
pub mod refused;
pub mod standing;
pub mod time;
pub mod verdict;
pub mod view;
