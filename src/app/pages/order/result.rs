//! What became of the payment, in a heading and a sentence or two.

use leptos::prelude::*;

use crate::{
    app::context::page_context,
    domain::{lang::Lang, order::Stage, view::OrderView},
    i18n::{datetime_kst, failure, money, text, text_with},
};

pub fn title(lang: Lang, order: &OrderView) -> String {
    match order.stage {
        Stage::Payable => text(lang, "stage-payable-title"),
        Stage::Withdrawn => text(lang, "stage-withdrawn-title"),
        Stage::Failed => text(lang, "stage-failed-title"),
        Stage::Confirming => text(lang, "stage-confirming-title"),
        Stage::DepositAwaited => text(lang, "stage-deposit-title"),
        Stage::Paid if order.dispatched() => text(lang, "stage-sent-title"),
        Stage::Paid => text(lang, "stage-paid-title"),
        Stage::PartlyRefunded => text(lang, "stage-partly-refunded-title"),
        Stage::Refunded => text(lang, "stage-refunded-title"),
        Stage::Expired => text(lang, "stage-expired-title"),
        Stage::Disputed if order.goods_gone => text(lang, "stage-goods-gone-title"),
        Stage::Disputed => text(lang, "stage-disputed-title"),
        Stage::Refunding => text(lang, "stage-refunding-title"),
        Stage::CalledOff => text(lang, "stage-called-off-title"),
    }
}

/// How the card looks and how urgently a screen reader tells it.
struct Tone {
    class: &'static str,
    role: &'static str,
    /// Of a 24 by 24 drawing.
    icon: &'static str,
}

const CLOCK: &str = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v4.500l3 1.800";
const TICK: &str = "m6 12.500 4 4 8-9";
const CROSS: &str = "m7 7 10 10M17 7 7 17";
const BACK: &str = "M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-3";

const fn tone(stage: Stage) -> Tone {
    let (class, role, icon) = match stage {
        Stage::Payable | Stage::Withdrawn => ("result-waiting", "status", CLOCK),
        Stage::Confirming | Stage::DepositAwaited => ("result-waiting", "status", CLOCK),
        Stage::Paid => ("result-good", "status", TICK),
        Stage::PartlyRefunded | Stage::Refunded => ("result-quiet", "status", BACK),
        Stage::Refunding => ("result-waiting", "status", BACK),
        Stage::CalledOff => ("result-quiet", "status", BACK),
        Stage::Expired => ("result-quiet", "status", CLOCK),
        Stage::Failed | Stage::Disputed => ("result-bad", "alert", CROSS),
    };
    Tone { class, role, icon }
}

#[component]
pub fn ResultCard(lang: Lang, title: String, order: OrderView) -> impl IntoView {
    let Tone { class, role, icon } = tone(order.stage);
    let placed = datetime_kst(lang, order.placed_at / 1000);
    view! {
        <div class=format!("card result {class}")>
            <svg class="icon result-icon" viewBox="0 0 24 24" aria-hidden="true"><path d=icon></path></svg>
            <div role=role>
                <h1 tabindex="-1">{title}</h1>
                {sentences(lang, &order).into_iter().map(|it| view! { <p>{it}</p> }).collect_view()}
            </div>
            <RawReason lang order=order.clone()/>
            <dl class="facts result-facts">
                <div><dt>{text(lang, "order-number")}</dt><dd class="mono">{order.id.to_string()}</dd></div>
                <div><dt>{text(lang, "order-placed-at")}</dt><dd>{placed}</dd></div>
            </dl>
            {(order.stage == Stage::Disputed).then(|| view! { <ContactUs lang/> })}
        </div>
    }
    .into_any()
}

fn sentences(lang: Lang, order: &OrderView) -> Vec<String> {
    match order.stage {
        Stage::Payable => vec![text(lang, "stage-payable-text")],
        Stage::Withdrawn => vec![text(lang, "stage-withdrawn-text")],
        Stage::Failed if order.came_back => vec![text(lang, "failed-came-back")],
        Stage::Failed => {
            let reason = order
                .fail_reason
                .as_deref()
                .or(order.browser_hint.as_deref());
            vec![failure(lang, reason), text(lang, "failed-nothing-charged")]
        }
        Stage::Confirming => vec![
            text(lang, "stage-confirming-text"),
            text(lang, "stage-confirming-more"),
        ],
        Stage::DepositAwaited => vec![
            text(lang, "stage-deposit-text"),
            text(lang, "stage-deposit-more"),
        ],
        Stage::Paid if order.dispatched() => {
            vec![text(lang, "stage-sent-text"), text(lang, "order-next-paid")]
        }
        Stage::Paid => vec![text(lang, "stage-paid-text"), text(lang, "order-next-paid")],
        Stage::PartlyRefunded => {
            let amount = order
                .refunded
                .map(|refunded| money(lang, refunded))
                .unwrap_or_default();
            vec![text_with(
                lang,
                "stage-partly-refunded-text",
                [("amount", amount.into())],
            )]
        }
        Stage::Refunded => vec![text(lang, "stage-refunded-text")],
        Stage::Expired => vec![text(lang, "stage-expired-text")],
        Stage::Disputed if order.goods_gone => vec![text(lang, "stage-goods-gone-text")],
        Stage::Disputed => vec![text(lang, "stage-disputed-text")],
        Stage::Refunding => vec![
            text(lang, "stage-refunding-text"),
            text(lang, "stage-refunding-more"),
        ],
        Stage::CalledOff if order.vbank.is_none() => {
            vec![text(lang, "stage-called-off-plain-text")]
        }
        Stage::CalledOff => vec![text(lang, "stage-called-off-text")],
    }
}

/// What the payment company and the window said themselves, small print for whoever has to ask them.
#[component]
fn RawReason(lang: Lang, order: OrderView) -> impl IntoView {
    let failed = order.stage == Stage::Failed;
    let said = order
        .fail_reason
        .filter(|words| failed && !words.is_empty());
    said.map(|words| {
        let who = text(lang, "failed-raw");
        view! { <p class="note raw-reason">{who}": "<q>{words}</q></p> }
    })
}

#[component]
fn ContactUs(lang: Lang) -> impl IntoView {
    let shop = page_context().shop;
    let known = !shop.tel.is_empty() || !shop.email.is_empty();
    known.then(|| {
        view! {
            <p class="contact-us">
                <strong>{text(lang, "order-contact-us")}</strong>
                " "
                <a href=format!("tel:{}", shop.tel)>{shop.tel.clone()}</a>
                " "
                <a href=format!("mailto:{}", shop.email)>{shop.email.clone()}</a>
            </p>
        }
    })
}
