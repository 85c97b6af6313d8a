//! The form around the Pay button, as it is when the button is pressed.

use leptos::server_fn::ServerFn;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement};

use super::dom::find;
use crate::{
    domain::{form::OrderForm, pay_request::PlaceAnswer},
    server_fns::{
        error::CallError,
        orders::{RetryPayment, place_order, retry_payment},
    },
};

/// Whether the form pays an order that exists already, rather than making one of the cart.
pub fn pays_again(root: &Element) -> bool {
    let action = find(root, "form").and_then(|form| form.get_attribute("action"));
    action.as_deref() == Some(RetryPayment::PATH)
}

/// Sends the form to the server function that it would post to.
pub async fn send(root: &Element) -> Result<PlaceAnswer, CallError> {
    let data = data(root).ok_or(CallError::BadRequest)?;
    let field = |name| data.get(name).as_string().unwrap_or_default();
    let form = OrderForm {
        name: field("name"),
        tel: field("tel"),
        email: field("email"),
        country: field("country"),
        postcode: field("postcode"),
        addr1: field("addr1"),
        addr2: field("addr2"),
        memo_preset: field("memo_preset"),
        memo: field("memo"),
        method: field("method"),
        receipt: field("receipt"),
        receipt_tel: field("receipt_tel"),
        receipt_business: field("receipt_business"),
        agree: field("agree"),
        seen: field("seen"),
    };
    if pays_again(root) {
        return retry_payment(field("order_id"), field("token"), form).await;
    }
    place_order(form).await
}

fn data(root: &Element) -> Option<FormData> {
    let form: HtmlFormElement = find(root, "form")?.dyn_into().ok()?;
    FormData::new_with_form(&form).ok()
}
