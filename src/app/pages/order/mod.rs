//! `/orders/{id}`: one page for the whole life of an order. `stage` decides what it says first; below it
//! stands what was ordered.

mod cancel;
mod contents;
mod deposit;
mod payment;
mod receipt;
mod result;
mod retry;
mod returns;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::{
    cancel::Cancel, contents::Contents, deposit::Deposit, payment::PaymentFacts, receipt::Receipt, result::ResultCard,
    retry::Retry, returns::Returns,
};
use crate::{
    app::{
        context::page_context,
        islands::{Arrival, OrderWatch},
        layout::PageTitle,
        load::loaded,
    },
    domain::view::OrderView,
    i18n::text,
    server_fns::orders::read_order,
};

/// Seconds between looks at a waiting order without JavaScript.
const REFRESH: &str = "10";

#[component]
pub fn OrderPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    let token = use_query_map().read_untracked().get("token").unwrap_or_default();
    loaded(move || read_order(id.clone(), token.clone()), |order| view! { <Order order/> })
}

#[component]
fn Order(order: OrderView) -> impl IntoView {
    let lang = page_context().lang;
    let (id, stage) = (order.id.to_string(), order.stage);
    let title = result::title(lang, &order);
    view! {
        <PageTitle text=title.clone()/>
        <Arrival/>
        {stage.moves_by_itself().then(Waiting)}
        <main
            id="main"
            class="wrap page-order"
            data-page="order"
            data-stage=stage.as_str()
            data-order=id
            data-token=order.token.clone()
        >
            <ResultCard lang title order=order.clone()/>
            <Returns lang returns=order.returns.clone()/>
            <Deposit lang order=order.clone()/>
            {stage.payable().then(|| view! { <Retry lang order=order.clone()/> })}
            <PaymentFacts lang order=order.clone()/>
            <Receipt lang receipt=order.receipt.clone()/>
            <Contents lang order=order.clone()/>
            <Cancel lang order=order.clone()/>
            <p><a class="link-quiet" href="/">{text(lang, "order-continue")}</a></p>
        </main>
    }
    .into_any()
}

/// Keeps a page fresh whose order moves by itself.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <noscript><meta http-equiv="refresh" content=REFRESH/></noscript>
        <OrderWatch/>
    }
}
