//! `/orders`: finds an order by its number and the buyer's phone number. Whatever does not fit has one answer.

use leptos::prelude::*;

use crate::{
    app::{
        components::{Autofill, Errors, Refusal, TextField},
        context::page_context,
        layout::PageTitle,
        load::{loaded, refusal, typed_again},
        way_back::WayBack,
    },
    domain::{
        form::Field,
        lang::Lang,
        refused::{FindForm, RefusedForm},
    },
    i18n::text,
    server_fns::{error::CallError, orders::FindOrder},
};

const NUMBER: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "off",
};
const TEL: Autofill = Autofill {
    kind: "tel",
    inputmode: "tel",
    autocomplete: "tel",
};

#[component]
pub fn FindPage() -> impl IntoView {
    let refused = refusal::<FindOrder>();
    let read = move || async {
        Ok(typed_again(refused)
            .await
            .and_then(RefusedForm::find)
            .unwrap_or_default())
    };
    loaded(read, |typed| view! { <Find typed/> })
}

#[component]
fn Find(typed: FindForm) -> impl IntoView {
    let lang = page_context().lang;
    let refused = refusal::<FindOrder>();
    let errors = Errors::of_refusal(refused.clone());
    view! {
        <PageTitle text=text(lang, "find-title")/>
        <main id="main" class="wrap page-find" data-page="find">
            <h1>{text(lang, "find-title")}</h1>
            <p>{text(lang, "find-text")}</p>
            <Answer lang error=refused/>
            <form class="card cancel-form" method="post" action="/api/orders/find">
                <WayBack/>
                <TextField
                    lang
                    field=Field::OrderNumber
                    label=text(lang, "order-number")
                    value=typed.order_number
                    error=errors.of(Field::OrderNumber)
                    autofill=NUMBER
                    hint=text(lang, "find-number-hint")
                />
                <TextField
                    lang
                    field=Field::Tel
                    label=text(lang, "label-tel")
                    value=typed.tel
                    error=errors.of(Field::Tel)
                    autofill=TEL
                />
                <button class="button button-wide" type="submit">{text(lang, "find-button")}</button>
            </form>
            <p class="note">{text(lang, "find-masked")}</p>
        </main>
    }
    .into_any()
}

/// Elsewhere an unknown order has no page; here it is the answer to a question.
#[component]
fn Answer(lang: Lang, error: Option<CallError>) -> impl IntoView {
    match error {
        Some(CallError::NotFound) => {
            view! { <p class="banner banner-problem" role="alert">{text(lang, "find-nothing")}</p> }
                .into_any()
        }
        error => view! { <Refusal lang error/> }.into_any(),
    }
}
