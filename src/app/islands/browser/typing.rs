//! Help with typing: hyphens in phone numbers, and a draft for as long as the tab lives, so that neither
//! a reload nor Back nor a change of language loses what was typed. The confirmation is never restored.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, Storage};

use super::dom::{find, window};
use crate::domain::form::hyphenated_mobile;

const DRAFT: &str = "imp-checkout:";

pub fn help(field: &Element) {
    if let Some(input) = field
        .dyn_ref::<HtmlInputElement>()
        .filter(|input| input.type_() == "tel")
    {
        hyphenate(input);
    }
    keep(field);
}

/// Puts back what was typed into these fields earlier in this tab. What was typed while this program was still on its
/// way is newer than any draft.
pub fn restore(root: &Element) {
    if is_forgotten() {
        return forget();
    }
    let (Some(drafts), Ok(fields)) = (drafts(), root.query_selector_all("input, select")) else {
        return;
    };
    let fields: Vec<Element> = (0..fields.length())
        .filter_map(|at| fields.item(at)?.dyn_into().ok())
        .collect();
    fields
        .iter()
        .filter(|field| is_touched(field))
        .for_each(keep);
    for field in fields {
        if let Some(typed) = draft_name(&field).and_then(|name| drafts.get_item(&name).ok()?) {
            put_back(&field, &typed);
        }
    }
}

/// The shopper has just had everything forgotten.
fn is_forgotten() -> bool {
    let query = window().location().search().unwrap_or_default();
    query.contains("forgotten=")
}

/// Nothing that was typed in this tab is put back any more.
pub fn forget() {
    let Some(drafts) = drafts() else { return };
    let count = drafts.length().unwrap_or_default();
    let names: Vec<String> = (0..count)
        .filter_map(|at| drafts.key(at).ok()?)
        .filter(|name| name.starts_with(DRAFT))
        .collect();
    for name in names {
        // A forbidden store holds nothing.
        let _ = drafts.remove_item(&name);
    }
}

fn keep(field: &Element) {
    if let (Some(drafts), Some(name), Some(typed)) = (drafts(), draft_name(field), value(field)) {
        // A full or forbidden store only means no draft.
        let _ = drafts.set_item(&name, &typed);
    }
}

/// Whether it says something else than the page came with.
fn is_touched(field: &Element) -> bool {
    if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        let given =
            find(field, "option[selected]").and_then(|option| option.get_attribute("value"));
        return select.value() != given.unwrap_or_default();
    }
    field
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| match input.type_().as_str() {
            "radio" => input.checked() && !input.default_checked(),
            _ => input.value() != input.default_value(),
        })
}

fn put_back(field: &Element, typed: &str) {
    if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        return select.set_value(typed);
    }
    let Some(input) = field.dyn_ref::<HtmlInputElement>() else {
        return;
    };
    match input.type_().as_str() {
        // A way to pay that is not offered any more leaves the choice as it is.
        "radio" if input.value() == typed => input.set_checked(true),
        "radio" => {}
        _ => input.set_value(typed),
    }
}

/// Only at the end of the text: in the middle the cursor would jump.
fn hyphenate(input: &HtmlInputElement) {
    let typed = input.value();
    let shown = hyphenated_mobile(&typed);
    let at_end = input
        .selection_end()
        .ok()
        .flatten()
        .is_some_and(|at| at as usize == typed.len());
    if at_end && shown != typed {
        input.set_value(&shown);
    }
}

fn value(field: &Element) -> Option<String> {
    let input = field
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::value);
    input.or_else(|| {
        field
            .dyn_ref::<HtmlSelectElement>()
            .map(HtmlSelectElement::value)
    })
}

/// The confirmation and hidden fields have none.
fn draft_name(field: &Element) -> Option<String> {
    let kind = field
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::type_);
    let kept = kind.is_none_or(|kind| matches!(kind.as_str(), "text" | "tel" | "email" | "radio"));
    field
        .get_attribute("name")
        .filter(|_| kept)
        .map(|name| format!("{DRAFT}{name}"))
}

fn drafts() -> Option<Storage> {
    window().session_storage().ok()?
}
