//! How the pay form looks while it works: busy, idle, errors beside their fields, sentences with a link.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom::{document, find};
use crate::{app::islands::PayMessage, server_fns::error::FieldText};

pub struct Display {
    root: Element,
}

impl Display {
    pub const fn new(root: Element) -> Self {
        Self { root }
    }

    /// The button stays focusable: a disabled one would lose the place of whoever uses the keyboard.
    pub fn busy(&self, sentence: PayMessage) {
        let words = self.words(sentence);
        self.part("button", |button| {
            let _ = button.set_attribute("aria-disabled", "true");
        });
        self.part("label", |label| label.set_hidden(true));
        self.part("busy", |busy| {
            busy.set_text_content(Some(&words));
            busy.set_hidden(false);
        });
        self.part("told", |told| told.set_text_content(Some(&words)));
    }

    pub fn idle(&self) {
        self.part("button", |button| {
            button.set_hidden(false);
            let _ = button.remove_attribute("aria-disabled");
        });
        self.part("label", |label| label.set_hidden(false));
        self.part("busy", |busy| busy.set_hidden(true));
        for place in ["status", "told"] {
            self.part(place, |place| place.set_text_content(None));
        }
    }

    /// Forgets what was said about the last try.
    pub fn clear(&self) {
        self.part("alert", |alert| alert.set_text_content(None));
        let Ok(marked) = self.root.query_selector_all("[aria-invalid]") else {
            return;
        };
        for at in 0..marked.length() {
            if let Some(input) = marked
                .item(at)
                .and_then(|node| node.dyn_into::<Element>().ok())
            {
                clear_field(&input);
            }
        }
    }

    /// A field that is being mended is not called wrong any more, and with the last one goes the sentence that asked to
    /// look at them.
    pub fn mend(&self, field: &Element) {
        if !field.has_attribute("aria-invalid") {
            return;
        }
        clear_field(field);
        if find(&self.root, "[aria-invalid=true]").is_none() {
            self.part("alert", |alert| alert.set_text_content(None));
        }
    }

    pub fn alert(&self, sentence: PayMessage) {
        self.part("alert", |place| say(place, &self.words(sentence)));
    }

    /// With a link to the order's page.
    pub fn alert_with_way_on(&self, sentence: PayMessage, order_url: &str) {
        self.alert(sentence);
        self.part("alert", |place| self.link(place, order_url));
    }

    pub fn status(&self, sentence: PayMessage, order_url: &str) {
        self.part("status", |place| {
            say(place, &self.words(sentence));
            self.link(place, order_url);
        });
    }

    /// Puts a button of its own into the place of the Pay button.
    pub fn offer(&self, hint: PayMessage, label: PayMessage) -> Option<HtmlElement> {
        self.part("button", |button| button.set_hidden(true));
        let place = find(&self.root, "[data-pay=status]")?;
        say(&place, &self.words(hint));
        let offer: HtmlElement = append(&place, "button", &self.words(label))?
            .dyn_into()
            .ok()?;
        offer.set_class_name("button button-wide");
        let _ = offer.set_attribute("type", "button");
        let _ = offer.focus();
        Some(offer)
    }

    /// Each sentence beside its field, the first one focused.
    pub fn field_errors(&self, fields: &[FieldText]) {
        for FieldText { field, text, .. } in fields {
            let name = field.name();
            if let Some(place) = find(&self.root, &format!("#err-{name}")) {
                place.set_text_content(Some(text));
            }
            if let Some(input) = find(&self.root, &format!("[name={name}]")) {
                let _ = input.set_attribute("aria-invalid", "true");
            }
        }
        let first = find(&self.root, "[aria-invalid=true]");
        if let Some(first) = first {
            let _ = first.focus();
        }
    }

    fn link(&self, place: &HtmlElement, url: &str) {
        if let Some(link) = append(place, "a", &self.words(PayMessage::ToOrder)) {
            let _ = link.set_attribute("href", url);
        }
    }

    fn words(&self, sentence: PayMessage) -> String {
        let bar = find(&self.root, "[data-pay=bar]");
        bar.and_then(|bar| bar.get_attribute(sentence.attribute()))
            .unwrap_or_default()
    }

    fn part(&self, name: &str, change: impl FnOnce(&HtmlElement)) {
        if let Some(part) = find(&self.root, &format!("[data-pay={name}]")) {
            change(&part);
        }
    }
}

fn clear_field(input: &Element) {
    let _ = input.remove_attribute("aria-invalid");
    let name = input.get_attribute("name").unwrap_or_default();
    if let Some(place) = document().get_element_by_id(&format!("err-{name}")) {
        place.set_text_content(None);
    }
}

fn say(place: &HtmlElement, words: &str) {
    place.set_text_content(None);
    append(place, "p", words);
}

/// Text goes in as text, never as markup.
fn append(place: &HtmlElement, tag: &str, words: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_text_content(Some(words));
    place.append_child(&element).ok()?;
    Some(element)
}
