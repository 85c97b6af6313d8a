//! The way out of an order: cancel and have everything back, call off a deposit, name an account for money that
//! waits for one, or send the goods back. Plain forms; a cancel shows only after it was asked for, and is confirmed.

use leptos::prelude::*;

use crate::{
    app::{
        components::{AccountFields, Errors, FieldError, PolicyNote, Refusal},
        load::refusal,
        policies::Policy,
        way_back::WayBack,
    },
    domain::{
        form::{AccountForm, Field},
        ids::OrderId,
        lang::Lang,
        order::Stage,
        view::{CancelView, OrderView},
    },
    i18n::text,
    server_fns::orders::{CancelOrder, NameAccount},
};

/// Whether there is a form to fill in, rather than a way to it.
pub fn asks(cancel: &CancelView, step: CancelStep) -> bool {
    match cancel {
        CancelView::Refund { .. } | CancelView::CallOff => step == CancelStep::Asked,
        CancelView::NameAccount { .. } => true,
        CancelView::Nothing | CancelView::SendBack | CancelView::Elsewhere => false,
    }
}

/// `typed`: what a refused form said about the account.
#[component]
pub fn Cancel(lang: Lang, order: OrderView, step: CancelStep, typed: AccountForm) -> impl IntoView {
    let OrderView {
        id, cancel, stage, ..
    } = order;
    match cancel {
        CancelView::Nothing => ().into_any(),
        CancelView::Refund { banks } => {
            let told = text(lang, "cancel-refund-text");
            view! { <CancelForm lang id step told banks typed button=text(lang, "cancel-refund-button")/> }.into_any()
        }
        CancelView::CallOff => {
            let told = match stage {
                Stage::DepositAwaited => text(lang, "cancel-call-off-text"),
                _ => text(lang, "cancel-unpaid-text"),
            };
            view! { <CancelForm lang id step told banks=None typed button=text(lang, "cancel-call-off-button")/> }
                .into_any()
        }
        CancelView::NameAccount { banks } => {
            view! { <AccountWanted lang id banks typed/> }.into_any()
        }
        CancelView::SendBack => view! { <SendBack lang/> }.into_any(),
        CancelView::Elsewhere => {
            view! { <p class="note">{text(lang, "cancel-elsewhere")}</p> }.into_any()
        }
    }
}

/// Whether the shopper has asked for the form; the address says so, so that it works without JavaScript and is not
/// reloaded under the shopper's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelStep {
    Offered,
    Asked,
}

impl CancelStep {
    /// The name of the query's field.
    pub const QUERY: &str = "cancel";

    /// A refused form was asked for, too.
    pub fn of_query(cancel: Option<String>) -> Self {
        let asked = cancel.is_some() || refusal::<CancelOrder>().is_some();
        if asked { Self::Asked } else { Self::Offered }
    }
}

#[component]
fn CancelForm(
    lang: Lang,
    id: OrderId,
    step: CancelStep,
    told: String,
    #[prop(into)] banks: Option<Vec<String>>,
    typed: AccountForm,
    button: String,
) -> impl IntoView {
    match step {
        CancelStep::Offered => {
            let href = format!("/orders/{id}?{}=yes", CancelStep::QUERY);
            view! { <p><a class="link-quiet" href=href>{text(lang, "cancel-title")}</a></p> }
                .into_any()
        }
        CancelStep::Asked => view! { <Confirmation lang id told banks typed button/> }.into_any(),
    }
}

#[component]
fn Confirmation(
    lang: Lang,
    id: OrderId,
    told: String,
    banks: Option<Vec<String>>,
    typed: AccountForm,
    button: String,
) -> impl IntoView {
    let refused = refusal::<CancelOrder>();
    let errors = Errors::of_refusal(refused.clone());
    let back = format!("/orders/{id}");
    view! {
        <section class="card" aria-labelledby="cancel-title">
            <h2 id="cancel-title">{text(lang, "cancel-title")}</h2>
            <form class="cancel-form" method="post" action="/api/orders/cancel">
                <WayBack/>
                <input type="hidden" name="order_id" value=id.to_string()/>
                <Refusal lang error=refused/>
                <p>{told}</p>
                {banks.map(|banks| {
                    view! {
                        <p class="note">{text(lang, "refund-account-why")}</p>
                        <AccountFields lang banks typed errors=errors.clone()/>
                    }
                })}
                <div class="agreement">
                    <input type="checkbox" id="field-confirm" name="confirm" value="yes" required autocomplete="off" aria-describedby="err-confirm"/>
                    <label for="field-confirm">{text(lang, "cancel-confirm")}</label>
                    <FieldError field=Field::Confirm error=errors.of(Field::Confirm)/>
                </div>
                <button class="button button-danger" type="submit">{button}</button>
                <a class="link-quiet" href=back>{text(lang, "cancel-back")}</a>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn AccountWanted(lang: Lang, id: OrderId, banks: Vec<String>, typed: AccountForm) -> impl IntoView {
    let refused = refusal::<NameAccount>();
    view! {
        <section class="card" aria-labelledby="refund-account-title">
            <h2 id="refund-account-title">{text(lang, "refund-account-title")}</h2>
            <form class="cancel-form" method="post" action="/api/orders/refund-account">
                <WayBack/>
                <input type="hidden" name="order_id" value=id.to_string()/>
                <Refusal lang error=refused.clone()/>
                <p>{text(lang, "refund-account-text")}</p>
                <AccountFields lang banks typed errors=Errors::of_refusal(refused)/>
                <button class="button" type="submit">{text(lang, "refund-account-button")}</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn SendBack(lang: Lang) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="send-back-title">
            <h2 id="send-back-title">{text(lang, "send-back-title")}</h2>
            <p>{text(lang, "send-back-text")}</p>
            <PolicyNote lang sentence=text(lang, "footer-withdrawal") policy=Policy::Refunds/>
        </section>
    }
    .into_any()
}
