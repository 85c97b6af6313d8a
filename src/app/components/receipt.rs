//! The cash receipt that comes with a transfer or a deposit. Shown by the style sheet for those methods, and of its
//! two numbers the one that is asked for; where the style sheet is not understood, all of it is there.

use leptos::prelude::*;

use super::{
    errors::Errors,
    field::{Autofill, FieldError, TextField},
};
use crate::{
    domain::{
        form::{Field, OrderForm},
        lang::Lang,
        receipt::ReceiptKind,
    },
    i18n::{receipt_kind, text},
};

const MOBILE: Autofill = Autofill {
    kind: "tel",
    inputmode: "tel",
    autocomplete: "tel",
};
const BUSINESS: Autofill = Autofill {
    kind: "text",
    inputmode: "numeric",
    autocomplete: "off",
};

/// Nothing is chosen for the shopper but to do without.
#[component]
pub fn ReceiptChoice(lang: Lang, form: OrderForm, errors: Errors) -> impl IntoView {
    let chosen = ReceiptKind::from_code(&form.receipt);
    view! {
        <fieldset class="card methods receipt" aria-describedby="err-receipt">
            <legend><h2>{text(lang, "receipt-title")}</h2></legend>
            <div class="method-grid">
                <Kind value="" chosen=chosen.is_none() label=text(lang, "receipt-none")/>
                {ReceiptKind::ALL.map(|kind| {
                    view! { <Kind value=kind.code() chosen=chosen == Some(kind) label=receipt_kind(lang, kind)/> }
                })}
            </div>
            <FieldError field=Field::Receipt error=errors.of(Field::Receipt)/>
            <TextField
                lang
                field=Field::ReceiptTel
                label=text(lang, "receipt-tel")
                value=form.receipt_tel
                error=errors.of(Field::ReceiptTel)
                autofill=MOBILE
            />
            <TextField
                lang
                field=Field::ReceiptBusiness
                label=text(lang, "receipt-business")
                value=form.receipt_business
                error=errors.of(Field::ReceiptBusiness)
                autofill=BUSINESS
                hint=text(lang, "receipt-business-hint")
            />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Kind(value: &'static str, chosen: bool, label: String) -> impl IntoView {
    let id = format!("receipt-{}", if value.is_empty() { "none" } else { value });
    view! {
        <div class="method">
            <input type="radio" id=id.clone() name="receipt" value=value checked=chosen/>
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}
