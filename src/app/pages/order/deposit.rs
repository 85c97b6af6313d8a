//! The virtual account that waits for the deposit: all that has to be typed into a bank's app.

use leptos::prelude::*;

use crate::{
    app::islands::CopyButton,
    domain::{
        lang::Lang,
        order::Stage,
        view::{OrderView, VbankView},
    },
    i18n::{datetime_kst, money, text},
};

#[component]
pub fn Deposit(lang: Lang, order: OrderView) -> impl IntoView {
    let awaited = order.stage == Stage::DepositAwaited;
    order
        .vbank
        .filter(|_| awaited)
        .map(|vbank| view! { <Account lang vbank/> })
}

#[component]
fn Account(lang: Lang, vbank: VbankView) -> impl IntoView {
    let deadline = vbank.vbank_date.map(|unix| datetime_kst(lang, unix));
    view! {
        <section class="card" aria-labelledby="vbank-title">
            <h2 id="vbank-title">{text(lang, "vbank-title")}</h2>
            <dl class="facts deposit-facts">
                <Fact name=text(lang, "vbank-bank") value=vbank.vbank_name/>
                <div>
                    <dt>{text(lang, "vbank-account")}</dt>
                    <dd>
                        <strong class="mono" data-fact="vbank_num">{vbank.vbank_num.clone()}</strong>
                        <Copy lang value=vbank.vbank_num label=text(lang, "copy-account")/>
                    </dd>
                </div>
                <Fact name=text(lang, "vbank-holder") value=vbank.vbank_holder/>
                <div>
                    <dt>{text(lang, "vbank-amount")}</dt>
                    <dd>
                        <strong>{money(lang, vbank.amount)}</strong>
                        <Copy lang value=vbank.amount.major().to_string() label=text(lang, "copy-amount")/>
                    </dd>
                </div>
                {deadline.map(|deadline| {
                    view! { <div><dt>{text(lang, "vbank-deadline")}</dt><dd class="deadline">{deadline}</dd></div> }
                })}
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Fact(name: String, value: Option<String>) -> impl IntoView {
    let value = value.filter(|value| !value.is_empty());
    value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
}

#[component]
fn Copy(lang: Lang, value: String, label: String) -> impl IntoView {
    view! {
        <CopyButton>
            <button
                type="button"
                class="button-quiet"
                data-copy=value
                data-say-copied=text(lang, "copied")
                data-say-failed=text(lang, "copy-failed")
            >
                {label}
            </button>
            <span class="copy-said" role="status"></span>
        </CopyButton>
    }
    .into_any()
}
