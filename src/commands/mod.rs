//! What the merchant's staff does at a terminal: find an order and see why it is as it is, send its goods off, see what only a person
//! can bring about, compare the books, move the shop. Prints; decides nothing.

mod dispatch;
mod moving;
mod order;
mod period;
mod reconcile;
mod tasks;

pub use self::{
    dispatch::dispatch,
    moving::move_shop,
    order::show_order,
    period::period,
    reconcile::{Repair, reconcile},
    tasks::show_tasks,
};
