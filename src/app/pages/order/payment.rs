//! How it was paid, as i'mport reports it.

use leptos::prelude::*;

use crate::{
    domain::{
        lang::Lang,
        money::Currency,
        view::{OrderView, PaymentView},
    },
    i18n::{datetime_kst, money, paid_with, text, text_with},
};

#[component]
pub fn PaymentFacts(lang: Lang, order: OrderView) -> impl IntoView {
    let refunded = order.refunded;
    order.payment.map(|payment| {
        let receipt = payment.receipt_url.clone().filter(|url| is_web_address(url));
        view! {
            <section class="card" aria-labelledby="order-payment">
                <h2 id="order-payment">{text(lang, "order-payment")}</h2>
                <dl class="facts">
                    {facts(lang, &payment)
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?)))
                        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                        .collect_view()}
                    {refunded.map(|amount| {
                        view! { <div><dt>{text(lang, "order-refunded")}</dt><dd>{money(lang, amount)}</dd></div> }
                    })}
                </dl>
                {receipt.map(|url| {
                    view! { <a class="button button-soft" href=url target="_blank" rel="noopener">{text(lang, "order-receipt")}</a> }
                })}
            </section>
        }
        .into_any()
    })
}

fn facts(lang: Lang, payment: &PaymentView) -> [(String, Option<String>); 7] {
    let easy_pay = payment
        .easy_pay
        .as_deref()
        .map(|word| paid_with(lang, word));
    let method = payment
        .pay_method
        .as_deref()
        .map(|word| paid_with(lang, word));
    let charged = both(method, payment.card_name.clone());
    let paid_at = payment.paid_at.map(|unix| datetime_kst(lang, unix));
    [
        (
            text(lang, "order-amounts"),
            Some(money(lang, payment.amount)),
        ),
        (text(lang, "order-paid-with"), both(easy_pay, charged)),
        (text(lang, "order-card-number"), payment.card_number.clone()),
        (text(lang, "order-instalments"), instalments(lang, payment)),
        (text(lang, "order-approval"), payment.apply_num.clone()),
        (text(lang, "order-bank"), payment.bank_name.clone()),
        (text(lang, "order-paid-at"), paid_at),
    ]
}

fn both(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if first != second => Some(format!("{first} · {second}")),
        (first, second) => first.or(second),
    }
}

/// Only cards in won are paid in instalments.
fn instalments(lang: Lang, payment: &PaymentView) -> Option<String> {
    let by_card = payment.card_name.is_some() && payment.amount.currency == Currency::Krw;
    by_card.then(|| match payment.card_quota {
        0 | 1 => text(lang, "order-lump-sum"),
        months => text_with(lang, "order-months", [("count", months.into())]),
    })
}

/// Receipts are PGs' pages; an address that is none, such as `javascript:`, is not linked.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for (url, links) in [
            ("https://pg.example/r/1", true),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_web_address(url), links, "{url}");
        }
    }

    #[test]
    fn easy_pay_is_named_with_what_it_charged() {
        let some = |word: &str| Some(word.to_owned());
        assert_eq!(
            both(some("카카오페이"), some("카드")),
            some("카카오페이 · 카드")
        );
        assert_eq!(both(some("PayPal"), some("PayPal")), some("PayPal"));
        assert_eq!(both(None, some("카드")), some("카드"));
    }
}
