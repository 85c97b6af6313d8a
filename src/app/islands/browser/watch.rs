//! An order page that may be out of date: because it waits for a confirmation or a deposit, or because it comes back
//! from the back/forward cache.

use leptos::task::spawn_local;
use web_sys::Element;

use super::dom::{is_visible, on_return, order_on_page, reload, sleep};
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

/// Whoever comes back to an order sees how it stands now, before anything can be pressed twice.
pub fn look_again_on_return() {
    on_return(|| {
        spawn_local(async {
            if has_moved().await {
                reload();
            }
        });
    });
}

/// A server that cannot be reached has not told anything.
async fn has_moved() -> bool {
    let Some(order) = order_on_page() else {
        return false;
    };
    let answer = read_stage(order.id, order.token).await;
    answer.is_ok_and(|answer| answer.stage.as_str() != order.stage)
}
