//! What goes wrong next, as a list and as JSON to change it.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use crate::sandbox::faults::{Rule, read_rules};
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::words;

const EXAMPLE: &str =
    r#"{"match": {"merchant_uid": "ORD*"}, "times": 1, "fault": {"drop_webhook": true}}"#;

pub async fn page(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let rules = world.lock().faults.list().to_vec();
    layout::render(&headers, Tab::Faults, |lang| {
        let words = words::of(lang);
        html! {
            h1 { (words.faults) }
            @if rules.is_empty() { p { (words.nothing) } }
            ul { @for rule in &rules { li { code { (text(rule)) } } } }
            form method="post" class="stack" {
                label { (words.faults_hint) textarea name="rules" rows="6" spellcheck="false" { (EXAMPLE) } }
                button { (words.apply) }
            }
            form method="post" { input type="hidden" name="rules" value="[]"; button { (words.clear) } }
        }
    })
}

fn text(rule: &Rule) -> String {
    serde_json::to_string(rule).unwrap_or_default()
}

#[derive(Debug, Deserialize)]
pub struct Posted {
    rules: String,
}

pub async fn declare(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    let rules = match serde_json::from_str(&posted.rules).and_then(read_rules) {
        Ok(rules) => rules,
        Err(error) => return layout::complaint(&headers, Tab::Faults, &error.to_string()),
    };
    let now = world.clock.now();
    let mut state = world.lock();
    if rules.is_empty() {
        state.faults.clear();
    }
    state.faults.declare(rules, now);
    Redirect::to("/console/faults").into_response()
}
