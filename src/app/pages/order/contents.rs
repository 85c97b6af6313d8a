//! What was ordered and where it goes.

use leptos::prelude::*;

use crate::{
    app::components::{OrderLines, TotalLines},
    domain::{
        lang::Lang,
        view::{BuyerView, OrderView},
    },
    i18n::text,
};

#[component]
pub fn Contents(lang: Lang, order: OrderView) -> impl IntoView {
    let payable = order.stage.payable();
    view! {
        <section class="card" aria-labelledby="order-items">
            <h2 id="order-items">{text(lang, "order-items")}</h2>
            <OrderLines lang lines=order.lines/>
            {(!payable).then(|| view! { <TotalLines lang totals=order.totals/> })}
        </section>
        <Delivery lang buyer=order.buyer/>
    }
    .into_any()
}

#[component]
fn Delivery(lang: Lang, buyer: BuyerView) -> impl IntoView {
    let address = if buyer.postcode.is_empty() {
        buyer.address
    } else {
        format!("({}) {}", buyer.postcode, buyer.address)
    };
    let address = match buyer.country {
        Some(country) => format!("{address}, {country}"),
        None => address,
    };
    let facts = [
        (text(lang, "order-buyer"), buyer.name),
        (text(lang, "label-tel"), buyer.tel),
        (text(lang, "label-email"), buyer.email),
        (text(lang, "order-address"), address),
        (text(lang, "order-memo"), buyer.memo),
    ];
    view! {
        <section class="card" aria-labelledby="order-delivery">
            <h2 id="order-delivery">{text(lang, "order-delivery")}</h2>
            <dl class="facts">
                {facts
                    .into_iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                    .collect_view()}
            </dl>
        </section>
    }
    .into_any()
}
