//! The ways to pay, as radio buttons with names, marks and what to know about them.

use leptos::prelude::*;

use super::field::FieldError;
use crate::{
    domain::{form::Field, lang::Lang, method::PayMethod, money::Money},
    i18n::{method_name, money, text, text_with},
};

/// Card companies take instalments from this sum on, in won.
const INSTALMENTS_FROM: i64 = 50_000;

/// `chosen` is a method's code as last typed; without one the first method is chosen.
#[component]
pub fn MethodChoice(
    lang: Lang,
    methods: Vec<PayMethod>,
    chosen: String,
    total: Money,
    usd: Option<Money>,
    error: Option<String>,
) -> impl IntoView {
    let chosen = PayMethod::from_code(&chosen)
        .filter(|m| methods.contains(m))
        .or(methods.first().copied());
    view! {
        <fieldset class="card methods" aria-describedby="err-method">
            <legend><h2>{text(lang, "checkout-method")}</h2></legend>
            <div class="method-grid">
                {methods
                    .into_iter()
                    .map(|method| view! { <Method lang method chosen=chosen == Some(method) hint=hint(lang, method, total, usd)/> })
                    .collect_view()}
            </div>
            <FieldError field=Field::Method error/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Method(lang: Lang, method: PayMethod, chosen: bool, hint: Option<String>) -> impl IntoView {
    let code = method.code();
    let hint_id = format!("method-{code}-hint");
    view! {
        <div class="method">
            <input
                type="radio"
                id=format!("method-{code}")
                name="method"
                value=code
                checked=chosen
                aria-describedby=hint.is_some().then(|| hint_id.clone())
            />
            <label for=format!("method-{code}")>
                <img src=format!("/methods/{code}.svg") alt="" width="32" height="24"/>
                {method_name(lang, method)}
            </label>
            {hint.map(|hint| view! { <p class="method-hint" id=hint_id>{hint}</p> })}
        </div>
    }
    .into_any()
}

/// What to know about a method before choosing it.
fn hint(lang: Lang, method: PayMethod, total: Money, usd: Option<Money>) -> Option<String> {
    match method {
        PayMethod::Card => {
            (total.minor >= INSTALMENTS_FROM).then(|| text(lang, "method-card-hint"))
        }
        PayMethod::Vbank => Some(text(lang, "method-vbank-hint")),
        PayMethod::Paypal => {
            let amount = money(lang, usd?);
            Some(text_with(
                lang,
                "method-paypal-hint",
                [("amount", amount.into())],
            ))
        }
        PayMethod::Kakaopay
        | PayMethod::Naverpay
        | PayMethod::Tosspay
        | PayMethod::Trans
        | PayMethod::Phone => None,
    }
}
