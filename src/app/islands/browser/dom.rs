//! The few things that every island asks of the page.

use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, PageTransitionEvent, Window};

pub fn window() -> Window {
    web_sys::window().expect("because islands run in a window")
}

pub fn document() -> Document {
    window()
        .document()
        .expect("because a window of a page has a document")
}

pub fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// Listens for as long as the page lives.
pub fn on(target: &EventTarget, event: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    // Fails only for objects that are no event targets, which the type rules out.
    let _ = target.add_event_listener_with_callback(event, heard.unchecked_ref());
}

/// Whenever the back/forward cache brings the page back, as it was left.
pub fn on_return(back: impl Fn() + 'static) {
    on(&window(), "pageshow", move |event| {
        if event
            .dyn_ref::<PageTransitionEvent>()
            .is_some_and(PageTransitionEvent::persisted)
        {
            back();
        }
    });
}

pub async fn sleep(milliseconds: i32) {
    let wakes = Promise::new(&mut |wake, _| {
        // Without a timer the promise never ends, which is what waiting forever means.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&wake, milliseconds);
    });
    // A timer has no way to fail.
    let _ = JsFuture::from(wakes).await;
}

pub fn is_visible() -> bool {
    !document().hidden()
}

/// Leaves for `url`; for the address of this page, loads it again.
pub fn go(url: &str) {
    // Throws only for addresses that are none; ours come from the server.
    let _ = window().location().assign(url);
}

pub fn reload() {
    // Throws only in documents that are not active any more.
    let _ = window().location().reload();
}

/// The order that this page shows, as its `main` says.
pub struct OrderOnPage {
    pub id: String,
    pub token: String,
    pub stage: String,
}

pub fn order_on_page() -> Option<OrderOnPage> {
    let main = document().query_selector("main[data-order]").ok()??;
    let said = |name| main.get_attribute(name).unwrap_or_default();
    Some(OrderOnPage {
        id: said("data-order"),
        token: said("data-token"),
        stage: said("data-stage"),
    })
}
