//! The delivery log, with a button to send again.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::sandbox::api::is_web_address;
use crate::sandbox::clock::Moment;
use crate::sandbox::merchant::DEFAULT_CODE;
use crate::sandbox::webhooks::{self, Attempt, Delivery};
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::words;

#[derive(Debug, Deserialize)]
pub struct Asked {
    merchant: Option<String>,
}

pub async fn page(
    State(world): State<Arc<World>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let state = world.lock();
    let code = asked.merchant.as_deref().unwrap_or(DEFAULT_CODE);
    layout::render(&headers, Tab::Webhooks, |lang| {
        html! {
            h1 { (words::of(lang).webhooks) }
            (table(lang, state.webhooks.of_merchant(code).take(300)))
            (forgery(lang))
        }
    })
}

pub async fn resend(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Response {
    let now = world.clock.now();
    webhooks::resend(&mut world.lock(), id, now);
    world.wake.notify_one();
    Redirect::to("/console/webhooks").into_response()
}

/// A webhook that nothing stands behind, to see whether the shop believes it.
fn forgery(lang: Lang) -> Markup {
    let words = words::of(lang);
    html! {
        h2 { (words.forge) }
        form method="post" action="/console/webhooks/forge" class="stack" {
            label { (words.to) " " input type="url" name="url" required; }
            label { (words.text) textarea name="body" rows="3" spellcheck="false" { (LIE) } }
            button { (words.forge) }
        }
    }
}

const LIE: &str = r#"{"imp_uid": "imp_000000000000", "merchant_uid": "ORD-1", "status": "paid"}"#;

#[derive(Debug, Deserialize)]
pub struct Forged {
    url: String,
    body: String,
}

pub async fn forge(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Form(forged): Form<Forged>,
) -> Response {
    let body = match serde_json::from_str(&forged.body) {
        Ok(body) => body,
        Err(error) => return layout::complaint(&headers, Tab::Webhooks, &error.to_string()),
    };
    if !is_web_address(&forged.url) {
        return layout::complaint(&headers, Tab::Webhooks, &forged.url);
    }
    let now = world.clock.now();
    webhooks::forge(&mut world.lock(), DEFAULT_CODE, forged.url, body, now);
    world.wake.notify_one();
    Redirect::to("/console/webhooks").into_response()
}

pub fn table<'a>(lang: Lang, deliveries: impl Iterator<Item = &'a Delivery>) -> Markup {
    let words = words::of(lang);
    let mut deliveries = deliveries.peekable();
    if deliveries.peek().is_none() {
        return html! { p { (words.nothing) } };
    }
    html! {
        div class="scroll" {
            table {
                thead { tr { th { "#" } th { (words.state) } th { (words.to) } th { (words.text) } th { (words.attempts) } th { (words.resend) } } }
                tbody { @for delivery in deliveries { (row(lang, delivery)) } }
            }
        }
    }
}

fn row(lang: Lang, delivery: &Delivery) -> Markup {
    html! {
        tr {
            td { (delivery.id) }
            td { (delivery.state.wire()) }
            td class="wide" { (delivery.url) }
            td class="wide" { code { (delivery.body) } }
            td { ul class="attempts" { @for attempt in &delivery.attempts { li { (one(attempt)) } } } }
            td {
                form method="post" action={ "/console/webhooks/" (delivery.id) "/resend" } {
                    button { (words::of(lang).resend) }
                }
            }
        }
    }
}

fn one(attempt: &Attempt) -> Markup {
    let at = Moment::from_seconds(attempt.at)
        .map(Moment::kst)
        .unwrap_or_default();
    let outcome = attempt
        .status
        .map(|status| status.to_string())
        .or_else(|| attempt.error.clone())
        .unwrap_or_default();
    html! { time { (at) } " " strong { (outcome) } " " (attempt.took_ms) " ms" @if !attempt.answer.is_empty() { " " code { (attempt.answer) } } }
}
