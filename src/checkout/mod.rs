//! The use cases. Each is one file: place an order, settle a payment, answer the browser, show a page.
//! All news of a payment, whoever brings it, ends in `settle`.

mod access;
mod cart;
mod changes;
mod claim;
mod confirm;
mod effects;
mod error;
mod expire;
mod forms;
mod notices;
mod orders;
mod pay_again;
mod pg_limits;
mod place;
mod reconcile;
mod retry;
mod returns;
mod settle;
mod shop;
mod take_over;
mod unknown_claims;
mod window;

pub use self::{
    access::{Caller, Kept, Visitor},
    claim::Claim,
    confirm::{ConfirmRequest, Refusal},
    effects::Effect,
    error::Error,
    notices::{Acceptance, Due, IncomingNotice, NOTICE_LEASE_SECONDS, NoticeQueue, PendingNotice},
    orders::{ClientAddr, Dispatch},
    reconcile::{Difference, Period, Report, Sum},
    returns::{Completion, ReturnAddress, Returned},
    settle::{Settled, Source},
    shop::{Channel, Contact, MerchantTerms, Nudges, Shop},
};
