//! The button that searches for a postcode, and the layer it opens.

use leptos::prelude::*;

use crate::{
    app::{context::page_context, islands::PostcodeLayer},
    domain::lang::Lang,
    i18n::text,
};

/// Nothing where no search is configured. The button shows only once a script can answer it.
#[component]
pub fn PostcodeSearch(lang: Lang) -> impl IntoView {
    let script = page_context()
        .postcode_script
        .map(|script| script.to_string());
    script.map(|script| {
        view! {
            <PostcodeLayer>
                <button
                    type="button"
                    class="button-quiet"
                    hidden
                    data-postcode-script=script
                    data-say-failed=text(lang, "postcode-failed")
                >
                    {text(lang, "postcode-search")}
                </button>
                <p class="note" role="status"></p>
                <div class="postcode-layer" role="group" aria-label=text(lang, "postcode-search") hidden data-postcode="layer">
                    <button type="button" class="button-quiet" data-postcode="close">{text(lang, "postcode-close")}</button>
                    <div class="postcode-place" data-postcode="place"></div>
                </div>
            </PostcodeLayer>
        }
    })
}
