//! The cash receipt that was asked for, and how far it is.

use leptos::prelude::*;

use crate::{
    domain::{
        lang::Lang,
        view::{ReceiptProgress, ReceiptView},
    },
    i18n::{receipt_kind, text},
};

#[component]
pub fn Receipt(lang: Lang, receipt: Option<ReceiptView>) -> impl IntoView {
    receipt.map(|receipt| {
        let (url, word, unasked) = (url(&receipt.progress), word(&receipt.progress), receipt.unasked);
        view! {
            <section class="card" aria-labelledby="order-cash-receipt" data-receipt=word>
                <h2 id="order-cash-receipt">{text(lang, "receipt-title")}</h2>
                <dl class="facts">
                    {facts(lang, receipt)
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value?)))
                        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                        .collect_view()}
                </dl>
                {unasked.then(|| view! { <p class="note">{text(lang, "receipt-unasked-note")}</p> })}
                {url.map(|url| {
                    view! { <a class="button button-soft" href=url target="_blank" rel="noopener">{text(lang, "receipt-open")}</a> }
                })}
            </section>
        }
        .into_any()
    })
}

const fn word(progress: &ReceiptProgress) -> &'static str {
    match progress {
        ReceiptProgress::AfterPayment => "after-payment",
        ReceiptProgress::UnderWay => "under-way",
        ReceiptProgress::Issued { .. } => "issued",
        ReceiptProgress::Withdrawn => "withdrawn",
    }
}

fn url(progress: &ReceiptProgress) -> Option<String> {
    match progress {
        ReceiptProgress::Issued { receipt_url, .. } => receipt_url.clone(),
        ReceiptProgress::AfterPayment | ReceiptProgress::UnderWay | ReceiptProgress::Withdrawn => {
            None
        }
    }
}

fn facts(lang: Lang, receipt: ReceiptView) -> [(String, Option<String>); 4] {
    let standing = match &receipt.progress {
        ReceiptProgress::AfterPayment => text(lang, "receipt-after-payment"),
        ReceiptProgress::UnderWay => text(lang, "receipt-under-way"),
        ReceiptProgress::Issued { .. } => text(lang, "receipt-issued"),
        ReceiptProgress::Withdrawn => text(lang, "receipt-withdrawn"),
    };
    let kind = if receipt.unasked {
        text(lang, "receipt-unasked")
    } else {
        receipt_kind(lang, receipt.kind)
    };
    let apply_num = match receipt.progress {
        ReceiptProgress::Issued { apply_num, .. } => apply_num,
        ReceiptProgress::AfterPayment | ReceiptProgress::UnderWay | ReceiptProgress::Withdrawn => {
            None
        }
    };
    [
        (text(lang, "receipt-for"), Some(kind)),
        (text(lang, "receipt-number"), Some(receipt.identifier)),
        (text(lang, "receipt-standing"), Some(standing)),
        (text(lang, "order-approval"), apply_num),
    ]
}
