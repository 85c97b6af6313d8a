//! Reads what people typed: who buys, how they pay, where money goes back to. What is refused stays typed.

mod account;
mod order;
mod payment;
mod refused;

pub(super) use self::{
    account::read_account,
    order::{read_buyer, tel},
    payment::Paying,
};
