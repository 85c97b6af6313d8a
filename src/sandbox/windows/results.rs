//! i'mport's own result pages, where a redirect ends when the shop gave no `m_redirect_url`,
//! and the receipt that a payment's `receipt_url` leads to.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use url::form_urlencoded::Serializer;

use crate::sandbox::clock::Moment;
use crate::sandbox::ledger::{Payment, Told};
use crate::sandbox::world::World;

use super::assets;
use super::page::{head, notice};
use super::words::Lang;

/// The result page for this end, with the query that mobile apps listen for.
pub fn address(payment: &Payment, told: &Told) -> String {
    let mut query = Serializer::new(String::new());
    query
        .append_pair("imp_uid", &payment.imp_uid)
        .append_pair("merchant_uid", &payment.asked.merchant_uid);
    let page = match told {
        Told::Success if payment.vbank().is_some() => "vbank",
        Told::Success => {
            query.append_pair("success", "true");
            "success"
        }
        Told::Failure { message, .. } => {
            query
                .append_pair("success", "false")
                .append_pair("error_msg", message);
            "fail"
        }
        Told::Nothing => "fail",
    };
    format!("/payments/{page}?{}", query.finish())
}

pub async fn success(headers: HeaderMap) -> Response {
    result(
        &headers,
        "결제가 완료되었습니다.",
        "The payment is complete.",
    )
}

pub async fn fail(headers: HeaderMap) -> Response {
    result(&headers, "결제에 실패하였습니다.", "The payment failed.")
}

pub async fn vbank(headers: HeaderMap) -> Response {
    result(
        &headers,
        "가상계좌가 발급되었습니다.",
        "A virtual account was issued.",
    )
}

fn result(headers: &HeaderMap, korean: &str, english: &str) -> Response {
    let lang = Lang::of_browser(headers);
    assets::html(notice(
        lang,
        if lang == Lang::Ko { korean } else { english },
    ))
}

/// The receipt of a payment that was approved.
pub async fn slip(
    State(world): State<Arc<World>>,
    Path(imp_uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    let lang = Lang::of_browser(&headers);
    let found = world
        .lock()
        .ledger
        .get(&imp_uid)
        .filter(|payment| payment.was_approved())
        .cloned();
    match found {
        Some(payment) => assets::html(receipt(&payment, lang)),
        None => (StatusCode::NOT_FOUND, assets::html(notice(lang, "-"))).into_response(),
    }
}

fn receipt(payment: &Payment, lang: Lang) -> Markup {
    let words = lang.words();
    let title = if lang == Lang::Ko {
        "매출전표"
    } else {
        "Receipt"
    };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head(title))
            body {
                main class="window" {
                    header class="top" { h1 { (title) } span class="mark" { "SANDBOX" } }
                    dl class="summary" {
                        div { dt { (words.product) } dd { (payment.asked.name.as_deref().unwrap_or("-")) } }
                        div { dt { (words.amount) } dd { (payment.amount.display(&payment.currency)) } }
                        div { dt { "imp_uid" } dd { (payment.imp_uid) } }
                        div { dt { "merchant_uid" } dd { (payment.asked.merchant_uid) } }
                        div { dt { "paid_at" } dd { (payment.paid_at.map(Moment::kst).unwrap_or_default()) } }
                        div { dt { "cancel_amount" } dd { (payment.cancelled_amount().display(&payment.currency)) } }
                    }
                }
            }
        }
    }
}
