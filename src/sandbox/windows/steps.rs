//! The steps inside a window, by method: choose a card, authenticate, choose a bank, verify a phone,
//! confirm an easy-pay. Which comes next is decided by `act`.

use maud::{Markup, html};

use crate::sandbox::codes::{BANKS, CARDS};
use crate::sandbox::ledger::Choice;

use super::page::{Scene, amount};

/// The first thing the shopper sees.
pub fn first(scene: &Scene<'_>) -> Markup {
    let gateway = scene.payment.channel.gateway();
    if gateway.is_paypal() {
        return paypal(scene);
    }
    match gateway.always {
        Some("trans") => return transfer(scene),
        Some("phone") => return phone(scene),
        Some(_) => return wallet(scene),
        None => {}
    }
    match scene.payment.asked.pay_method.as_str() {
        "vbank" => vbank(scene),
        "trans" => transfer(scene),
        "phone" => phone(scene),
        "card" => card(scene),
        _ => wallet(scene),
    }
}

fn card(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        form class="step" method="post" action=(scene.action) {
            fieldset class="tiles" {
                legend { (words.choose_card) }
                @for (index, row) in CARDS.iter().enumerate() {
                    label {
                        input type="radio" name="card_code" value=(row.code) checked[index == 0] required;
                        span { (scene.lang.name(row)) }
                    }
                }
            }
            (quota(scene))
            label class="row" {
                span { (words.easy_pay) }
                select name="easy_pay" {
                    option value="" { (words.without_easy_pay) }
                    @for (value, name) in EASY_PAYS { option value=(value) { (name) } }
                }
            }
            div class="buttons" { button class="main" name="step" value="password" { (words.next) } (cancel(scene)) }
        }
    }
}

/// Wallets that gateways offer inside their own windows, by the name they are reported under.
const EASY_PAYS: [(&str, &str); 6] = [
    ("naverpay", "Naver Pay"),
    ("kakaopay", "KakaoPay"),
    ("payco", "PAYCO"),
    ("samsungpay", "Samsung Pay"),
    ("tosspay", "Toss Pay"),
    ("applepay", "Apple Pay"),
];

fn quota(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    let payment = scene.payment;
    if !payment.allows_instalments() {
        return html! {};
    }
    let months = payment
        .asked
        .card_quota
        .clone()
        .unwrap_or_else(|| (2..=12).collect());
    html! {
        label class="row" {
            span { (words.quota) }
            select name="quota" {
                option value="0" { (words.lump_sum) }
                @for month in &months { option value=(month) { (month) " " (words.months) } }
            }
        }
    }
}

/// Authentication of the chosen card: the company's simple pay first, ISP or MPI below.
pub fn authenticate(scene: &Scene<'_>, choice: &Choice, wrong: Option<u8>) -> Markup {
    let words = scene.lang.words();
    let card = choice
        .card_code
        .as_deref()
        .and_then(|code| CARDS.iter().find(|row| row.code == code));
    html! {
        form class="step pad" method="post" action=(scene.action) {
            @if let Some(card) = card { p class="chosen" { (scene.lang.name(card)) } }
            (carried(choice))
            h2 { (words.simple_pay) }
            p class="hint" id="hint" { (words.simple_pay_hint) }
            @if let Some(times) = wrong {
                p class="error" role="alert" { (words.wrong_password) " (" (times) "/3)" }
            }
            label class="row" {
                span { (words.password) }
                input type="password" name="password" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" required
                    autocomplete="off" aria-describedby="hint";
            }
            div class="keys" data-pad {
                @for digit in "1234567890".chars() { button type="button" data-digit=(digit) { (digit) } }
                button type="button" data-erase { (words.erase) }
            }
            div class="buttons" { button class="main" name="step" value="simple_pay" { (pay(scene)) } (cancel(scene)) }
        }
        details class="step" {
            summary { (words.other_ways) }
            (isp(scene, choice))
            (mpi(scene, choice))
        }
    }
}

fn isp(scene: &Scene<'_>, choice: &Choice) -> Markup {
    let words = scene.lang.words();
    html! {
        form method="post" action=(scene.action) {
            (carried(choice))
            h3 { (words.isp) }
            (field(words.isp_password, "password", "isp_password"))
            button name="step" value="pay" { (words.isp) }
        }
    }
}

fn mpi(scene: &Scene<'_>, choice: &Choice) -> Markup {
    let words = scene.lang.words();
    html! {
        form method="post" action=(scene.action) {
            (carried(choice))
            h3 { (words.mpi) }
            (field(words.card_number, "text", "card_number"))
            (field(words.cvc, "password", "cvc"))
            (field(words.secure_click, "password", "secure_click"))
            button name="step" value="pay" { (words.mpi) }
        }
    }
}

fn vbank(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        form class="step" method="post" action=(scene.action) {
            (banks(scene))
            div class="buttons" { button class="main" name="step" value="issue" { (words.issue) } (cancel(scene)) }
        }
    }
}

fn transfer(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        form class="step" method="post" action=(scene.action) {
            (banks(scene))
            (field(words.account_password, "password", "account_password"))
            div class="buttons" { button class="main" name="step" value="pay" { (pay(scene)) } (cancel(scene)) }
        }
    }
}

fn banks(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        fieldset class="tiles" {
            legend { (words.choose_bank) }
            @for (index, row) in BANKS.iter().enumerate() {
                label {
                    input type="radio" name="bank_code" value=(row.code) checked[index == 0] required;
                    span { (scene.lang.name(row)) }
                }
            }
        }
    }
}

fn phone(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    let tel = scene.payment.asked.buyer.tel.as_deref().unwrap_or_default();
    html! {
        form class="step" method="post" action=(scene.action) {
            label class="row" {
                span { (words.carrier) }
                select name="carrier" { option { "SKT" } option { "KT" } option { "LG U+" } option { "MVNO" } }
            }
            label class="row" { span { (words.phone) } input type="tel" name="phone" value=(tel) required; }
            label class="row" {
                span { (words.auth_code) }
                input type="text" name="auth_code" inputmode="numeric" pattern="[0-9]{6}" required autocomplete="off";
            }
            p class="hint" { (words.auth_code_hint) }
            div class="buttons" { button class="main" name="step" value="pay" { (pay(scene)) } (cancel(scene)) }
        }
    }
}

/// An easy-pay's own window: where the money comes from, then the payment password.
fn wallet(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        form class="step" method="post" action=(scene.action) {
            fieldset class="tiles" {
                legend { (words.pay_with) }
                label { input type="radio" name="card_code" value="" checked; span { (words.money) } }
                label { input type="radio" name="card_code" value=(CARDS[0].code); span { (words.linked_card) } }
            }
            div class="buttons" { button class="main" name="step" value="password" { (words.next) } (cancel(scene)) }
        }
    }
}

fn paypal(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        form class="step" method="post" action=(scene.action) {
            label class="row" {
                span { (words.paypal_login) }
                input type="email" name="email" value="sandbox@example.com" required autocomplete="off";
            }
            p class="hint" { (words.paypal_hint) }
            div class="buttons" { button class="main" name="step" value="pay" { (pay(scene)) } (cancel(scene)) }
        }
    }
}

fn cancel(scene: &Scene<'_>) -> Markup {
    html! { button class="quiet" name="outcome" value="cancelled_by_user" formnovalidate { (scene.lang.words().cancel) } }
}

/// The button says the amount once more, as Korean windows do.
fn pay(scene: &Scene<'_>) -> String {
    format!("{} {}", amount(scene), scene.lang.words().pay)
}

fn field(label: &str, kind: &str, name: &str) -> Markup {
    html! { label class="row" { span { (label) } input type=(kind) name=(name) required autocomplete="off"; } }
}

/// What earlier steps chose travels along.
fn carried(choice: &Choice) -> Markup {
    html! {
        input type="hidden" name="card_code" value=(choice.card_code.as_deref().unwrap_or_default());
        input type="hidden" name="quota" value=(choice.quota);
        input type="hidden" name="easy_pay" value=(choice.easy_pay.as_deref().unwrap_or_default());
    }
}
