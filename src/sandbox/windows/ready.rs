//! The page that the SDK preloads in its iframe. It waits for a request, asks the server for a window
//! and becomes that window, or minds a popup until it ends.

use axum::extract::Path;
use axum::response::Response;
use maud::{DOCTYPE, html};

use super::assets;

pub async fn frame(Path(code): Path<String>) -> Response {
    assets::html(html! {
        (DOCTYPE)
        html lang="ko" {
            head {
                meta charset="utf-8";
                title { "i'mport sandbox" }
                link rel="stylesheet" href="/windows/assets/window.css";
                script src="/windows/assets/frame.js" defer {}
            }
            body class="waiting" data-user-code=(code) { div class="spinner" role="progressbar" aria-label="…" {} }
        }
    })
}
