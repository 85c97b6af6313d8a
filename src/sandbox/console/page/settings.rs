//! Credentials to copy, options as JSON, the clock, and the way back to a clean state.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::sandbox::clock::Moment;
use crate::sandbox::console::api_settings::merged;
use crate::sandbox::merchant::Merchant;
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::payment::sentence;
use super::words;

pub async fn page(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let merchants = world.lock().merchants.clone();
    layout::render(&headers, Tab::Settings, |lang| {
        let words = words::of(lang);
        html! {
            h1 { (words.settings) }
            @for merchant in &merchants { (one(lang, merchant, &world.url)) }
            h2 { (words.clock) }
            form method="post" action="/console/clock" class="inline" {
                p { (world.clock.now().kst()) " KST" }
                input name="seconds" inputmode="numeric" value="3600" aria-label=(words.advance);
                button { (words.advance) }
            }
            form method="post" action="/console/reset" { button class="danger" { (words.reset) } }
        }
    })
}

fn one(lang: Lang, merchant: &Merchant, base: &str) -> Markup {
    let words = words::of(lang);
    let options = serde_json::to_string_pretty(&merchant.settings).unwrap_or_default();
    html! {
        h2 { (merchant.name) }
        h3 { (words.credentials) }
        dl {
            dt { "IMP.init" } dd { code { (merchant.code) } }
            dt { "imp_key" } dd { code { (merchant.key) } }
            dt { "imp_secret" } dd { code { (merchant.secret) } }
            dt { "REST API" } dd { code { (base) } }
            dt { "SDK" } dd { code { (base) "/v1/iamport.js" } }
        }
        form method="post" class="stack" {
            input type="hidden" name="merchant" value=(merchant.code);
            label { (words.settings) textarea name="options" rows="16" spellcheck="false" { (options) } }
            button { (words.save) }
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Posted {
    merchant: String,
    options: String,
}

pub async fn change(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    let parsed = serde_json::from_str(&posted.options);
    let mut state = world.lock();
    let Some(merchant) = state.merchant_mut(&posted.merchant) else {
        return layout::complaint(&headers, Tab::Settings, "존재하지 않는 고객사입니다.");
    };
    match parsed {
        Err(error) => layout::complaint(&headers, Tab::Settings, &error.to_string()),
        Ok(changes) => match merged(&merchant.settings, changes) {
            Err(reply) => layout::complaint(&headers, Tab::Settings, sentence(&reply)),
            Ok(settings) => {
                merchant.settings = settings;
                Redirect::to("/console/settings").into_response()
            }
        },
    }
}

pub async fn reset(State(world): State<Arc<World>>) -> Response {
    world.clock.reset();
    world.lock().reset();
    Redirect::to("/console").into_response()
}

#[derive(Debug, Deserialize)]
pub struct Ahead {
    seconds: i64,
}

pub async fn advance(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Form(ahead): Form<Ahead>,
) -> Response {
    let target = world.clock.now().seconds().saturating_add(ahead.seconds);
    let Some(moment) = Moment::from_seconds(target) else {
        return layout::complaint(&headers, Tab::Settings, "UNIX TIMESTAMP");
    };
    world.clock.set(moment);
    world.wake.notify_one();
    Redirect::to("/console/settings").into_response()
}
