//! The frame around every step of a window: the gateway's head, what is being bought, and the panel
//! from which an operator reaches each outcome in one click.

use maud::{DOCTYPE, Markup, html};

use crate::sandbox::ledger::Payment;
use crate::sandbox::outcome::Outcome;

use super::words::Lang;

/// What a step shows beside the shared frame.
pub struct Scene<'a> {
    pub payment: &'a Payment,
    pub merchant_name: &'a str,
    pub lang: Lang,
    /// Where its forms are posted.
    pub action: &'a str,
}

impl Scene<'_> {
    pub fn gateway_name(&self) -> &'static str {
        let gateway = self.payment.channel.gateway();
        match self.lang {
            Lang::Ko => gateway.name,
            Lang::En => gateway.english,
        }
    }
}

pub fn page(scene: &Scene<'_>, step: Markup) -> Markup {
    let words = scene.lang.words();
    let title = format!("{} · {}", scene.gateway_name(), words.mark);
    html! {
        (DOCTYPE)
        html lang=(scene.lang.tag()) {
            (head(&title))
            body data-provider=(scene.payment.channel.pg_provider) data-processing=(words.processing) {
                div class="sheet" {
                    main class="window" {
                        (top(scene))
                        (summary(scene))
                        (step)
                    }
                    (panel(scene))
                }
            }
        }
    }
}

pub fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex";
            title { (title) }
            link rel="icon" href="data:,";
            link rel="stylesheet" href="/windows/assets/window.css";
            script src="/windows/assets/window.js" defer {}
        }
    }
}

fn top(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        header class="top" {
            h1 { (scene.gateway_name()) }
            span class="mark" { "SANDBOX" }
            form method="post" action=(scene.action) {
                button class="close" name="outcome" value=(Outcome::CancelledByUser.name()) aria-label=(words.close)
                    data-close { "×" }
            }
        }
    }
}

fn summary(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    let payment = scene.payment;
    html! {
        dl class="summary" {
            div { dt { (words.merchant) } dd { (scene.merchant_name) } }
            div { dt { (words.product) } dd { (payment.asked.name.as_deref().unwrap_or("-")) } }
            div class="amount" { dt { (words.amount) } dd { (amount(scene)) } }
        }
    }
}

pub fn amount(scene: &Scene<'_>) -> String {
    let text = scene.payment.amount.display(&scene.payment.currency);
    match (scene.lang, text.strip_suffix('원')) {
        (Lang::En, Some(won)) => format!("₩{won}"),
        (Lang::En | Lang::Ko, _) => text,
    }
}

fn panel(scene: &Scene<'_>) -> Markup {
    let words = scene.lang.words();
    html! {
        aside class="panel" aria-labelledby="panel-title" {
            h2 id="panel-title" { (words.panel) }
            p { (words.panel_hint) }
            form method="post" action=(scene.action) {
                @for outcome in Outcome::ALL {
                    button name="outcome" value=(outcome.name()) data-outcome=(outcome.name()) {
                        (scene.lang.outcome(outcome))
                    }
                }
            }
            p class="ids" { code { (scene.payment.imp_uid) } " " code { (scene.payment.asked.merchant_uid) } }
        }
    }
}

/// A page with one sentence.
pub fn notice(lang: Lang, sentence: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head("…"))
            body class="waiting" { main { h1 class="notice" { (sentence) } } }
        }
    }
}
