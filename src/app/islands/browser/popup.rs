//! A payment popup that has come back to the shop: shows its result where the shopper started.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::dom::{order_on_page, window};

pub fn wire_popup_return(_root: Element) {
    let Some(order) = order_on_page() else { return };
    // Nobody opened this window, or another site did, whose properties throw: then it is no popup of ours.
    if let Ok(opener) = window().opener()
        && is_paying(&opener, &order.id)
        && send_here(&opener).is_ok()
    {
        // A window that may not close itself just stays, and shows the order too.
        let _ = window().close();
    }
}

/// The page that opened this window is ours and waits for this very order (`data-paying`).
fn is_paying(opener: &JsValue, order_id: &str) -> bool {
    let paying = ["document", "documentElement", "dataset", "paying"]
        .iter()
        .try_fold(opener.clone(), |value, name| Reflect::get(&value, &(*name).into()));
    paying.is_ok_and(|paying| paying.as_string().as_deref() == Some(order_id))
}

fn send_here(opener: &JsValue) -> Result<(), JsValue> {
    let here = window().location().href()?;
    let location = Reflect::get(opener, &"location".into())?;
    let assign: Function = Reflect::get(&location, &"assign".into())?.dyn_into()?;
    assign.call1(&location, &here.into())?;
    Ok(())
}
