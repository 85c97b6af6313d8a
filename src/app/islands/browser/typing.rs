//! Help with typing: hyphens in phone numbers, and a draft for as long as the tab lives, so that neither
//! a reload nor Back nor a change of language loses what was typed. The confirmation is never restored.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Storage};

use super::dom::window;
use crate::domain::form::hyphenated_mobile;

const DRAFT: &str = "imp-checkout:";

pub fn help(input: &HtmlInputElement) {
    if input.type_() == "tel" {
        hyphenate(input);
    }
    if let (Some(drafts), Some(name)) = (drafts(), draft_name(input)) {
        // A full or forbidden store only means no draft.
        let _ = drafts.set_item(&name, &input.value());
    }
}

/// Puts back what was typed into these fields earlier in this tab.
pub fn restore(root: &Element) {
    let (Some(drafts), Ok(inputs)) = (drafts(), root.query_selector_all("input")) else { return };
    for at in 0..inputs.length() {
        let Some(input) = inputs.item(at).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else { continue };
        let Some(typed) = draft_name(&input).and_then(|name| drafts.get_item(&name).ok()?) else { continue };
        match input.type_().as_str() {
            // A way to pay that is not offered any more leaves the choice as it is.
            "radio" if input.value() == typed => input.set_checked(true),
            "radio" => {}
            _ => input.set_value(&typed),
        }
    }
}

/// Only at the end of the text: in the middle the cursor would jump.
fn hyphenate(input: &HtmlInputElement) {
    let typed = input.value();
    let shown = hyphenated_mobile(&typed);
    let at_end = input.selection_end().ok().flatten().is_some_and(|at| at as usize == typed.len());
    if at_end && shown != typed {
        input.set_value(&shown);
    }
}

fn draft_name(input: &HtmlInputElement) -> Option<String> {
    let kept = matches!(input.type_().as_str(), "text" | "tel" | "email" | "radio");
    kept.then(|| format!("{DRAFT}{}", input.name()))
}

fn drafts() -> Option<Storage> {
    window().session_storage().ok()?
}
