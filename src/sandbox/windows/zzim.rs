//! Naver's wish list, which `IMP.naver_zzim` opens: it shows what was put there, and nothing more.

use axum::extract::RawQuery;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{DOCTYPE, html};
use url::form_urlencoded;

use super::assets;
use super::page::head;
use super::words::Lang;

/// The page is a picture of a list, not a list.
const MOST: usize = 50;

pub async fn page(RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let products = form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == "product")
        .take(MOST);
    let lang = Lang::of_browser(&headers);
    let title = if lang == Lang::Ko {
        "네이버 찜"
    } else {
        "Naver wish list"
    };
    assets::html(html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head(title))
            body {
                main class="window" {
                    header class="top" { h1 { (title) } span class="mark" { "SANDBOX" } }
                    ul class="step" { @for (_, product) in products { li { (product) } } }
                }
            }
        }
    })
}
