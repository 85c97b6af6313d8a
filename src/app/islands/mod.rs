//! The five islands: all the code that a browser runs. Each wraps markup that the server has rendered and
//! wires behaviour to it. What it needs to know or to say stands in that markup as `data-` attributes: no
//! props, so that no island brings code to read them. Absent on purpose: texts of their own, formatting,
//! routing, and views that change shape.

#[cfg(feature = "hydrate")]
mod browser;
/// On the server nothing is wired; the same names keep the islands free of conditions.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::web_sys::Element;

    pub fn wire_pay_form(_root: Element) {}
    pub fn wire_order_watch(_root: Element) {}
    pub fn wire_copy_button(_root: Element) {}
    pub fn wire_arrival(_root: Element) {}
    pub fn wire_postcode_search(_root: Element) {}
}

mod pay_message;

use leptos::prelude::*;

use self::browser::{
    wire_arrival, wire_copy_button, wire_order_watch, wire_pay_form, wire_postcode_search,
};
pub use self::pay_message::PayMessage;

/// Takes over the form inside it: places the order or pays it again, as the form's `action` says, opens the
/// payment window, and goes to the order page. Speaks through `PayBar`.
#[island]
pub fn PayForm(children: Children) -> impl IntoView {
    view! { <div class="pay-form" use:wire_pay_form>{children()}</div> }
}

/// Loads the order page (`main`) again as soon as the order has moved on.
#[island]
pub fn OrderWatch() -> impl IntoView {
    view! { <div hidden use:wire_order_watch></div> }
}

/// Puts the `data-copy` of the button inside it on the clipboard and says so in the status beside it.
#[island]
pub fn CopyButton(children: Children) -> impl IntoView {
    view! { <span class="copy" use:wire_copy_button>{children()}</span> }
}

/// Tells the result as an order page comes up: by its heading, or, in a payment popup, on the shop's page.
#[island]
pub fn Arrival() -> impl IntoView {
    view! { <div hidden use:wire_arrival></div> }
}

/// Searches for a postcode in a layer inside the form, and fills in what was chosen.
#[island]
pub fn PostcodeLayer(children: Children) -> impl IntoView {
    view! { <div class="postcode-search" use:wire_postcode_search>{children()}</div> }
}
