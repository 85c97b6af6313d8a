//! One file for each route, and the two pages for when there is nothing to show.

mod cart;
mod catalogue;
mod checkout;
mod find;
mod missing;
mod order;
mod policy;

pub use self::{
    cart::CartPage,
    catalogue::CataloguePage,
    checkout::CheckoutPage,
    find::FindPage,
    missing::{ErrorPage, MissingPage, NotFound},
    order::OrderPage,
    policy::PolicyPage,
};
