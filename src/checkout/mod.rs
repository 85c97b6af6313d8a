//! The use cases. Each is one file: place an order, settle a payment, answer the browser, show a page.
//! All news of a payment, whoever brings it, ends in `settle`.

mod access;
mod cart;
mod claim;
mod confirm;
mod effects;
mod error;
mod expire;
mod forms;
mod notices;
mod orders;
mod place;
mod reconcile;
mod retry;
mod settle;
mod shop;
mod window;

pub use self::{
    access::{Caller, Visitor},
    claim::{Claim, Completion},
    confirm::{ConfirmRequest, Refusal},
    effects::Effect,
    error::Error,
    notices::{Acceptance, Due, IncomingNotice, NOTICE_LEASE_SECONDS, NoticeQueue, PendingNotice},
    orders::{ClientAddr, Dispatch},
    reconcile::{Difference, Period, Report, Sum},
    settle::{Settled, Source},
    shop::{Channel, MerchantTerms, Nudges, Shop},
};
