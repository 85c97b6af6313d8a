//! The use cases. Each is one file: place an order, settle a payment, answer the browser, show a page.
//! All news of a payment, whoever brings it, ends in `settle`.

mod aftercare;
mod apply;
mod browse;
mod caller;
mod cancel;
mod close_account;
mod complete;
mod confirm;
mod dispatch;
mod effect;
mod error;
mod expire;
mod failure;
mod give_back;
mod guest;
mod lookup;
mod notice_queue;
mod order_page;
mod place;
mod read_account;
mod read_form;
mod read_paying;
mod receipt;
mod reconcile;
mod refund_message;
mod refused;
mod retry;
mod settle;
mod shop;
mod webhook;
mod window;

pub use self::{
    caller::{Caller, Visitor},
    complete::{Answer, Hint},
    confirm::{ConfirmRequest, Refusal},
    dispatch::Dispatch,
    effect::{Effect, RefundReason},
    error::Error,
    guest::Address,
    notice_queue::{Due, NoticeQueue, PendingNotice},
    reconcile::{Difference, Period, Report, Sum},
    settle::{Outcome, Settled, Who},
    shop::{Channel, MerchantTerms, Nudges, Shop},
    webhook::{Acceptance, IncomingNotice, NOTICE_LEASE_SECONDS},
    window::Window,
};
