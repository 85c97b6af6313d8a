//! The payment window over the page: while it shows, keys and screen readers stay in it, and they come back to
//! the Pay button when it closes. i'mport's SDK lays its frames into one `.imp-dialog`; it does neither itself.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom::{document, find, sleep};

/// Milliseconds between looks at the window, which comes and goes without an event.
const LOOK_EVERY: i32 = 150;
/// What the shop's own page consists of. Anything else may be a payment company's, and stays usable.
const OURS: &str =
    "body > .skip-link, body > .test-banner, body > .site-header, body > main, body > .site-footer";
const SHOWING: &str = ".imp-dialog iframe";

/// Runs until `over`; leaves the page as it was.
pub async fn mind_focus(root: Element, over: impl Fn() -> bool) {
    let mut inside = false;
    while !over() {
        let frame = showing_frame();
        if frame.is_some() != inside {
            inside = !inside;
            set_page_inert(inside);
            let target = frame.or_else(|| find(&root, "[data-pay=button]"));
            focus(target.as_ref());
        }
        sleep(LOOK_EVERY).await;
    }
    set_page_inert(false);
    if inside {
        focus(find(&root, "[data-pay=button]").as_ref());
    }
}

/// Frames that wait for their turn have no size.
fn showing_frame() -> Option<HtmlElement> {
    let frames = document().query_selector_all(SHOWING).ok()?;
    let frames =
        (0..frames.length()).filter_map(|at| frames.item(at)?.dyn_into::<HtmlElement>().ok());
    frames.into_iter().find(|frame| frame.offset_height() > 0)
}

fn set_page_inert(inert: bool) {
    let Ok(parts) = document().query_selector_all(OURS) else {
        return;
    };
    for part in (0..parts.length()).filter_map(|at| parts.item(at)?.dyn_into::<Element>().ok()) {
        // Neither can fail: the name is a valid one.
        let _ = if inert {
            part.set_attribute("inert", "")
        } else {
            part.remove_attribute("inert")
        };
    }
}

fn focus(target: Option<&HtmlElement>) {
    if let Some(target) = target {
        // Refused only by elements that cannot have the focus.
        let _ = target.focus();
    }
}
