//! Kakao's postcode search, laid into the form: a popup would not open in a browser inside an app. The script is
//! fetched at the first use. Typing the address by hand works before, beside and without it.

use js_sys::{Array, Function, Object, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};

use super::{
    dom::{document, find, on, sleep, window},
    script,
};

const LOOK_EVERY: i32 = 100;
const LOOKS: u32 = 80;

/// The button stays hidden until there is somebody to answer it.
pub fn wire_postcode_search(root: Element) {
    let Some(button) = find(&root, "[data-postcode-script]") else {
        return;
    };
    button.set_hidden(false);
    let pressed = root.clone();
    on(&button, "click", move |_| {
        let root = pressed.clone();
        spawn_local(async move { search(&root).await });
    });
    if let Some(close) = find(&root, "[data-postcode=close]") {
        on(&close, "click", move |_| close_layer(&root));
    }
}

async fn search(root: &Element) {
    say(root, "");
    let Some(constructor) = arrives(root).await else {
        return say(root, &words(root));
    };
    if open(root, &constructor).is_err() {
        close_layer(root);
        say(root, &words(root));
    }
}

/// Kakao's constructor; its script gives it two names.
async fn arrives(root: &Element) -> Option<Function> {
    if let Some(constructor) = constructor() {
        return Some(constructor);
    }
    let url = find(root, "[data-postcode-script]")?.get_attribute("data-postcode-script")?;
    script::insert(&url);
    for _ in 0..LOOKS {
        sleep(LOOK_EVERY).await;
        if let Some(constructor) = constructor() {
            return Some(constructor);
        }
    }
    None
}

fn constructor() -> Option<Function> {
    ["kakao", "daum"].into_iter().find_map(|name| {
        let space = Reflect::get(&window(), &name.into())
            .ok()
            .filter(JsValue::is_object)?;
        Reflect::get(&space, &"Postcode".into())
            .ok()?
            .dyn_into()
            .ok()
    })
}

fn open(root: &Element, constructor: &Function) -> Result<(), JsValue> {
    let place = find(root, "[data-postcode=place]").ok_or(JsValue::NULL)?;
    place.set_text_content(None);
    show_layer(root, true);
    let chosen_in = root.clone();
    let chosen = Closure::once_into_js(move |address: JsValue| fill_in(&chosen_in, &address));
    let options = Object::new();
    for (name, value) in [
        ("oncomplete", chosen),
        ("width", "100%".into()),
        ("height", "100%".into()),
    ] {
        Reflect::set(&options, &name.into(), &value)?;
    }
    let layer = Reflect::construct(constructor, &Array::of1(&options))?;
    let embed: Function = Reflect::get(&layer, &"embed".into())?.dyn_into()?;
    embed.call1(&layer, &place)?;
    if let Some(close) = find(root, "[data-postcode=close]") {
        close.focus()?;
    }
    Ok(())
}

/// The road address, or the old one where there is none.
fn fill_in(root: &Element, address: &JsValue) {
    let told = |name: &str| {
        Reflect::get(address, &name.into())
            .ok()
            .and_then(|it| it.as_string())
            .unwrap_or_default()
    };
    let street = ["roadAddress", "address", "jibunAddress"]
        .into_iter()
        .map(told)
        .find(|it| !it.is_empty());
    set("postcode", &told("zonecode"));
    set("addr1", &street.unwrap_or_default());
    show_layer(root, false);
    if let Some(rest) = field("addr2") {
        // A text field takes the focus.
        let _ = rest.focus();
    }
}

/// As if typed: the draft keeps it, and an error beside the field goes.
fn set(name: &str, value: &str) {
    let Some(input) = field(name) else { return };
    input.set_value(value);
    let typed = EventInit::new();
    typed.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &typed) {
        // Fails only for events that are being dispatched already.
        let _ = input.dispatch_event(&event);
    }
}

fn field(name: &str) -> Option<HtmlInputElement> {
    document()
        .get_element_by_id(&format!("field-{name}"))?
        .dyn_into()
        .ok()
}

fn close_layer(root: &Element) {
    show_layer(root, false);
    if let Some(button) = find(root, "[data-postcode-script]") {
        // A visible button takes the focus.
        let _ = button.focus();
    }
}

fn show_layer(root: &Element, shown: bool) {
    if let Some(layer) = find(root, "[data-postcode=layer]") {
        layer.set_hidden(!shown);
    }
}

fn say(root: &Element, words: &str) {
    if let Some(place) = find(root, "[role=status]") {
        place.set_text_content(Some(words));
    }
}

fn words(root: &Element) -> String {
    let button: Option<HtmlElement> = find(root, "[data-postcode-script]");
    button
        .and_then(|button| button.get_attribute("data-say-failed"))
        .unwrap_or_default()
}
