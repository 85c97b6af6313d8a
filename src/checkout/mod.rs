//! The use cases. Each is one file: place an order, settle a payment, answer the browser, show a page.
//! All news of a payment, whoever brings it, ends in `settle`.

mod apply;
mod browse;
mod caller;
mod complete;
mod confirm;
mod effect;
mod error;
mod expire;
mod failure;
mod give_back;
mod lookup;
mod order_page;
mod place;
mod read_form;
mod reconcile;
mod repeat;
mod settle;
mod shop;
mod webhook;
mod window;

pub use self::{
    caller::{Caller, Visitor},
    complete::{Answer, Hint},
    confirm::{ConfirmRequest, Refusal},
    effect::{Because, Effect},
    error::Error,
    reconcile::{Difference, Period, Report, Sum},
    settle::{Outcome, Settled, Who},
    shop::{Channel, MerchantTerms, Nudges, Shop},
    webhook::{Acceptance, IncomingNotice},
    window::Window,
};
