//! What surrounds every page: skip link, header with cart and language, footer with the shop's details.

use leptos::prelude::*;
use leptos_meta::Title;

use super::context::{PageContext, ShopInfo, TestMode, page_context};
use crate::{
    domain::lang::Lang,
    i18n::{text, text_with},
};

/// The document's title: the page, then the shop.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    let PageContext { lang, shop, .. } = page_context();
    let title = text_with(lang, "page-title", [("page", text.into()), ("shop", shop.name.into())]);
    view! { <Title text=title/> }
}

#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#main">{text(page_context().lang, "skip-to-content")}</a> }
}

/// `pieces`: how many are in the cart.
#[component]
pub fn Header(pieces: u32) -> impl IntoView {
    let PageContext { lang, shop, test_mode, .. } = page_context();
    let home = text_with(lang, "header-home", [("shop", shop.name.as_str().into())]);
    view! {
        {test_mode.map(|mode| view! { <TestBanner lang mode/> })}
        <header class="site-header">
            <div class="wrap site-header-row">
                <a class="brand" href="/" aria-label=home>{shop.name}</a>
                <div class="site-header-tools">
                    <LanguageSwitch lang/>
                    <CartLink lang pieces/>
                </div>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn TestBanner(lang: Lang, mode: TestMode) -> impl IntoView {
    let (sentence, console) = match mode {
        TestMode::Sandbox { console_url } => (text(lang, "test-sandbox"), Some(console_url)),
        TestMode::TestChannels => (text(lang, "test-channels"), None),
    };
    view! {
        <aside class="test-banner" aria-label=text(lang, "test-badge")>
            <div class="wrap test-banner-row">
                <strong class="test-badge">{text(lang, "test-badge")}</strong>
                <span>{sentence}</span>
                {console.map(|url| view! { <a href=url target="_blank" rel="noopener">{text(lang, "sandbox-console")}</a> })}
            </div>
        </aside>
    }
    .into_any()
}

/// The switch names the other language in that language.
#[component]
fn LanguageSwitch(lang: Lang) -> impl IntoView {
    let other = match lang {
        Lang::Ko => Lang::En,
        Lang::En => Lang::Ko,
    };
    view! {
        <form class="language" method="post" action="/api/language">
            <input type="hidden" name="lang" value=other.tag()/>
            <button class="button-quiet" type="submit" lang=other.tag()>{text(lang, "language-switch")}</button>
        </form>
    }
    .into_any()
}

#[component]
fn CartLink(lang: Lang, pieces: u32) -> impl IntoView {
    view! {
        <a class="cart-link" href="/cart">
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 8h12l1.2 12H4.8L6 8Zm3 0V6.500a3 3 0 0 1 6 0V8"/>
            </svg>
            <span>{text(lang, "header-cart")}</span>
            {(pieces > 0).then(|| view! { <CartCount lang count=pieces/> })}
        </a>
    }
    .into_any()
}

#[component]
fn CartCount(lang: Lang, count: u32) -> impl IntoView {
    let unit = text_with(lang, "header-cart-unit", [("count", count.into())]);
    view! {
        " "
        <span class="cart-count">{count}<span class="only-read">" "{unit}</span></span>
    }
    .into_any()
}

#[component]
pub fn Footer() -> impl IntoView {
    let PageContext { lang, shop, .. } = page_context();
    view! {
        <footer class="site-footer" aria-label=text(lang, "footer-label")>
            <div class="wrap">
                <p class="footer-shop">{shop.name.clone()}</p>
                <dl class="footer-facts">
                    {footer_facts(lang, &shop)
                        .into_iter()
                        .filter(|(_, value)| !value.is_empty())
                        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                        .collect_view()}
                    {business_check(lang, &shop.business_number)}
                </dl>
                <p class="footer-note">{text(lang, "footer-withdrawal")}</p>
            </div>
        </footer>
    }
    .into_any()
}

fn footer_facts(lang: Lang, shop: &ShopInfo) -> [(String, String); 7] {
    [
        (text(lang, "footer-company"), shop.company.clone()),
        (text(lang, "footer-ceo"), shop.ceo.clone()),
        (text(lang, "footer-mail-order-number"), shop.mail_order_number.clone()),
        (text(lang, "footer-address"), shop.address.clone()),
        (text(lang, "footer-tel"), shop.tel.clone()),
        (text(lang, "footer-email"), shop.email.clone()),
        (text(lang, "footer-host"), shop.host.clone()),
    ]
}

/// The registration number with a link to the Fair Trade Commission's public register, as the law asks.
fn business_check(lang: Lang, number: &str) -> Option<impl IntoView + use<>> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let url = format!("https://www.ftc.go.kr/bizCommPop.do?wrkr_no={digits}");
    (!digits.is_empty()).then(|| {
        view! {
            <div>
                <dt>{text(lang, "footer-business-number")}</dt>
                <dd>
                    {number.to_owned()}" "
                    <a href=url target="_blank" rel="noopener">{text(lang, "footer-business-check")}</a>
                </dd>
            </div>
        }
    })
}
