//! One file for each route, and the two pages for when there is nothing to show.

mod cart;
mod catalogue;
mod checkout;
mod missing;
mod order;
mod policy;

pub use self::{
    cart::CartPage,
    catalogue::CataloguePage,
    checkout::CheckoutPage,
    missing::{ErrorPage, MissingPage, NotFound},
    order::OrderPage,
    policy::PolicyPage,
};
