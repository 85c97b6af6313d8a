//! An order page that waits: for a confirmation, or for a deposit.

use leptos::task::spawn_local;
use web_sys::Element;

use super::dom::{is_visible, reload, sleep};
use crate::{app::islands::Watched, server_fns::orders::read_stage};

const LOOK_EVERY: i32 = 3_000;

pub fn wire_order_watch(_root: Element, order: Watched) {
    spawn_local(async move {
        loop {
            sleep(LOOK_EVERY).await;
            if is_visible() && has_moved(&order).await {
                return reload();
            }
        }
    });
}

/// A server that cannot be reached has not told anything.
async fn has_moved(order: &Watched) -> bool {
    let answer = read_stage(order.order_id.clone(), order.token.clone()).await;
    answer.is_ok_and(|answer| answer.stage != order.stage)
}
