//! `/`: the products, what shipping costs, and the cart's total so far.

use leptos::prelude::*;

use crate::{
    app::{
        components::{ProductPicture, Refusal},
        context::page_context,
        layout::PageTitle,
        load::{loaded, refusal},
        way_back::WayBack,
    },
    domain::{
        lang::Lang,
        view::{CartView, CatalogueView, ProductView},
    },
    i18n::{money, text, text_with},
    server_fns::{
        cart::{AddToCart, read_cart},
        catalogue::read_catalogue,
        error::CallError,
    },
};

/// From this many pieces on, the card says how many are left.
const SCARCE: i64 = 5;

#[component]
pub fn CataloguePage() -> impl IntoView {
    loaded(
        read_both,
        |(catalogue, cart)| view! { <Catalogue catalogue cart/> },
    )
}

async fn read_both() -> Result<(CatalogueView, CartView), CallError> {
    Ok((read_catalogue().await?, read_cart().await?))
}

#[component]
fn Catalogue(catalogue: CatalogueView, cart: CartView) -> impl IntoView {
    let lang = page_context().lang;
    let fee = money(lang, catalogue.shipping_fee);
    let from = money(lang, catalogue.free_shipping_from);
    let refused = refusal::<AddToCart>();
    let empty = catalogue.products.is_empty();
    view! {
        <PageTitle text=text(lang, "catalogue-title")/>
        <main id="main" class="wrap" data-page="catalogue">
            <div class="page-head">
                <h1>{text(lang, "catalogue-title")}</h1>
                <p class="lead">{text(lang, "catalogue-lead")}</p>
                <p class="note">{text_with(lang, "catalogue-shipping", [("fee", fee.into()), ("from", from.into())])}</p>
            </div>
            <Refusal lang error=refused/>
            {empty.then(|| view! { <p>{text(lang, "catalogue-empty")}</p> })}
            <ul class="product-grid">
                {catalogue.products.into_iter().map(|product| view! { <ProductCard lang product/> }).collect_view()}
            </ul>
            {(cart.count > 0).then(|| view! { <CartBar lang cart/> })}
        </main>
    }
    .into_any()
}

#[component]
fn ProductCard(lang: Lang, product: ProductView) -> impl IntoView {
    let id = product.id.to_string();
    let heading = format!("product-{id}");
    let label = heading.clone();
    view! {
        <li>
            <article class="product-card" aria-labelledby=label data-product=id>
                <ProductPicture src=product.picture.clone() size=400/>
                <h2 id=heading.clone()>{product.name.clone()}</h2>
                <p class="product-blurb">{product.blurb.clone()}</p>
                <p class="product-price">
                    <strong>{money(lang, product.price)}</strong>
                    {product.price_usd.map(|usd| view! { <span class="price-usd">{money(lang, usd)}</span> })}
                </p>
                <StockHint lang available=product.available/>
                <AddButton lang product=product.clone()/>
            </article>
        </li>
    }
    .into_any()
}

#[component]
fn StockHint(lang: Lang, available: i64) -> impl IntoView {
    let scarce = (1..=SCARCE).contains(&available);
    scarce.then(|| view! { <p class="stock-hint">{text_with(lang, "stock-left", [("left", available.into())])}</p> })
}

#[component]
fn AddButton(lang: Lang, product: ProductView) -> impl IntoView {
    if product.available < 1 {
        return view! { <p class="sold-out">{text(lang, "sold-out")}</p> }.into_any();
    }
    view! {
        <form method="post" action="/api/cart/add">
            <WayBack/>
            <input type="hidden" name="product" value=product.id.to_string()/>
            <input type="hidden" name="quantity" value="1"/>
            <button class="button button-soft" type="submit">
                {text(lang, "add-to-cart")}
                <span class="only-read">": "{product.name}</span>
            </button>
        </form>
    }
    .into_any()
}

/// What the cart costs so far, shipping included, so that no later page surprises.
#[component]
fn CartBar(lang: Lang, cart: CartView) -> impl IntoView {
    view! {
        <section class="bottom-bar" aria-label=text(lang, "cart-bar-label")>
            <p class="bottom-bar-total">
                <span>{text(lang, "cart-bar-total")}</span>
                <strong>{money(lang, cart.totals.total)}</strong>
            </p>
            <a class="button" href="/cart">{text(lang, "cart-bar-open")}</a>
        </section>
    }
    .into_any()
}
