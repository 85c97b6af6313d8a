//! One file for each route.

mod cart;
mod catalogue;
mod checkout;
mod find;
mod missing;
mod order;
mod policy;

pub use self::{
    cart::CartPage, catalogue::CataloguePage, checkout::CheckoutPage, find::FindPage,
    missing::MissingPage, order::OrderPage, policy::PolicyPage,
};
