//! Paying an order that is still payable: the method, the confirmation, the button; goods and prices as frozen.

use leptos::prelude::*;

use crate::{
    app::{
        components::{
            Agreement, Errors, MethodChoice, PayBar, PayTotals, PolicyNote, ReceiptChoice, Refusal,
            SdkScripts,
        },
        islands::PayForm,
        load::refusal,
        policies::Policy,
        way_back::WayBack,
    },
    domain::{form::Field, lang::Lang, order::Stage, view::OrderView},
    i18n::text,
    server_fns::orders::RetryPayment,
};

/// The field of the address's query that asks for the other ways to pay.
pub const OTHER_WAY: &str = "other";

/// The way from an account that waits for its deposit to the other ways to pay. The address says that it was asked for, so
/// that it works without JavaScript.
#[component]
pub fn OtherWay(lang: Lang, order: OrderView) -> impl IntoView {
    let href = format!("/orders/{}?{}=yes", order.id, OTHER_WAY);
    view! { <p><a class="link-quiet" href=href>{text(lang, "other-way-title")}</a></p> }
}

#[component]
pub fn Retry(lang: Lang, order: OrderView) -> impl IntoView {
    let refused = refusal::<RetryPayment>();
    let errors = Errors::of_refusal(refused.clone());
    let usd = order.usd.map(|usd| usd.total);
    let changes = order.stage == Stage::DepositAwaited;
    view! {
        <SdkScripts/>
        <PayForm>
            <form class="retry-form" method="post" action="/api/orders/retry" novalidate aria-labelledby="pay-summary">
                <WayBack/>
                <input type="hidden" name="order_id" value=order.id.to_string()/>
                <input type="hidden" name="token" value=order.token.unwrap_or_default()/>
                <Refusal lang error=refused/>
                {changes.then(|| view! { <p class="banner banner-warning">{text(lang, "other-way-text")}</p> })}
                <MethodChoice lang methods=order.methods chosen=order.form.method.clone() total=order.totals.total usd error=errors.of(Field::Method)/>
                <ReceiptChoice lang form=order.form errors=errors.clone()/>
                <section class="card" aria-labelledby="pay-summary">
                    <h2 id="pay-summary">{text(lang, "checkout-summary")}</h2>
                    <PayTotals lang totals=order.totals usd=order.usd/>
                    <Agreement lang error=errors.of(Field::Agree)/>
                    <PolicyNote lang sentence=text(lang, "footer-withdrawal") policy=Policy::Refunds/>
                    <PayBar lang total=order.totals.total usd/>
                </section>
            </form>
        </PayForm>
    }
    .into_any()
}
