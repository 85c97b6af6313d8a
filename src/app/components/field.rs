//! A labelled text field with its hint and its error, tied together for screen readers.

use leptos::prelude::*;

use crate::{
    domain::{form::Field, lang::Lang},
    i18n::text,
};

/// What a browser may fill in, and which keyboard a phone shows.
#[derive(Clone, Copy, Debug)]
pub struct Autofill {
    pub kind: &'static str,
    pub inputmode: &'static str,
    pub autocomplete: &'static str,
}

/// The error element is always there, empty at first: the pay island writes into `err-{field}`.
#[component]
pub fn TextField(
    lang: Lang,
    field: Field,
    label: String,
    value: String,
    error: Option<String>,
    autofill: Autofill,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] placeholder: Option<&'static str>,
) -> impl IntoView {
    let name = field.name();
    let required = required(field);
    let mark = if required {
        text(lang, "required-mark")
    } else {
        text(lang, "optional-mark")
    };
    let described = if hint.is_some() {
        format!("hint-{name} err-{name}")
    } else {
        format!("err-{name}")
    };
    view! {
        <div class=format!("field field-{name}")>
            <label for=format!("field-{name}")>
                {label}
                <span class="field-mark" class=("field-required", required) aria-hidden="true">{mark}</span>
            </label>
            <input
                id=format!("field-{name}")
                name=name
                type=autofill.kind
                inputmode=autofill.inputmode
                autocomplete=autofill.autocomplete
                maxlength=field.max().to_string()
                placeholder=placeholder
                required=required
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
                value=value
            />
            {hint.map(|hint| view! { <p class="field-hint" id=format!("hint-{name}")>{hint}</p> })}
            <FieldError field error/>
        </div>
    }
    .into_any()
}

#[component]
pub fn FieldError(field: Field, error: Option<String>) -> impl IntoView {
    view! { <p class="problem" id=format!("err-{}", field.name())>{error}</p> }
}

const fn required(field: Field) -> bool {
    match field {
        Field::Name
        | Field::Tel
        | Field::Email
        | Field::Country
        | Field::Postcode
        | Field::Addr1
        | Field::Method
        | Field::Agree
        | Field::Confirm
        | Field::RefundBank
        | Field::RefundAccount
        | Field::RefundHolder
        | Field::OrderNumber
        // Where they show, and those forms are checked by nobody but us.
        | Field::ReceiptTel
        | Field::ReceiptBusiness => true,
        Field::Addr2 | Field::Memo | Field::Receipt => false,
    }
}
