//! One payment: its story, what may be done to it, its webhooks, and the record that REST answers.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::sandbox::api::{Fields, Reply};
use crate::sandbox::console::deeds;
use crate::sandbox::ledger::{Payment, Refusal, Status};
use crate::sandbox::rest::wire;
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::webhooks;
use super::words;

pub async fn page(
    State(world): State<Arc<World>>,
    Path(imp_uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    let state = world.lock();
    let Some(payment) = state.ledger.get(&imp_uid) else {
        return layout::complaint(&headers, Tab::Payments, &Refusal::NoSuchPayment.to_string());
    };
    let record =
        serde_json::to_string_pretty(&wire::payment(payment, &world.url)).unwrap_or_default();
    layout::render(&headers, Tab::Payments, |lang| {
        let words = words::of(lang);
        html! {
            h1 { (payment.imp_uid) " " span class={ "status " (payment.status.wire()) } { (words::status(lang, payment.status)) } }
            p { (payment.asked.merchant_uid) " · " (payment.amount.display(&payment.currency)) }
            (deeds(lang, payment))
            h2 { (words.story) }
            ol class="story" { @for line in &payment.story { li { time { (line.at.kst()) } " " (line.text) } } }
            h2 { (words.webhooks) }
            (webhooks::table(lang, state.webhooks.of_payment(&imp_uid)))
            h2 { (words.record) }
            pre tabindex="0" { (record) }
        }
    })
}

/// The buttons that the payment's state allows.
fn deeds(lang: Lang, payment: &Payment) -> Markup {
    let words = words::of(lang);
    let awaits_deposit = payment.status == Status::Ready && payment.vbank().is_some();
    let open =
        matches!(payment.status, Status::Ready | Status::Failed) && payment.vbank().is_none();
    let cancellable = payment.was_approved() && !payment.remaining().is_zero();
    html! {
        div class="deeds" {
            @if awaits_deposit {
                form method="post" action=(address(payment, "deposit")) {
                    label { (words.deposit_other) " " input name="amount" inputmode="decimal" value=(payment.amount); }
                    button { (words.deposit) }
                }
                form method="post" action=(address(payment, "expire")) { button { (words.expire) } }
            }
            @if cancellable {
                form method="post" action=(address(payment, "cancel")) {
                    label { (words.amount) " " input name="amount" inputmode="decimal" value=(payment.remaining()); }
                    label { (words.reason) " " input name="reason"; }
                    button { (words.cancel) }
                }
            }
            @if open { form method="post" action=(address(payment, "approve_late")) { button { (words.approve_late) } } }
            @if payment.webhook_used {
                form method="post" action=(address(payment, "resend_webhook")) { button { (words.resend) } }
            }
        }
    }
}

fn address(payment: &Payment, action: &str) -> String {
    format!("/console/payments/{}/{action}", payment.imp_uid)
}

pub async fn act(
    State(world): State<Arc<World>>,
    Path((imp_uid, action)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let given = form
        .into_iter()
        .map(|(key, value)| (key, Value::String(value)))
        .collect::<Map<_, _>>();
    match deeds::act(&world, &imp_uid, &action, &Fields::from(given)) {
        Ok(()) => Redirect::to(&format!("/console/payments/{imp_uid}")).into_response(),
        Err(reply) => layout::complaint(&headers, Tab::Payments, sentence(&reply)),
    }
}

/// Why not, in the envelope's words.
pub fn sentence(reply: &Reply) -> &str {
    reply.message().unwrap_or_default()
}
