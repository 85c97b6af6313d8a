//! What the islands do in a browser, on top of markup that is already there.

mod copy;
mod display;
mod dom;
mod form;
mod pay;
mod popup;
mod sdk_script;
mod typing;
mod watch;

pub use self::{copy::wire_copy_button, pay::wire_pay_form, popup::wire_popup_return, watch::wire_order_watch};
