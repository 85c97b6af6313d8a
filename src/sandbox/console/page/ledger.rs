//! The ledger: the newest payments of a merchant, searchable by either id.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use crate::sandbox::ledger::Payment;
use crate::sandbox::merchant::{DEFAULT_CODE, Merchant};
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::words;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    merchant: Option<String>,
    q: String,
}

const SHOWN: usize = 200;

pub async fn page(
    State(world): State<Arc<World>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let code = asked.merchant.as_deref().unwrap_or(DEFAULT_CODE);
    let wanted = asked.q.trim();
    let fits = |payment: &&Payment| {
        wanted.is_empty()
            || payment.imp_uid == wanted
            || payment.asked.merchant_uid.contains(wanted)
    };
    let state = world.lock();
    let payments: Vec<&Payment> = state
        .ledger
        .of_merchant(code)
        .filter(fits)
        .take(SHOWN)
        .collect();
    layout::render(&headers, Tab::Payments, |lang| {
        html! {
            (search(lang, &state.merchants, code, wanted))
            @if payments.is_empty() { p { (words::of(lang).nothing) } } @else { (table(lang, &payments)) }
        }
    })
}

fn search(lang: Lang, merchants: &[Merchant], code: &str, wanted: &str) -> Markup {
    let words = words::of(lang);
    html! {
        h1 { (words.payments) }
        form method="get" action="/console" class="inline" role="search" {
            select name="merchant" aria-label="merchant" {
                @for book in merchants.iter().flat_map(Merchant::books) {
                    option value=(book) selected[book == code] { (book) }
                }
            }
            input type="search" name="q" value=(wanted) aria-label="imp_uid, merchant_uid" placeholder="imp_uid, merchant_uid";
            button { (words.find) }
        }
    }
}

fn table(lang: Lang, payments: &[&Payment]) -> Markup {
    let words = words::of(lang);
    html! {
        div class="scroll" {
            table {
                thead {
                    tr {
                        th { "imp_uid" } th { (words.order) } th { (words.status) } th { (words.method) }
                        th class="number" { (words.amount) } th class="number" { (words.cancelled) } th { (words.when) }
                    }
                }
                tbody { @for payment in payments { (row(lang, payment)) } }
            }
        }
    }
}

fn row(lang: Lang, payment: &Payment) -> Markup {
    let method = payment
        .pay_method
        .as_deref()
        .unwrap_or(&payment.asked.pay_method);
    html! {
        tr {
            td { a href={ "/console/payments/" (payment.imp_uid) } { (payment.imp_uid) } }
            td { (payment.asked.merchant_uid) }
            td { span class={ "status " (payment.status.wire()) } { (words::status(lang, payment.status)) } }
            td { (payment.channel.pg_provider) " · " (method) }
            td class="number" { (payment.amount.display(&payment.currency)) }
            td class="number" { (payment.cancelled_amount().display(&payment.currency)) }
            td { (payment.started_at.kst()) }
        }
    }
}
