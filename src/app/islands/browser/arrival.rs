//! An order page that has just come up. In a payment popup it hands over to the page where the shopper started;
//! anywhere else its heading takes the focus, so that a screen reader starts with the result.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{
    dom::{document, find, order_on_page, window},
    typing,
    watch::look_again_on_return,
};

/// Stages (`Stage::as_str`) in which the form may be needed once more.
const PAYABLE: [&str; 5] = [
    "payable",
    "withdrawn",
    "failed",
    "confirming",
    "deposit_awaited",
];

pub fn wire_arrival(_root: Element) {
    if order_on_page().is_some_and(|order| hands_over(&order.id)) {
        // A window that may not close itself just stays, and shows the order too.
        let _ = window().close();
        return;
    }
    if order_on_page().is_some_and(|order| !PAYABLE.contains(&order.stage.as_str())) {
        // Done with: the next one at this browser starts with an empty form.
        typing::forget();
    }
    look_again_on_return();
    focus_result();
}

/// Nobody opened this window, or another site did, whose properties throw: then it is no popup of ours.
fn hands_over(order_id: &str) -> bool {
    window()
        .opener()
        .is_ok_and(|opener| is_paying(&opener, order_id) && send_here(&opener).is_ok())
}

/// Unless the shopper is somewhere on the page already.
fn focus_result() {
    let page = document();
    let idle = page
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY");
    let heading = page
        .document_element()
        .and_then(|root| find(&root, "main h1[tabindex]"));
    if let Some(heading) = heading.filter(|_| idle) {
        // A heading with a tabindex takes it.
        let _ = heading.focus();
    }
}

/// The page that opened this window is ours and waits for this very order (`data-paying`).
fn is_paying(opener: &JsValue, order_id: &str) -> bool {
    let paying = ["document", "documentElement", "dataset", "paying"]
        .iter()
        .try_fold(opener.clone(), |value, name| {
            Reflect::get(&value, &(*name).into())
        });
    paying.is_ok_and(|paying| paying.as_string().as_deref() == Some(order_id))
}

fn send_here(opener: &JsValue) -> Result<(), JsValue> {
    let here = window().location().href()?;
    let location = Reflect::get(opener, &"location".into())?;
    let assign: Function = Reflect::get(&location, &"assign".into())?.dyn_into()?;
    assign.call1(&location, &here.into())?;
    Ok(())
}
