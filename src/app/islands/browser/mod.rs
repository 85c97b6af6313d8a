//! What the islands do in a browser, on top of markup that is already there.

mod arrival;
mod copy;
mod display;
mod dom;
mod form;
mod overlay;
mod pay;
mod postcode;
mod script;
mod sdk_script;
mod typing;
mod watch;

pub use self::{
    arrival::wire_arrival, copy::wire_copy_button, pay::wire_pay_form,
    postcode::wire_postcode_search, watch::wire_order_watch,
};
