//! What the courier should know: a choice of the usual notes, or the shopper's own words.

use leptos::prelude::*;

use super::field::{Autofill, TextField};
use crate::{
    domain::{
        form::Field,
        lang::Lang,
        memo::{MemoPreset, OWN_WORDS},
    },
    i18n::text,
};

const MEMO: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "off",
};

/// The text field shows when it is asked for, and always while there is something in it, since then it counts. A
/// browser that cannot follow the style sheet shows it at all times.
#[component]
pub fn DeliveryMemo(
    lang: Lang,
    preset: String,
    memo: String,
    error: Option<String>,
) -> impl IntoView {
    let chosen = |code: &str| preset == code;
    view! {
        <div class="field field-memo_preset">
            <label for="field-memo_preset">
                {text(lang, "label-memo")}
                <span class="field-mark" aria-hidden="true">{text(lang, "optional-mark")}</span>
            </label>
            <select id="field-memo_preset" name="memo_preset" autocomplete="off">
                <option value="">{text(lang, "memo-none")}</option>
                {MemoPreset::ALL.map(|it| {
                    view! { <option value=it.code() selected=chosen(it.code())>{it.words(lang)}</option> }
                })}
                <option value=OWN_WORDS selected=chosen(OWN_WORDS)>{text(lang, "memo-own")}</option>
            </select>
        </div>
        <TextField
            lang
            field=Field::Memo
            label=text(lang, "label-memo-own")
            value=memo
            error
            autofill=MEMO
            hint=text(lang, "hint-memo-own")
            placeholder=" "
        />
    }
    .into_any()
}
