//! Onto the clipboard, in browsers that have one, and by the old command in those that do not.

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::dom::{document, find, on, window};
use crate::app::islands::Copying;

pub fn wire_copy_button(root: Element, copy: Copying) {
    let Some(button) = find(&root, "button") else { return };
    on(&button, "click", move |_| {
        let (root, copy) = (root.clone(), copy.clone());
        spawn_local(async move {
            let copied = by_clipboard(&copy.value).await || by_command(&copy.value);
            if let Some(said) = find(&root, "[role=status]") {
                said.set_text_content(Some(if copied { &copy.copied } else { &copy.failed }));
            }
        });
    });
}

/// Absent on plain HTTP and in some in-app browsers.
async fn by_clipboard(value: &str) -> bool {
    let writing = Reflect::get(&window().navigator(), &"clipboard".into()).and_then(|clipboard| {
        let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
        write.call1(&clipboard, &value.into())?.dyn_into::<Promise>()
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
