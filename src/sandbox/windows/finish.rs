//! The end of a window: the callback is handed to the page that opened it, or the browser leaves
//! for `m_redirect_url`, or, where a browser is meant to have died, nothing happens at all.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};
use url::Url;

use crate::sandbox::gateway::Door;
use crate::sandbox::ledger::{Payment, Told, Window};
use crate::sandbox::settings::{PopupResult, RedirectMethod, Settings};
use crate::sandbox::told;
use crate::sandbox::world::World;

use super::assets;
use super::page::{head, notice};
use super::results;
use super::words::Lang;

/// What the finished window's own document does.
pub fn page(world: &World, payment: &Payment, headers: &HeaderMap) -> Response {
    let lang = Lang::choose(payment.asked.language.as_deref(), headers);
    let settings = settings(world, payment);
    let (Some(window), Some(told)) = (&payment.window, told_of(payment)) else {
        return assets::html(notice(lang, lang.words().closing));
    };
    if *told == Told::Nothing {
        return assets::html(notice(lang, lang.words().dead));
    }
    match leaving(payment, window, &settings) {
        Some(target) => leave(payment, told, &target, &settings, headers),
        None => hand_over(window, &done(world, payment, window, told), lang),
    }
}

/// Where this document goes at the end, if it goes anywhere.
fn leaving(payment: &Payment, window: &Window, settings: &Settings) -> Option<String> {
    match window.door {
        Door::Frame => None,
        Door::Redirect => Some(window.redirect_url.clone().unwrap_or_default()),
        Door::Popup if popup_leaves(payment, settings) => window.redirect_url.clone(),
        Door::Popup => None,
    }
}

/// PayPal's popup reports to `m_redirect_url` when there is one.
fn popup_leaves(payment: &Payment, settings: &Settings) -> bool {
    payment.channel.pg_provider == "paypal" && settings.popup_result == PopupResult::Redirect
}

fn leave(
    payment: &Payment,
    told: &Told,
    target: &str,
    settings: &Settings,
    headers: &HeaderMap,
) -> Response {
    let query = told::redirect_query(payment, told, settings).unwrap_or_default();
    let Ok(address) = Url::parse(target) else {
        return Redirect::to(&results::address(payment, told)).into_response();
    };
    if by_post(payment, settings, headers) {
        let ids = query
            .iter()
            .filter(|(key, _)| matches!(*key, "imp_uid" | "merchant_uid"));
        let fields = if settings.redirect_method == RedirectMethod::Post {
            query.clone()
        } else {
            ids.cloned().collect()
        };
        return assets::html(post_form(target, &fields));
    }
    Redirect::to(with_query(address, &query).as_str()).into_response()
}

/// The shop's own query stays, i'mport's keys follow.
fn with_query(mut address: Url, query: &[(&'static str, String)]) -> Url {
    address.query_pairs_mut().extend_pairs(query);
    address
}

/// Transfers through inicis on iOS come back as a form post, without a success flag.
fn by_post(payment: &Payment, settings: &Settings, headers: &HeaderMap) -> bool {
    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let ios = agent.contains("iPhone") || agent.contains("iPad");
    match settings.redirect_method {
        RedirectMethod::Post => true,
        RedirectMethod::Get => false,
        RedirectMethod::ByPg => {
            ios && payment.channel.pg_provider == "html5_inicis"
                && payment.asked.pay_method == "trans"
        }
    }
}

fn post_form(target: &str, fields: &[(&'static str, String)]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="ko" {
            (head("…"))
            body {
                form method="post" action=(target) data-submit {
                    @for (key, value) in fields { input type="hidden" name=(key) value=(value); }
                    button { "→" }
                }
                script src="/windows/assets/end.js" {}
            }
        }
    }
}

/// The last document of a frame or popup: its script gives the callback object to the page.
pub fn hand_over(window: &Window, data: &Value, lang: Lang) -> Response {
    let message = json!({
        "door": window.door,
        "origin": window.page_origin,
        "message": {"action": "done", "data": data},
    });
    assets::html(html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head("…"))
            body class="waiting" {
                main { h1 class="notice" { (lang.words().closing) } }
                script type="application/json" id="end" { (PreEscaped(script_safe(&message))) }
                script src="/windows/assets/end.js" {}
            }
        }
    })
}

/// JSON that cannot close the script element it stands in.
fn script_safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn done(world: &World, payment: &Payment, window: &Window, told: &Told) -> Value {
    let family = told::family(payment, &settings(world, payment));
    let mut data = told::callback(payment, told, family, &world.url).unwrap_or_else(|| json!({}));
    data["request_id"] = json!(window.request_id);
    data
}

/// What a popup's minder asks again and again: is it over, and what is the callback to hear?
pub async fn told(State(world): State<Arc<World>>, Path(key): Path<String>) -> Response {
    let found = world.lock().ledger.of_window(&key).cloned();
    let Some(payment) = found else {
        return Json(json!({"state": "silent"})).into_response();
    };
    let settings = settings(&world, &payment);
    let answer = match (&payment.window, told_of(&payment)) {
        (Some(_), None) => json!({"state": "open"}),
        (None, _) | (Some(_), Some(Told::Nothing)) => json!({"state": "silent"}),
        (Some(window), Some(_)) if leaving(&payment, window, &settings).is_some() => {
            json!({"state": "left"})
        }
        (Some(window), Some(told)) => {
            json!({"state": "done", "data": done(&world, &payment, window, told)})
        }
    };
    Json(answer).into_response()
}

fn settings(world: &World, payment: &Payment) -> Settings {
    world
        .lock()
        .merchant(&payment.merchant)
        .map(|merchant| merchant.settings.clone())
        .unwrap_or_default()
}

/// What the browser was told, for the popup's minder.
fn told_of(payment: &Payment) -> Option<&Told> {
    payment
        .window
        .as_ref()
        .and_then(|window| window.told.as_ref())
}
