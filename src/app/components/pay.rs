//! What stands around every Pay button: both totals, the purchase confirmation, the button itself and
//! the places where the pay island speaks.

use leptos::{nonce::use_nonce, prelude::*};

use super::{field::FieldError, totals::TotalLines};
use crate::{
    app::context::page_context,
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

/// The one main action, with the amount inside; at the foot of the screen on phones. The pay island finds its
/// button and its places to speak by `data-pay`, and what it may have to say by `PayMessage::attribute`.
#[component]
pub fn PayBar(lang: Lang, total: Money, usd: Option<Money>) -> impl IntoView {
    view! {
        <noscript><p class="note">{text(lang, "pay-noscript")}</p></noscript>
        <div
            class="pay-bar"
            data-pay="bar"
            data-say-preparing=text(lang, "pay-preparing")
            data-say-busy=text(lang, "pay-busy")
            data-say-busy-hint=text(lang, "pay-busy-hint")
            data-say-to-order=text(lang, "pay-to-order")
            data-say-open-window=text(lang, "pay-open-window")
            data-say-open-window-hint=text(lang, "pay-open-window-hint")
            data-say-invalid=text(lang, "call-invalid")
            data-say-sdk-missing=text(lang, "pay-sdk-missing")
            data-say-window-failed=text(lang, "pay-window-failed")
            data-say-bad-request=text(lang, "call-bad-request")
            data-say-payment-unavailable=text(lang, "call-payment-unavailable")
            data-say-unavailable=text(lang, "call-unavailable")
            data-say-offline=text(lang, "call-offline")
        >
            <div class="pay-alert" role="alert" data-pay="alert"></div>
            <div class="pay-status" role="status" data-pay="status"></div>
            <p class="only-read" role="status" data-pay="told"></p>
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

/// i'mport's SDK, with jQuery before a legacy one; `defer` keeps their order. When they did not arrive, the pay
/// island fetches them again.
#[component]
pub fn SdkScripts() -> impl IntoView {
    let scripts = page_context().sdk.scripts().into_iter();
    scripts
        .map(|url| view! { <script defer src=url nonce=use_nonce() data-sdk=""></script> })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::islands::PayMessage;

    #[test]
    fn the_page_holds_every_sentence_that_the_island_may_need() {
        for lang in Lang::ALL {
            let html = Owner::new()
                .with(|| view! { <PayBar lang total=Money::krw(64_900) usd=None/> }.to_html());
            for say in PayMessage::ALL {
                let attribute = format!("{}=\"", say.attribute());
                let (_, sentence) = html
                    .split_once(&attribute)
                    .unwrap_or_else(|| panic!("{attribute} is missing"));
                assert!(!sentence.starts_with('"'), "{attribute} is empty");
            }
        }
    }
}
