//! Scripts that are fetched while the page is open. The page's policy trusts them because it trusts us.

use wasm_bindgen::JsCast;
use web_sys::HtmlScriptElement;

use super::dom::document;

/// Runs when it arrives, but never before one that was inserted earlier.
pub fn insert(url: &str) {
    let script = document()
        .create_element("script")
        .ok()
        .and_then(|it| it.dyn_into::<HtmlScriptElement>().ok());
    if let (Some(script), Some(head)) = (script, document().head()) {
        script.set_async(false);
        script.set_src(url);
        // Appending to a head that is there does not fail.
        let _ = head.append_child(&script);
    }
}
