//! The SDK at the moment of the call: waits for a late one, fetches a missing one again.

use wasm_bindgen::JsCast;
use web_sys::HtmlScriptElement;

use super::dom::{document, sleep};
use crate::imp;

const LOOK_EVERY: i32 = 100;
const LOOKS: u32 = 80;

/// Whether the SDK is here within eight seconds. While the page is still loading it may yet arrive by itself.
pub async fn arrives() -> bool {
    let mut fetched = false;
    for _ in 0..LOOKS {
        if imp::sdk_is_here() {
            return true;
        }
        if !fetched && document().ready_state() == "complete" {
            fetch_again();
            fetched = true;
        }
        sleep(LOOK_EVERY).await;
    }
    false
}

/// The scripts that the page came with. Inserted ones run when they arrive; `async = false` keeps jQuery before
/// the SDK that needs it.
fn fetch_again() {
    let Ok(scripts) = document().query_selector_all("script[data-sdk]") else { return };
    for at in 0..scripts.length() {
        if let Some(script) = scripts.item(at).and_then(|node| node.dyn_into::<HtmlScriptElement>().ok()) {
            insert(&script.src());
        }
    }
}

fn insert(url: &str) {
    let script = document().create_element("script").ok().and_then(|it| it.dyn_into::<HtmlScriptElement>().ok());
    if let (Some(script), Some(head)) = (script, document().head()) {
        script.set_async(false);
        script.set_src(url);
        // Appending to a head that is there does not fail.
        let _ = head.append_child(&script);
    }
}
