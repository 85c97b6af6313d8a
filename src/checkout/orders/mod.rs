//! An order after it was placed: its page, and what can be done with it there or by staff.

mod actions;
mod cancel;
mod dispatch;
mod find;
mod masks;
mod page;

pub(super) use self::page::Known;
pub use self::{dispatch::Dispatch, find::ClientAddr};
