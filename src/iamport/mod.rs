//! The client of i'mport's REST API: token, look-ups, registration of amounts, cancel.
//! It judges answers by the envelope's `code`, never by the HTTP status alone, and keeps "i'mport says no"
//! apart from "i'mport could not be asked". Absent on purpose: any opinion about orders.

mod calls;
mod client;
mod envelope;
mod error;
mod lenient;
mod papers;
mod token;
mod wire;

pub use self::{
    calls::{Cancel, RefundTo},
    client::{Access, Client},
    error::Error,
    papers::{ChannelEntry, NewReceipt, Receipt},
};
