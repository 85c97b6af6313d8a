//! What stands around every Pay button: both totals, the purchase confirmation, the button itself and
//! the places where the pay island speaks.

use leptos::{nonce::use_nonce, prelude::*};

use super::{field::FieldError, totals::TotalLines};
use crate::{
    app::{
        context::{Sdk, page_context},
        islands::PayWords,
    },
    domain::{cart::Totals, form::Field, lang::Lang, money::Money},
    i18n::{money, text, text_with},
};

/// The total in won and, where PayPal is offered, in dollars; the style sheet shows the one that belongs
/// to the chosen method, so that it is right without JavaScript.
#[component]
pub fn PayTotals(lang: Lang, totals: Totals, usd: Option<Totals>) -> impl IntoView {
    view! {
        <div class=if usd.is_some() { "in-won" } else { "" }><TotalLines lang totals/></div>
        {usd.map(|totals| view! { <div class="in-dollars"><TotalLines lang totals/></div> })}
    }
    .into_any()
}

/// Never ticked beforehand: the shopper confirms what is bought (E-Commerce Act, article 8).
#[component]
pub fn Agreement(lang: Lang, error: Option<String>) -> impl IntoView {
    view! {
        <div class="agreement">
            <input
                type="checkbox"
                id="field-agree"
                name="agree"
                value="yes"
                required
                autocomplete="off"
                aria-invalid=error.is_some().then_some("true")
                aria-describedby="err-agree"
            />
            <label for="field-agree">
                {text(lang, "agree")}
                <span class="field-mark field-required" aria-hidden="true">{text(lang, "required-mark")}</span>
            </label>
            <FieldError field=Field::Agree error/>
        </div>
    }
    .into_any()
}

/// The one main action, with the amount inside; at the foot of the screen on phones.
#[component]
pub fn PayBar(lang: Lang, total: Money, usd: Option<Money>) -> impl IntoView {
    view! {
        <noscript><p class="note">{text(lang, "pay-noscript")}</p></noscript>
        <div class="pay-bar">
            <div class="pay-alert" role="alert" data-pay="alert"></div>
            <div class="pay-status" role="status" data-pay="status"></div>
            <button class="button button-wide button-pay" type="submit" data-pay="button">
                <span data-pay="label">
                    <span class=if usd.is_some() { "in-won" } else { "" }>{pay_label(lang, total)}</span>
                    {usd.map(|usd| view! { <span class="in-dollars">{pay_label(lang, usd)}</span> })}
                </span>
                <span data-pay="busy" hidden></span>
            </button>
        </div>
    }
    .into_any()
}

fn pay_label(lang: Lang, amount: Money) -> String {
    let amount = money(lang, amount);
    text_with(lang, "pay", [("amount", amount.into())])
}

/// i'mport's SDK, with jQuery before a legacy one; `defer` keeps their order.
#[component]
pub fn SdkScripts() -> impl IntoView {
    let sdk: Sdk = page_context().sdk;
    sdk.scripts().into_iter().map(|url| view! { <script defer src=url nonce=use_nonce()></script> }).collect_view()
}

/// The sentences that the pay island may have to say.
pub fn pay_words(lang: Lang) -> PayWords {
    PayWords {
        preparing: text(lang, "pay-preparing"),
        busy: text(lang, "pay-busy"),
        busy_hint: text(lang, "pay-busy-hint"),
        to_order: text(lang, "pay-to-order"),
        open_window: text(lang, "pay-open-window"),
        open_window_hint: text(lang, "pay-open-window-hint"),
        invalid: text(lang, "checkout-problems"),
        sdk_missing: text(lang, "pay-sdk-missing"),
        window_failed: text(lang, "pay-window-failed"),
        bad_request: text(lang, "call-bad-request"),
        payment_unavailable: text(lang, "call-payment-unavailable"),
        unavailable: text(lang, "call-unavailable"),
        offline: text(lang, "call-offline"),
    }
}
