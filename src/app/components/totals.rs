//! Goods, shipping and total.

use leptos::prelude::*;

use crate::{
    domain::{cart::Totals, lang::Lang, money::Money},
    i18n::{money, text, text_with},
};

#[component]
pub fn TotalLines(lang: Lang, totals: Totals) -> impl IntoView {
    let shipping = if totals.shipping.minor == 0 {
        text(lang, "money-free")
    } else {
        money(lang, totals.shipping)
    };
    view! {
        <dl class="totals">
            <div><dt>{text(lang, "money-items")}</dt><dd>{money(lang, totals.items)}</dd></div>
            <div><dt>{text(lang, "money-shipping")}</dt><dd>{shipping}</dd></div>
            <div class="totals-sum"><dt>{text(lang, "money-total")}</dt><dd>{money(lang, totals.total)}</dd></div>
        </dl>
    }
    .into_any()
}

/// How much is missing for free shipping, while something is.
#[component]
pub fn ShippingHint(lang: Lang, totals: Totals, free_from: Money) -> impl IntoView {
    let missing = Money::new(
        free_from.minor.saturating_sub(totals.items.minor),
        free_from.currency,
    );
    (totals.shipping.minor > 0).then(|| {
        let from = money(lang, free_from);
        let more = money(lang, missing);
        view! {
            <p class="note">
                {text_with(lang, "money-free-from", [("amount", from.into())])}" · "
                {text_with(lang, "money-more-for-free", [("amount", more.into())])}
            </p>
        }
    })
}
