//! An order page that waits: for a confirmation, or for a deposit.

use leptos::task::spawn_local;
use web_sys::Element;

use super::dom::{is_visible, order_on_page, reload, sleep};
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

/// A server that cannot be reached has not told anything.
async fn has_moved() -> bool {
    let Some(order) = order_on_page() else { return false };
    let answer = read_stage(order.id, order.token).await;
    answer.is_ok_and(|answer| answer.stage.as_str() != order.stage)
}
