//! Money that came in beside the order's own payment: what the shopper would otherwise find only on a card
//! statement.

use leptos::prelude::*;

use crate::{
    domain::{
        lang::Lang,
        view::{ReturnProgress, ReturnView},
    },
    i18n::{datetime_kst, money, text, text_with},
};

#[component]
pub fn Returns(lang: Lang, returns: Vec<ReturnView>) -> impl IntoView {
    (!returns.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="returns-title">
                <h2 id="returns-title">{text(lang, "returns-title")}</h2>
                {returns.into_iter().map(|it| view! { <p data-return=word(&it)>{sentence(lang, &it)}</p> }).collect_view()}
                <p class="note">{text(lang, "returns-note")}</p>
            </section>
        }
        .into_any()
    })
}

const fn word(it: &ReturnView) -> &'static str {
    match it.progress {
        ReturnProgress::UnderWay => "under-way",
        ReturnProgress::Done { .. } => "done",
    }
}

fn sentence(lang: Lang, it: &ReturnView) -> String {
    let amount = money(lang, it.amount);
    match it.progress {
        ReturnProgress::UnderWay => {
            text_with(lang, "returns-under-way", [("amount", amount.into())])
        }
        ReturnProgress::Done { at: None } => {
            text_with(lang, "returns-done", [("amount", amount.into())])
        }
        ReturnProgress::Done { at: Some(at) } => text_with(
            lang,
            "returns-done-at",
            [
                ("amount", amount.into()),
                ("at", datetime_kst(lang, at).into()),
            ],
        ),
    }
}
