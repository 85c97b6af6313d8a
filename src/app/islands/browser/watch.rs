//! An order page that may be out of date: because it waits for a confirmation or a deposit, or because it comes back
//! from the back/forward cache.

use js_sys::{Function, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::dom::{is_visible, on_return, order_on_page, reload, sleep, window};
use crate::server_fns::orders::read_stage;

const LOOK_EVERY: i32 = 3_000;

pub fn wire_order_watch(_root: Element) {
    spawn_local(async {
        loop {
            sleep(LOOK_EVERY).await;
            if is_visible() && has_moved().await {
                return reload();
            }
        }
    });
}

/// Whoever comes back to an order sees how it stands now, before anything can be pressed twice: from the back/forward
/// cache, or by a page that the browser has kept and shows without asking anybody.
pub fn look_again_on_return() {
    let look_again = || {
        spawn_local(async {
            if has_moved().await {
                reload();
            }
        });
    };
    on_return(look_again);
    if came_back() {
        look_again();
    }
}

/// By Back or Forward, as the browser tells.
fn came_back() -> bool {
    let told = || -> Result<JsValue, JsValue> {
        let performance = Reflect::get(&window(), &"performance".into())?;
        let entries: Function =
            Reflect::get(&performance, &"getEntriesByType".into())?.dyn_into()?;
        let navigations = entries.call1(&performance, &"navigation".into())?;
        Reflect::get(&Reflect::get(&navigations, &0.into())?, &"type".into())
    };
    told().is_ok_and(|kind| kind.as_string().as_deref() == Some("back_forward"))
}

/// A server that cannot be reached has not told anything.
async fn has_moved() -> bool {
    let Some(order) = order_on_page() else {
        return false;
    };
    let answer = read_stage(order.id, order.token).await;
    answer.is_ok_and(|answer| answer.stage.as_str() != order.stage)
}
