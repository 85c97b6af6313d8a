//! Reads what people typed: who buys, how they pay, where money goes back to. What is refused stays typed.

mod account;
mod canonical;
mod order;
mod payment;
mod refused;
mod tel;

pub(super) use self::{
    account::read_account,
    canonical::{canonical, marks},
    order::read_buyer,
    payment::Paying,
    tel::tel,
};
