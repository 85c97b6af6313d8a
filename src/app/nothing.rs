//! What stands in a page's place: nothing is here, or nothing could be read just now.

use leptos::prelude::*;

use super::{context::page_context, layout::PageTitle, status::answer_with};
use crate::i18n::text;

/// For pages that never were, and for orders of other people.
#[component]
pub fn NotFound() -> impl IntoView {
    let lang = page_context().lang;
    answer_with(404);
    view! {
        <PageTitle text=text(lang, "not-found-title")/>
        <main id="main" class="wrap page-plain" data-page="not-found">
            <h1>{text(lang, "not-found-title")}</h1>
            <p>{text(lang, "not-found-text")}</p>
            <p><a class="button" href="/">{text(lang, "to-catalogue")}</a></p>
            <p><a class="link-quiet" href="/orders">{text(lang, "footer-find")}</a></p>
        </main>
    }
    .into_any()
}

#[component]
pub fn ErrorPage() -> impl IntoView {
    let page = page_context();
    // Whoever looks for an order has perhaps just paid it.
    let (title, sentence) = if page.path.starts_with("/orders/") {
        (
            text(page.lang, "return-later-title"),
            text(page.lang, "return-later-text"),
        )
    } else {
        (
            text(page.lang, "error-title"),
            text(page.lang, "error-text"),
        )
    };
    answer_with(503);
    view! {
        <PageTitle text=title.clone()/>
        <main id="main" class="wrap page-plain" data-page="error">
            <h1>{title}</h1>
            <p role="alert">{sentence}</p>
            <p><a class="button" href=page.path.to_string()>{text(page.lang, "error-retry")}</a></p>
        </main>
    }
    .into_any()
}
