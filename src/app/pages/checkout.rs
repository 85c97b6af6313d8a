//! `/checkout`: the order form, its sections in the order that Korean shoppers expect, and the Pay button.
//! A plain form first; the pay island opens the window on top of it.

use leptos::prelude::*;

use crate::{
    app::{
        components::{
            Agreement, Autofill, CountryChoice, DeliveryMemo, Errors, MethodChoice, OrderLines,
            PayBar, PayTotals, PolicyNote, PostcodeSearch, ReceiptChoice, Refusal, SdkScripts,
            TextField,
        },
        context::page_context,
        islands::PayForm,
        layout::PageTitle,
        load::{loaded, refusal},
        policies::Policy,
        way_back::WayBack,
    },
    domain::{
        country::Country,
        form::{Field, OrderForm},
        lang::Lang,
        view::{CartView, Change, CheckoutView, OrderLineView},
    },
    i18n::{change, text, text_with},
    server_fns::orders::{PlaceOrder, read_checkout},
};

const NAME: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "name",
};
const TEL: Autofill = Autofill {
    kind: "tel",
    inputmode: "tel",
    autocomplete: "tel",
};
const EMAIL: Autofill = Autofill {
    kind: "email",
    inputmode: "email",
    autocomplete: "email",
};
/// Only Korea's are all digits.
const POSTCODE: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "shipping postal-code",
};
const KOREAN_POSTCODE: Autofill = Autofill {
    inputmode: "numeric",
    ..POSTCODE
};
const ADDR1: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "shipping address-line1",
};
const ADDR2: Autofill = Autofill {
    kind: "text",
    inputmode: "text",
    autocomplete: "shipping address-line2",
};

#[component]
pub fn CheckoutPage() -> impl IntoView {
    loaded(read_checkout, |checkout| view! { <Checkout checkout/> })
}

#[component]
fn Checkout(checkout: CheckoutView) -> impl IntoView {
    let lang = page_context().lang;
    let refused = refusal::<PlaceOrder>();
    view! {
        <PageTitle text=text(lang, "checkout-title")/>
        <main id="main" class="wrap" data-page="checkout">
            <h1>{text(lang, "checkout-title")}</h1>
            <Changes lang changes=checkout.changes.clone()/>
            <Refusal lang error=refused.clone()/>
            {if checkout.cart.lines.is_empty() {
                view! { <NothingToPay lang/> }.into_any()
            } else {
                view! { <OrderFormCard lang checkout errors=Errors::of_refusal(refused)/> }.into_any()
            }}
        </main>
    }
    .into_any()
}

#[component]
fn NothingToPay(lang: Lang) -> impl IntoView {
    view! {
        <div class="empty-state">
            <p><strong>{text(lang, "cart-empty")}</strong></p>
            <a class="button" href="/">{text(lang, "to-catalogue")}</a>
            <p><a class="link-quiet" href="/orders">{text(lang, "footer-find")}</a></p>
        </div>
    }
    .into_any()
}

#[component]
fn OrderFormCard(lang: Lang, checkout: CheckoutView, errors: Errors) -> impl IntoView {
    let CheckoutView {
        cart,
        form,
        methods,
        ship_to,
        ..
    } = checkout;
    let remembered = form != OrderForm::default();
    let usd = cart.usd.map(|usd| usd.total);
    view! {
        <SdkScripts/>
        <PayForm>
            <form class="columns checkout-form" method="post" action="/api/orders/place" novalidate>
                <WayBack/>
                <input type="hidden" name="seen" value=cart.seen.clone()/>
                <div class="sections">
                    <Items lang cart=cart.clone()/>
                    <Contact lang form=form.clone() errors=errors.clone() remembered/>
                    <Delivery lang form=form.clone() ship_to errors=errors.clone()/>
                    <MethodChoice lang methods chosen=form.method.clone() total=cart.totals.total usd error=errors.of(Field::Method)/>
                    <ReceiptChoice lang form errors=errors.clone()/>
                </div>
                <section class="card summary pay-summary" aria-labelledby="pay-summary">
                    <h2 id="pay-summary">{text(lang, "checkout-summary")}</h2>
                    <PayTotals lang totals=cart.totals usd=cart.usd/>
                    <Agreement lang error=errors.of(Field::Agree)/>
                    <PolicyNote lang sentence=text(lang, "footer-withdrawal") policy=Policy::Refunds/>
                    <PolicyNote lang sentence=text(lang, "privacy-note") policy=Policy::Privacy/>
                    <PayBar lang total=cart.totals.total usd/>
                </section>
            </form>
        </PayForm>
        <form id="forget" method="post" action="/api/orders/forget" hidden></form>
    }
    .into_any()
}

/// What is different from the page that Pay was pressed on.
#[component]
fn Changes(lang: Lang, changes: Vec<Change>) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        view! {
            <section class="banner banner-warning" role="alert" aria-labelledby="changes-title">
                <h2 id="changes-title">{text(lang, "changes-title")}</h2>
                <ul>{changes.iter().map(|it| view! { <li>{change(lang, it)}</li> }).collect_view()}</ul>
                <p>{text(lang, "changes-text")}</p>
            </section>
        }
    })
}

#[component]
fn Items(lang: Lang, cart: CartView) -> impl IntoView {
    let count = text_with(
        lang,
        "checkout-items-count",
        [("count", cart.lines.len().into())],
    );
    let lines = cart.lines.into_iter().map(|line| OrderLineView {
        name: line.name,
        picture: line.picture,
        unit_price: line.unit_price,
        quantity: line.quantity,
        sum: line.sum,
    });
    view! {
        <section class="card" aria-labelledby="checkout-items">
            <div class="card-head">
                <h2 id="checkout-items">{text(lang, "checkout-items")}" "<span class="count">{count}</span></h2>
                <a class="link-quiet" href="/cart">{text(lang, "checkout-edit-cart")}</a>
            </div>
            <OrderLines lang lines=lines.collect()/>
        </section>
    }
    .into_any()
}

#[component]
fn Contact(lang: Lang, form: OrderForm, errors: Errors, remembered: bool) -> impl IntoView {
    let error = |field| errors.of(field);
    view! {
        <section class="card" aria-labelledby="checkout-buyer">
            <div class="card-head">
                <h2 id="checkout-buyer">{text(lang, "checkout-buyer")}</h2>
                <button class="button-quiet" type="submit" form="forget" hidden=!remembered>{text(lang, "checkout-forget")}</button>
            </div>
            <div class="field-grid">
                <TextField lang field=Field::Name label=text(lang, "label-name") value=form.name error=error(Field::Name) autofill=NAME/>
                <TextField
                    lang
                    field=Field::Tel
                    label=text(lang, "label-tel")
                    value=form.tel
                    error=error(Field::Tel)
                    autofill=TEL
                    hint=text(lang, "hint-tel")
                />
                <TextField
                    lang
                    field=Field::Email
                    label=text(lang, "label-email")
                    value=form.email
                    error=error(Field::Email)
                    autofill=EMAIL
                />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delivery(lang: Lang, form: OrderForm, ship_to: Vec<Country>, errors: Errors) -> impl IntoView {
    let error = |field| errors.of(field);
    let only_korea = ship_to == [Country::KOREA];
    let has_korea = ship_to.contains(&Country::KOREA);
    view! {
        <section class="card" aria-labelledby="checkout-address">
            <h2 id="checkout-address">{text(lang, "checkout-address")}</h2>
            <div class="field-grid">
                <CountryChoice lang ship_to chosen=form.country error=error(Field::Country)/>
                <TextField
                    lang
                    field=Field::Postcode
                    label=text(lang, "label-postcode")
                    value=form.postcode
                    error=error(Field::Postcode)
                    autofill=if only_korea { KOREAN_POSTCODE } else { POSTCODE }
                />
                {has_korea.then(|| view! { <PostcodeSearch lang/> })}
                <TextField
                    lang
                    field=Field::Addr1
                    label=text(lang, "label-addr1")
                    value=form.addr1
                    error=error(Field::Addr1)
                    autofill=ADDR1
                />
                <TextField
                    lang
                    field=Field::Addr2
                    label=text(lang, "label-addr2")
                    value=form.addr2
                    error=error(Field::Addr2)
                    autofill=ADDR2
                    hint=text(lang, "hint-addr2")
                />
                <DeliveryMemo lang preset=form.memo_preset memo=form.memo error=error(Field::Memo)/>
            </div>
        </section>
    }
    .into_any()
}
