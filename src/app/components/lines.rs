//! Products as an order lists them: picture, name, quantity, unit price, sum.

use leptos::prelude::*;

use super::ProductPicture;
use crate::{
    domain::{lang::Lang, view::OrderLineView},
    i18n::{money, text_with},
};

#[component]
pub fn OrderLines(lang: Lang, lines: Vec<OrderLineView>) -> impl IntoView {
    view! {
        <ul class="order-lines">
            {lines.into_iter().map(|line| view! { <OrderLine lang line/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn OrderLine(lang: Lang, line: OrderLineView) -> impl IntoView {
    let unit = money(lang, line.unit_price);
    view! {
        <li class="order-line">
            <ProductPicture src=line.picture size=64/>
            <div>
                <p class="line-name">{line.name}</p>
                <p class="note">
                    {text_with(lang, "pieces", [("count", line.quantity.into())])}" · "
                    {text_with(lang, "unit-price", [("price", unit.into())])}
                </p>
            </div>
            <p class="line-sum">{money(lang, line.sum)}</p>
        </li>
    }
    .into_any()
}
