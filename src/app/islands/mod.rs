//! The four islands: all the code that a browser runs. Each wraps markup that the server has rendered
//! already and wires behaviour to it; texts come as props. Absent on purpose: texts of their own,
//! formatting, routing, and views that change shape.

#[cfg(feature = "hydrate")]
mod browser;
/// On the server nothing is wired; the same names keep the islands free of conditions.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::web_sys::Element;

    pub fn wire_pay_form(_root: Element, _setup: super::PaySetup) {}
    pub fn wire_order_watch(_root: Element, _order: super::Watched) {}
    pub fn wire_copy_button(_root: Element, _copy: super::Copying) {}
    pub fn wire_popup_return(_root: Element, _order_id: String) {}
}

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::browser::{wire_copy_button, wire_order_watch, wire_pay_form, wire_popup_return};
use crate::domain::view::Stage;

/// Which server function the form around the Pay button belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Makes an order of the cart.
    Place,
    /// Pays an order that exists.
    Retry,
}

/// What the pay island may have to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayWords {
    pub preparing: String,
    pub busy: String,
    pub busy_hint: String,
    pub to_order: String,
    pub open_window: String,
    pub open_window_hint: String,
    pub invalid: String,
    pub sdk_missing: String,
    pub window_failed: String,
    pub bad_request: String,
    pub payment_unavailable: String,
    pub unavailable: String,
    pub offline: String,
}

#[derive(Clone, Debug)]
pub struct PaySetup {
    pub purpose: Purpose,
    /// The SDK's scripts in their order, to insert again when they did not arrive.
    pub sdk: Vec<String>,
    pub words: PayWords,
}

/// Takes over the form inside it: places the order, opens the payment window, and goes to the order page.
#[island]
pub fn PayForm(purpose: Purpose, sdk: Vec<String>, words: PayWords, children: Children) -> impl IntoView {
    let setup = PaySetup { purpose, sdk, words };
    view! { <div class="pay-form" use:wire_pay_form=setup>{children()}</div> }
}

#[derive(Clone, Debug)]
pub struct Watched {
    pub order_id: String,
    pub token: String,
    pub stage: Stage,
}

/// Loads the order page again as soon as the order has moved on.
#[island]
pub fn OrderWatch(order_id: String, token: String, stage: Stage) -> impl IntoView {
    let watched = Watched { order_id, token, stage };
    view! { <div hidden use:wire_order_watch=watched></div> }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyWords {
    pub label: String,
    pub copied: String,
    pub failed: String,
}

#[derive(Clone, Debug)]
pub struct Copying {
    pub value: String,
    pub copied: String,
    pub failed: String,
}

/// A button that puts a value on the clipboard and says so.
#[island]
pub fn CopyButton(value: String, words: CopyWords) -> impl IntoView {
    let CopyWords { label, copied, failed } = words;
    let copying = Copying { value, copied, failed };
    view! {
        <span class="copy" use:wire_copy_button=copying>
            <button type="button" class="button-quiet">{label}</button>
            <span class="copy-said" role="status"></span>
        </span>
    }
}

/// When this order page has opened inside the payment popup: sends the shop's page here and closes itself.
#[island]
pub fn PopupReturn(order_id: String) -> impl IntoView {
    view! { <div hidden use:wire_popup_return=order_id></div> }
}
