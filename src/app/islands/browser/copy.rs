//! Onto the clipboard, in browsers that have one, and by the old command in those that do not.

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom::{document, find, on, window};

pub fn wire_copy_button(root: Element) {
    let Some(button) = find(&root, "[data-copy]") else {
        return;
    };
    let pressed = button.clone();
    on(&button, "click", move |_| {
        let (root, button) = (root.clone(), pressed.clone());
        spawn_local(async move { copy(&root, &button).await });
    });
}

async fn copy(root: &Element, button: &HtmlElement) {
    let value = button.get_attribute("data-copy").unwrap_or_default();
    let copied = by_clipboard(&value).await || by_command(&value);
    let words = button.get_attribute(if copied {
        "data-say-copied"
    } else {
        "data-say-failed"
    });
    if let Some(said) = find(root, "[role=status]") {
        said.set_text_content(words.as_deref());
    }
}

/// Absent on plain HTTP and in some in-app browsers.
async fn by_clipboard(value: &str) -> bool {
    let writing = Reflect::get(&window().navigator(), &"clipboard".into()).and_then(|clipboard| {
        let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
        write
            .call1(&clipboard, &value.into())?
            .dyn_into::<Promise>()
    });
    match writing {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

fn by_command(value: &str) -> bool {
    try_command(value).unwrap_or(false)
}

fn try_command(value: &str) -> Result<bool, JsValue> {
    let input: HtmlInputElement = document().create_element("input")?.unchecked_into();
    input.set_value(value);
    let body = document().body().ok_or(JsValue::NULL)?;
    body.append_child(&input)?;
    input.select();
    let command: Function = Reflect::get(&document(), &"execCommand".into())?.dyn_into()?;
    let copied = command.call1(&document(), &"copy".into());
    input.remove();
    Ok(copied?.is_truthy())
}
