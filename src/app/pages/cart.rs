//! `/cart`: change, remove, see the total, go on to the order form. Plain forms only.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    app::{
        components::{ProductPicture, Refusal, ShippingHint, TotalLines},
        context::page_context,
        layout::PageTitle,
        load::{loaded, refusal},
        way_back::WayBack,
    },
    domain::{
        cart::Quantity,
        lang::Lang,
        view::{CartLineView, CartView},
    },
    i18n::{money, text, text_with},
    server_fns::cart::{AddToCart, ChangeCart, RemoveFromCart, read_cart},
};

#[component]
pub fn CartPage() -> impl IntoView {
    loaded(read_cart, |cart| view! { <Cart cart/> })
}

#[component]
fn Cart(cart: CartView) -> impl IntoView {
    let lang = page_context().lang;
    let error = refusal::<ChangeCart>()
        .or_else(refusal::<RemoveFromCart>)
        .or_else(refusal::<AddToCart>);
    view! {
        <PageTitle text=text(lang, "cart-title")/>
        <main id="main" class="wrap" data-page="cart">
            <h1>{text(lang, "cart-title")}</h1>
            <Refusal lang error/>
            <NoCookies lang/>
            {if cart.lines.is_empty() {
                view! { <EmptyCart lang/> }.into_any()
            } else {
                view! { <FullCart lang cart/> }.into_any()
            }}
        </main>
    }
    .into_any()
}

/// Something was put into the cart, and the browser did not keep the cookie that names it.
#[component]
fn NoCookies(lang: Lang) -> impl IntoView {
    let was_first = use_query_map().read_untracked().get("first").is_some();
    (was_first && page_context().newcomer).then(|| {
        view! { <p class="banner banner-problem" role="alert">{text(lang, "cookies-blocked")}</p> }
    })
}

#[component]
fn EmptyCart(lang: Lang) -> impl IntoView {
    view! {
        <div class="empty-state">
            <svg class="icon empty-icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 8h12l1.200 12H4.800L6 8Zm3 0V6.500a3 3 0 0 1 6 0V8"/>
            </svg>
            <p><strong>{text(lang, "cart-empty")}</strong></p>
            <p class="note">{text(lang, "cart-empty-hint")}</p>
            <a class="button" href="/">{text(lang, "to-catalogue")}</a>
            <p><a class="link-quiet" href="/orders">{text(lang, "footer-find")}</a></p>
        </div>
    }
    .into_any()
}

/// What the order form will load, fetched while the cart is looked at, so that Pay works as soon as the form shows.
#[component]
fn OrderFormAhead() -> impl IntoView {
    let assets = page_context().assets;
    view! {
        <link rel="prefetch" href=format!("{assets}.js")/>
        <link rel="prefetch" r#as="fetch" crossorigin="anonymous" href=format!("{assets}.wasm")/>
    }
}

#[component]
fn FullCart(lang: Lang, cart: CartView) -> impl IntoView {
    view! {
        <OrderFormAhead/>
        <div class="columns">
            <ul class="card line-list" aria-label=text(lang, "cart-lines-label")>
                {cart.lines.iter().map(|line| view! { <CartLine lang line=line.clone()/> }).collect_view()}
            </ul>
            <section class="card summary" aria-labelledby="cart-summary">
                <h2 id="cart-summary">{text(lang, "cart-summary")}</h2>
                <TotalLines lang totals=cart.totals/>
                <ShippingHint lang totals=cart.totals free_from=cart.free_shipping_from/>
                {cart.usd.map(|usd| {
                    let amount = money(lang, usd.total);
                    view! { <p class="note">{text_with(lang, "in-dollars", [("amount", amount.into())])}</p> }
                })}
                <a class="button button-wide" href="/checkout">{text(lang, "cart-checkout")}</a>
                <a class="link-quiet" href="/">{text(lang, "cart-continue")}</a>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn CartLine(lang: Lang, line: CartLineView) -> impl IntoView {
    let unit = money(lang, line.unit_price);
    view! {
        <li class="cart-line" data-product=line.product.to_string()>
            <ProductPicture src=line.picture.clone() size=96/>
            <div class="cart-line-body">
                <h2 class="line-name">{line.name.clone()}</h2>
                <p class="note">{text_with(lang, "unit-price", [("price", unit.into())])}</p>
                <StockProblem lang line=line.clone()/>
                <div class="cart-line-tools">
                    <ChangeForm lang line=line.clone()/>
                    <RemoveForm lang line=line.clone()/>
                </div>
            </div>
            <p class="line-sum">
                <span class="only-read">{text(lang, "cart-line-sum")}" "</span>
                {money(lang, line.sum)}
            </p>
        </li>
    }
    .into_any()
}

#[component]
fn StockProblem(lang: Lang, line: CartLineView) -> impl IntoView {
    let sentence = match line.available {
        ..=0 => Some(text(lang, "cart-gone")),
        left if left < i64::from(line.quantity) => {
            Some(text_with(lang, "cart-too-few", [("left", left.into())]))
        }
        _ => None,
    };
    sentence.map(|sentence| view! { <p class="problem">{sentence}</p> })
}

#[component]
fn ChangeForm(lang: Lang, line: CartLineView) -> impl IntoView {
    let id = format!("quantity-{}", line.product);
    view! {
        <form class="quantity-form" method="post" action="/api/cart/change">
            <WayBack/>
            <input type="hidden" name="product" value=line.product.to_string()/>
            <label class="only-read" for=id.clone()>{text(lang, "quantity")}": "{line.name.clone()}</label>
            <input
                id=id
                class="quantity-input"
                type="number"
                name="quantity"
                min="1"
                max=Quantity::MAX.to_string()
                step="1"
                inputmode="numeric"
                autocomplete="off"
                required
                value=line.quantity.to_string()
            />
            <button class="button-quiet" type="submit">
                {text(lang, "cart-change")}
                <span class="only-read">": "{line.name}</span>
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn RemoveForm(lang: Lang, line: CartLineView) -> impl IntoView {
    view! {
        <form method="post" action="/api/cart/remove">
            <WayBack/>
            <input type="hidden" name="product" value=line.product.to_string()/>
            <button class="button-quiet" type="submit">
                {text(lang, "cart-remove")}
                <span class="only-read">": "{line.name}</span>
            </button>
        </form>
    }
    .into_any()
}
