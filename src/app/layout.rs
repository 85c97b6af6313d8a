//! What surrounds every page: skip link, header with cart and language, footer with the shop's details.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    context::{PageContext, TestMode, page_context},
    policies::Policy,
    way_back::WayBack,
};
use crate::{
    domain::lang::Lang,
    i18n::{text, text_with},
};

/// The document's title: the page, then the shop.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    let PageContext { lang, shop, .. } = page_context();
    let title = text_with(
        lang,
        "page-title",
        [("page", text.into()), ("shop", shop.name.as_str().into())],
    );
    view! { <Title text=title/> }
}

#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#main">{text(page_context().lang, "skip-to-content")}</a> }
}

/// `pieces`: how many are in the cart.
#[component]
pub fn Header(pieces: u32) -> impl IntoView {
    let PageContext {
        lang,
        shop,
        test_mode,
        ..
    } = page_context();
    let home = text_with(lang, "header-home", [("shop", shop.name.as_str().into())]);
    view! {
        {test_mode.map(|mode| view! { <TestBanner lang mode/> })}
        <header class="site-header">
            <div class="wrap site-header-row">
                <a class="brand" href="/" aria-label=home>{shop.name.clone()}</a>
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
            <WayBack/>
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
                <nav class="footer-links" aria-label=text(lang, "footer-policies")>
                    <a href="/orders">{text(lang, "footer-find")}</a>
                    {Policy::ALL.map(|policy| view! { <a href=format!("/{}", policy.word())>{policy_name(lang, policy)}</a> })}
                </nav>
                <p class="footer-shop">{shop.name.clone()}</p>
                <dl class="footer-facts">
                    <FooterFact name=text(lang, "footer-company") value=shop.company.clone()/>
                    <FooterFact name=text(lang, "footer-ceo") value=shop.ceo.clone()/>
                    <FooterFact name=text(lang, "footer-address") value=shop.address.clone()/>
                    <FooterFact name=text(lang, "footer-tel") value=shop.tel.clone() href=format!("tel:{}", shop.tel)/>
                    <FooterFact name=text(lang, "footer-email") value=shop.email.clone() href=format!("mailto:{}", shop.email)/>
                    {business_check(lang, &shop.business_number)}
                    <FooterFact name=text(lang, "footer-mail-order-number") value=shop.mail_order_number.clone()/>
                    <FooterFact name=text(lang, "footer-privacy-officer") value=shop.privacy_officer.clone()/>
                    <FooterFact name=text(lang, "footer-host") value=shop.host.clone()/>
                </dl>
                <p class="footer-note">{text(lang, "footer-withdrawal")}</p>
            </div>
        </footer>
    }
    .into_any()
}

/// What the shop has not told is not shown.
#[component]
fn FooterFact(
    name: String,
    value: String,
    #[prop(optional, into)] href: Option<String>,
) -> impl IntoView {
    let link = |value: String, href: String| view! { <a href=href>{value}</a> };
    (!value.is_empty()).then(|| {
        let told = match href {
            Some(href) => link(value, href).into_any(),
            None => value.into_any(),
        };
        view! { <div><dt>{name}</dt><dd>{told}</dd></div> }
    })
}

/// As the footer and the order form call it.
pub fn policy_name(lang: Lang, policy: Policy) -> String {
    match policy {
        Policy::Terms => text(lang, "footer-terms"),
        Policy::Privacy => text(lang, "footer-privacy"),
        Policy::Refunds => text(lang, "footer-refunds"),
    }
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
