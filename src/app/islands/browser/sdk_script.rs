//! The SDK at the moment of the call: waits for a late one, fetches a missing one again.

use wasm_bindgen::JsCast;
use web_sys::HtmlScriptElement;

use super::{
    dom::{document, sleep},
    script,
};
use crate::bridge;

const LOOK_EVERY: i32 = 100;
const LOOKS: u32 = 80;

/// Whether the SDK is here within eight seconds. While the page is still loading it may yet arrive by itself.
pub async fn arrives() -> bool {
    let mut fetched = false;
    for _ in 0..LOOKS {
        if bridge::sdk_is_here() {
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

/// The scripts that the page came with. jQuery stays before the SDK that needs it.
fn fetch_again() {
    let Ok(scripts) = document().query_selector_all("script[data-sdk]") else {
        return;
    };
    for at in 0..scripts.length() {
        if let Some(script) = scripts
            .item(at)
            .and_then(|node| node.dyn_into::<HtmlScriptElement>().ok())
        {
            script::insert(&script.src());
        }
    }
}
