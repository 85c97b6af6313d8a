//! The pages: rendered on the server, forms that post without JavaScript, and five islands that improve
//! them. Absent on purpose: rules and arithmetic (`domain`), wording (`i18n`), anything a page could
//! learn without asking a server function.

mod components;
mod context;
pub mod islands;
mod layout;
mod load;
mod nothing;
mod pages;
mod policies;
mod status;
mod way_back;

use std::sync::Arc;

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

pub use self::{
    context::{PageContext, Sdk, TestMode, page_context},
    policies::{Policies, Policy},
};
use self::{
    layout::SkipLink,
    pages::{CartPage, CataloguePage, CheckoutPage, FindPage, MissingPage, OrderPage, PolicyPage},
};
use crate::i18n::text_with;

/// The document around every page. Pages without islands load no script at all.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let page = page_context();
    let description = text_with(
        page.lang,
        "page-description",
        [("shop", page.shop.name.as_str().into())],
    );
    view! {
        <!DOCTYPE html>
        <html lang=page.lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1a211e"/>
                <meta name="description" content=description/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("/{}/{}.css", options.site_pkg_dir, options.output_name)/>
                <AutoReload options=options.clone()/>
                {is_private(&page.path).then(|| view! { <meta name="robots" content="noindex"/> })}
                {has_islands(&page.path).then(|| view! { <Scripts options assets=page.assets/> })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

fn has_islands(path: &str) -> bool {
    path.starts_with("/checkout") || path.starts_with("/orders/")
}

/// One shopper's pages are nothing for search engines.
fn is_private(path: &str) -> bool {
    ["/cart", "/checkout", "/orders"]
        .iter()
        .any(|place| path.starts_with(place))
}

/// Leptos' own hint for the script has no nonce, so the page's policy turns it down; the script would be fetched only
/// once the page is idle.
#[component]
fn Scripts(options: LeptosOptions, assets: Arc<str>) -> impl IntoView {
    view! {
        <link rel="modulepreload" href=format!("{assets}.js") nonce=use_nonce()/>
        <HydrationScripts options islands=true/>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SkipLink/>
            <Routes fallback=MissingPage>
                <Route path=path!("/") view=CataloguePage ssr=SsrMode::Async/>
                <Route path=path!("/cart") view=CartPage ssr=SsrMode::Async/>
                <Route path=path!("/checkout") view=CheckoutPage ssr=SsrMode::Async/>
                <Route path=path!("/orders") view=FindPage ssr=SsrMode::Async/>
                <Route path=path!("/orders/:id") view=OrderPage ssr=SsrMode::Async/>
                <Route path=path!("/terms") view=|| view! { <PolicyPage policy=Policy::Terms/> } ssr=SsrMode::Async/>
                <Route path=path!("/privacy") view=|| view! { <PolicyPage policy=Policy::Privacy/> } ssr=SsrMode::Async/>
                <Route path=path!("/refunds") view=|| view! { <PolicyPage policy=Policy::Refunds/> } ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_with_islands_load_scripts() {
        for (path, loads) in [
            ("/", false),
            ("/cart", false),
            ("/checkout", true),
            ("/orders", false),
            ("/orders/20261122-A", true),
            ("/terms", false),
        ] {
            assert_eq!(has_islands(path), loads, "{path}");
        }
    }
}
