//! What happens when a form of a window is posted: the next step, or an outcome and the end.
//! A window that has ended shows its end again, whatever is posted to it.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::sandbox::ledger::{Choice, Payment};
use crate::sandbox::outcome::Outcome;
use crate::sandbox::play::play;
use crate::sandbox::world::World;

use super::assets;
use super::finish;
use super::page::{self, Scene};
use super::steps;
use super::words::Lang;

/// This password is always wrong, the third time for good.
const WRONG_PASSWORD: &str = "000000";
const TRIES: u8 = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Posted {
    outcome: Option<String>,
    step: Option<String>,
    card_code: String,
    bank_code: String,
    easy_pay: String,
    quota: String,
    password: String,
}

impl Posted {
    fn choice(&self, payment: &Payment) -> Choice {
        let given = |text: &str| {
            Some(text.chars().take(20).collect::<String>()).filter(|text| !text.is_empty())
        };
        let allowed = payment.asked.card_quota.as_ref();
        let quota = self.quota.parse().unwrap_or(0);
        let quota = if allowed.is_none_or(|list| list.contains(&quota)) {
            quota.min(60)
        } else {
            0
        };
        Choice {
            card_code: given(&self.card_code),
            quota,
            bank_code: given(&self.bank_code),
            easy_pay: given(&self.easy_pay),
            ..Choice::default()
        }
    }
}

/// What a posted form asks for.
enum Next {
    Show(Choice, Option<u8>),
    Play(Outcome),
}

pub async fn show(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(payment) = find(&world, &key) else {
        return lost(&headers);
    };
    if is_over(&payment) {
        return finish::page(&world, &payment, &headers);
    }
    draw(&world, &payment, &headers, steps::first)
}

pub async fn act(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Posted>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Some(payment) = find(&world, &key) else {
        return lost(&headers);
    };
    if is_over(&payment) {
        return finish::page(&world, &payment, &headers);
    }
    let posted = form.map(|Form(posted)| posted).unwrap_or_default();
    let choice = posted.choice(&payment);
    match next(&world, &payment, &posted, choice.clone()) {
        None => draw(&world, &payment, &headers, steps::first),
        Some(Next::Show(choice, wrong)) => draw(&world, &payment, &headers, |scene| {
            steps::authenticate(scene, &choice, wrong)
        }),
        Some(Next::Play(outcome)) => {
            end(&world, &payment, outcome, choice).await;
            let payment = find(&world, &key).unwrap_or(payment);
            finish::page(&world, &payment, &headers)
        }
    }
}

/// The SDK saw that the popup is gone: the shopper cancelled, unless it had ended already.
pub async fn popup_closed(state: State<Arc<World>>, path: Path<String>) -> Response {
    if let Some(payment) = find(&state, &path).filter(|payment| !is_over(payment)) {
        end(
            &state,
            &payment,
            Outcome::CancelledByUser,
            Choice::default(),
        )
        .await;
    }
    finish::told(state, path).await
}

fn next(world: &World, payment: &Payment, posted: &Posted, choice: Choice) -> Option<Next> {
    if let Some(outcome) = posted.outcome.as_deref().and_then(Outcome::parse) {
        return Some(Next::Play(outcome));
    }
    match posted.step.as_deref()? {
        "password" => Some(Next::Show(choice, None)),
        "simple_pay" => Some(check_password(world, payment, posted, choice)),
        "pay" => Some(Next::Play(Outcome::Paid)),
        "issue" => Some(Next::Play(Outcome::Vbank)),
        _ => None,
    }
}

fn check_password(world: &World, payment: &Payment, posted: &Posted, choice: Choice) -> Next {
    let six_digits =
        posted.password.len() == 6 && posted.password.bytes().all(|byte| byte.is_ascii_digit());
    if six_digits && posted.password != WRONG_PASSWORD {
        return Next::Play(Outcome::Paid);
    }
    match count_wrong_password(world, &payment.imp_uid) {
        TRIES.. => Next::Play(Outcome::WrongPassword),
        times => Next::Show(choice, Some(times)),
    }
}

fn count_wrong_password(world: &World, imp_uid: &str) -> u8 {
    let mut state = world.lock();
    let window = state
        .ledger
        .get_mut(imp_uid)
        .ok()
        .and_then(|payment| payment.window.as_mut());
    window.map_or(0, |window| {
        window.wrong_passwords = window.wrong_passwords.saturating_add(1);
        window.wrong_passwords
    })
}

/// Plays the outcome and keeps what the browser is told; of two clicks at once the first counts.
async fn end(world: &Arc<World>, payment: &Payment, outcome: Outcome, choice: Choice) {
    let told = match play(world, &payment.imp_uid, outcome, choice).await {
        Ok(told) => told,
        Err(refusal) => {
            tracing::info!(imp_uid = %payment.imp_uid, %refusal, "a window was used twice");
            return;
        }
    };
    let mut state = world.lock();
    if let Some(window) = state
        .ledger
        .get_mut(&payment.imp_uid)
        .ok()
        .and_then(|payment| payment.window.as_mut())
    {
        window.told.get_or_insert(told);
    }
}

fn is_over(payment: &Payment) -> bool {
    payment
        .window
        .as_ref()
        .is_some_and(|window| window.told.is_some())
}

fn find(world: &World, key: &str) -> Option<Payment> {
    world.lock().ledger.of_window(key).cloned()
}

fn draw(
    world: &World,
    payment: &Payment,
    headers: &HeaderMap,
    step: impl FnOnce(&Scene<'_>) -> maud::Markup,
) -> Response {
    let merchant_name = world
        .lock()
        .merchant(&payment.merchant)
        .map(|merchant| merchant.name.clone());
    let key = payment
        .window
        .as_ref()
        .map(|window| window.key.as_str())
        .unwrap_or_default();
    let scene = Scene {
        payment,
        merchant_name: merchant_name.as_deref().unwrap_or_default(),
        lang: Lang::choose(payment.asked.language.as_deref(), headers),
        action: &format!("/windows/{key}"),
    };
    assets::html(page::page(&scene, step(&scene)))
}

/// No such window: it was forgotten, or the address is made up.
fn lost(headers: &HeaderMap) -> Response {
    let lang = Lang::of_browser(headers);
    (
        StatusCode::NOT_FOUND,
        assets::html(page::notice(lang, lang.words().closing)),
    )
        .into_response()
}
