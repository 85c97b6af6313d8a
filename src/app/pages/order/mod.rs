//! `/orders/{id}`: one page for the whole life of an order. `stage` decides what it says first; below it
//! stands what was ordered.

mod cancel;
mod contents;
mod deposit;
mod pay_now;
mod payment;
mod receipt;
mod result;
mod retry;
mod returns;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::{
    cancel::{Cancel, CancelStep, asks},
    contents::Contents,
    deposit::Deposit,
    pay_now::PayNow,
    payment::PaymentFacts,
    receipt::Receipt,
    result::ResultCard,
    retry::{OTHER_WAY, OtherWay, Retry},
    returns::Returns,
};
use crate::{
    app::{
        components::Refusal,
        context::page_context,
        islands::{Arrival, OrderWatch},
        layout::PageTitle,
        load::{loaded, refusal, typed_again},
    },
    domain::{form::AccountForm, order::Stage, refused::RefusedForm, view::OrderView},
    i18n::text,
    server_fns::orders::{CancelOrder, NameAccount, RetryPayment, read_order},
};

/// Seconds between looks at a waiting order without JavaScript.
const REFRESH: &str = "10";

#[component]
pub fn OrderPage() -> impl IntoView {
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    let token = use_query_map()
        .read_untracked()
        .get("token")
        .unwrap_or_default();
    let asked = move |name| use_query_map().read_untracked().get(name);
    let step = CancelStep::of_query(asked(CancelStep::QUERY));
    let (opening, other_way) = (asked("pay").is_some(), asked(OTHER_WAY).is_some());
    let other_way = other_way || refusal::<RetryPayment>().is_some();
    let refused = refusal::<CancelOrder>().or_else(refusal::<NameAccount>);
    let read = move || async move {
        let order = read_order(id, token, opening).await?;
        Ok((
            order,
            typed_again(refused)
                .await
                .and_then(RefusedForm::account)
                .unwrap_or_default(),
        ))
    };
    loaded(
        read,
        move |(order, typed)| view! { <Order order step typed other_way/> },
    )
}

#[component]
fn Order(order: OrderView, step: CancelStep, typed: AccountForm, other_way: bool) -> impl IntoView {
    let lang = page_context().lang;
    let (id, stage) = (order.id.to_string(), order.stage);
    let title = result::title(lang, &order);
    // A form that is being filled in comes first, and is not emptied by a reload. The island loads the page again only
    // when the order has moved, and then the form is another one.
    let asks = asks(&order.cancel, step);
    let refresh = (!asks).then_some(REFRESH);
    // Whoever has an account to pay into may choose another way; nothing is taken away while they choose.
    let may_change = stage == Stage::DepositAwaited && order.token.is_none();
    let changes = may_change && other_way;
    // A form that was refused because the order has moved on is not there any more to say so.
    let refused = refusal::<RetryPayment>().filter(|_| !stage.payable() && !changes);
    let refused = refused.or_else(|| {
        let refused = refusal::<CancelOrder>().or_else(refusal::<NameAccount>);
        refused.filter(|_| !asks)
    });
    let cancel =
        |order: &OrderView| view! { <Cancel lang order=order.clone() step typed=typed.clone()/> };
    view! {
        <PageTitle text=title.clone()/>
        <Arrival/>
        {(stage.moves_by_itself() && !changes).then(|| view! { <Waiting refresh/> })}
        <main
            id="main"
            class="wrap page-order"
            data-page="order"
            data-stage=stage.as_str()
            data-order=id
            data-token=order.token.clone()
        >
            <ResultCard lang title order=order.clone()/>
            <Refusal lang error=refused/>
            <PayNow lang order=order.clone()/>
            {asks.then(|| cancel(&order))}
            <Returns lang returns=order.returns.clone()/>
            <Deposit lang order=order.clone()/>
            {(stage.payable() || changes).then(|| view! { <Retry lang order=order.clone()/> })}
            {(may_change && !changes).then(|| view! { <OtherWay lang order=order.clone()/> })}
            <PaymentFacts lang order=order.clone()/>
            <Receipt lang receipt=order.receipt.clone()/>
            <Contents lang order=order.clone()/>
            {(!asks).then(|| cancel(&order))}
            <p><a class="link-quiet" href="/">{text(lang, "order-continue")}</a></p>
        </main>
    }
    .into_any()
}

/// Keeps a page fresh whose order moves by itself: without JavaScript as often as `refresh` says.
#[component]
fn Waiting(refresh: Option<&'static str>) -> impl IntoView {
    view! {
        {refresh.map(|seconds| view! { <noscript><meta http-equiv="refresh" content=seconds/></noscript> })}
        <OrderWatch/>
    }
}
