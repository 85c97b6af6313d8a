//! The account that money goes back to where it cannot go back the way it came.

use leptos::prelude::*;

use super::{
    errors::Errors,
    field::{Autofill, FieldError, TextField},
};
use crate::{
    domain::{
        bank::Bank,
        form::{AccountForm, Field},
        lang::Lang,
    },
    i18n::text,
};

const NUMBER: Autofill = Autofill {
    kind: "text",
    inputmode: "numeric",
    autocomplete: "off",
};
const HOLDER: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "name",
};

/// `banks`: the KFTC's codes of those that can be paid to. `typed`: what a refused form said.
#[component]
pub fn AccountFields(
    lang: Lang,
    banks: Vec<String>,
    typed: AccountForm,
    errors: Errors,
) -> impl IntoView {
    let error = errors.of(Field::RefundBank);
    let AccountForm {
        refund_bank: chosen,
        refund_account,
        refund_holder,
    } = typed;
    let offered = banks.into_iter().filter_map(|code| Bank::by_code(&code));
    view! {
        <div class="field field-refund_bank">
            <label for="field-refund_bank">
                {text(lang, "refund-bank")}
                <span class="field-mark field-required" aria-hidden="true">{text(lang, "required-mark")}</span>
            </label>
            <select
                id="field-refund_bank"
                name="refund_bank"
                required
                autocomplete="off"
                aria-invalid=error.is_some().then_some("true")
                aria-describedby="err-refund_bank"
            >
                <option value="">{text(lang, "refund-bank-choose")}</option>
                {offered.map(|bank| view! { <option value=bank.code selected=chosen == bank.code>{bank.name(lang)}</option> }).collect_view()}
            </select>
            <FieldError field=Field::RefundBank error/>
        </div>
        <TextField
            lang
            field=Field::RefundAccount
            label=text(lang, "refund-account")
            value=refund_account
            error=errors.of(Field::RefundAccount)
            autofill=NUMBER
        />
        <TextField
            lang
            field=Field::RefundHolder
            label=text(lang, "refund-holder")
            value=refund_holder
            error=errors.of(Field::RefundHolder)
            autofill=HOLDER
        />
    }
    .into_any()
}
