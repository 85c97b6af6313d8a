//! The frame of every console page.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::sandbox::windows::html_page;
use crate::sandbox::windows::words::Lang;

use super::words;

/// Which entry of the menu the page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Payments,
    Webhooks,
    Messages,
    Faults,
    Settings,
}

pub fn render(headers: &HeaderMap, tab: Tab, body: impl FnOnce(Lang) -> Markup) -> Response {
    let lang = Lang::of_browser(headers);
    html_page(frame(lang, tab, body(lang)))
}

/// The page once more, with what went wrong on top.
pub fn complaint(headers: &HeaderMap, tab: Tab, message: &str) -> Response {
    let page = render(
        headers,
        tab,
        |_| html! { p class="error" role="alert" { (message) } },
    );
    (StatusCode::BAD_REQUEST, page).into_response()
}

fn frame(lang: Lang, tab: Tab, body: Markup) -> Markup {
    let words = words::of(lang);
    let entries = [
        (Tab::Payments, "/console", words.payments),
        (Tab::Webhooks, "/console/webhooks", words.webhooks),
        (Tab::Messages, "/console/messages", words.messages),
        (Tab::Faults, "/console/faults", words.faults),
        (Tab::Settings, "/console/settings", words.settings),
    ];
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.title) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/windows/assets/console.css";
            }
            body {
                header {
                    p class="brand" { (words.title) }
                    nav aria-label=(words.title) {
                        @for (entry, address, name) in entries {
                            a href=(address) aria-current=[(entry == tab).then_some("page")] { (name) }
                        }
                    }
                }
                main { (body) }
            }
        }
    }
}
