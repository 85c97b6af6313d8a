//! The payment window for browsers in which the islands do not run: WebAssembly forbidden (Lockdown Mode, an older
//! policy), its download failed, an extension in its way. A plain form led here; the parameters stand in the page, and a few
//! lines of plain script open the window with them. A payment needs i'mport's SDK and nothing else of ours.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    domain::{lang::Lang, pay_request::PlaceAnswer, view::OrderView},
    i18n::text,
};

const SCRIPT: &str = include_str!("pay_now.js");

#[component]
pub fn PayNow(lang: Lang, order: OrderView) -> impl IntoView {
    let left = order.left_account;
    let window = order.pay_now.map(|answer| view! { <Window lang answer/> });
    view! {
        {left.then(|| view! { <p class="banner banner-warning">{text(lang, "account-left")}</p> })}
        {window}
    }
    .into_any()
}

#[component]
fn Window(lang: Lang, answer: PlaceAnswer) -> impl IntoView {
    let request = serde_json::to_string(&answer.request)
        .expect("because a request is plain data with text keys");
    let back = answer.request.m_redirect_url.clone();
    view! {
        <section
            id="pay-now"
            class="card"
            aria-labelledby="pay-now-told"
            data-request=request
            data-merchant=answer.merchant_code
            data-back=back
            data-here=answer.order_url
            data-popup=answer.opens_popup.then_some("yes")
            data-say-missing=text(lang, "pay-sdk-missing")
            data-say-ready=text(lang, "pay-open-window-hint")
            data-say-failed=text(lang, "pay-window-failed")
        >
            <p id="pay-now-told" role="status">{text(lang, "pay-busy")}</p>
            <noscript><p>{text(lang, "pay-noscript")}</p></noscript>
            <button type="button" class="button button-wide" hidden>{text(lang, "pay-open-window")}</button>
        </section>
        <script nonce=use_nonce() inner_html=SCRIPT></script>
    }
    .into_any()
}
