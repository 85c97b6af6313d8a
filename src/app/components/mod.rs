//! Parts that several pages are made of.

mod account;
mod country;
mod errors;
mod field;
mod lines;
mod memo;
mod methods;
mod pay;
mod postcode;
mod receipt;
mod totals;

use leptos::prelude::*;

pub use self::{
    account::AccountFields,
    country::CountryChoice,
    errors::Errors,
    field::{Autofill, FieldError, TextField},
    lines::OrderLines,
    memo::DeliveryMemo,
    methods::MethodChoice,
    pay::{Agreement, PayBar, PayTotals, SdkScripts},
    postcode::PostcodeSearch,
    receipt::ReceiptChoice,
    totals::{ShippingHint, TotalLines},
};
use crate::{
    app::{layout::policy_name, policies::Policy},
    domain::lang::Lang,
    i18n::{text, text_with},
    server_fns::error::CallError,
};

/// Drawn by us; the name stands beside it, so it says nothing to a screen reader.
#[component]
pub fn ProductPicture(#[prop(into)] src: String, size: u32) -> impl IntoView {
    view! { <img class="product-picture" src=src alt="" width=size height=size decoding="async"/> }
}

/// A sentence with the page that tells all of it, in another tab so that nothing typed is left behind.
#[component]
pub fn PolicyNote(lang: Lang, sentence: String, policy: Policy) -> impl IntoView {
    view! {
        <p class="note">
            {sentence}" "
            <a href=format!("/{}", policy.word()) target="_blank">{policy_name(lang, policy)}</a>
        </p>
    }
}

/// Why a call was refused, and what the shopper can do.
fn call_error(lang: Lang, error: &CallError) -> String {
    match error {
        CallError::BadRequest => text(lang, "call-bad-request"),
        CallError::Quantity => text(lang, "call-quantity"),
        CallError::UnknownProduct => text(lang, "call-unknown-product"),
        CallError::TooFew { left } => text_with(lang, "call-too-few", [("left", (*left).into())]),
        CallError::CartEmpty => text(lang, "call-cart-empty"),
        CallError::Invalid(_) => text(lang, "call-invalid"),
        CallError::Changed => text(lang, "call-changed"),
        CallError::NotFound => text(lang, "call-not-found"),
        CallError::NotPayable => text(lang, "call-not-payable"),
        CallError::NotCancellable => text(lang, "call-not-cancellable"),
        CallError::TooManyTries => text(lang, "call-too-many-tries"),
        CallError::PaymentUnavailable => text(lang, "call-payment-unavailable"),
        CallError::Unavailable => text(lang, "call-unavailable"),
        CallError::Offline => text(lang, "call-offline"),
    }
}

/// Why the last form was refused, for pages without JavaScript.
#[component]
pub fn Refusal(lang: Lang, error: Option<CallError>) -> impl IntoView {
    error.map(|error| view! { <p class="banner banner-problem" role="alert">{call_error(lang, &error)}</p> })
}
