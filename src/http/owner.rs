//! Keeps requests apart from each other. Leptos marks a page's reactive owner as the thread's current one and leaves it
//! there when the page waits; a server function that comes to run on that thread then makes its own owner a child of a
//! stranger's page. It would find that shopper's context, lose its own when the page is done, and could lock up the
//! thread if both happen at once. So each request runs under a root of its own, which lives until it is answered.

use axum::{extract::Request, middleware::Next, response::Response};
use leptos::{prelude::Owner, reactive::computed::ScopedFuture};

pub async fn isolate_reactive_owner(request: Request, next: Next) -> Response {
    let root = Owner::new_root(None);
    let answer = root.with(|| ScopedFuture::new(next.run(request)));
    answer.await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::{Router, body::Body, http::StatusCode, middleware, routing::get};
    use leptos::prelude::{provide_context, use_context};
    use tokio::sync::Notify;
    use tokio_util::task::TaskTracker;
    use tower::ServiceExt;

    use super::*;

    #[derive(Clone)]
    struct Secret;

    /// As leptos_axum's handlers do it: a page has a root, a server function asks for whatever owner is current.
    fn router(page_waits: Arc<Notify>, page_goes_on: Arc<Notify>) -> Router {
        let page = move || async move {
            let root = Owner::new_root(None);
            root.with(|| provide_context(Secret));
            page_waits.notify_one();
            page_goes_on.notified().await;
            drop(root);
            StatusCode::OK
        };
        let function = || async {
            let owner = Owner::new();
            match owner.with(use_context::<Secret>) {
                Some(Secret) => StatusCode::CONFLICT,
                None => StatusCode::OK,
            }
        };
        Router::new()
            .route("/page", get(page))
            .route("/function", get(function))
    }

    async fn answer_beside_a_waiting_page(router: Router, page_waits: Arc<Notify>) -> StatusCode {
        let ask = |path: &str| Request::builder().uri(path).body(Body::empty()).unwrap();
        let page = TaskTracker::new().spawn(router.clone().oneshot(ask("/page")));
        page_waits.notified().await;
        let status = router.oneshot(ask("/function")).await.unwrap().status();
        page.abort();
        status
    }

    #[tokio::test]
    async fn a_request_finds_nothing_of_anothers() {
        let (waits, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let bare = router(waits.clone(), goes_on);
        let apart = bare
            .clone()
            .layer(middleware::from_fn(isolate_reactive_owner));
        assert_eq!(
            answer_beside_a_waiting_page(apart, waits.clone()).await,
            StatusCode::OK
        );
        // What this is for: without it, Leptos mixes them up.
        assert_eq!(
            answer_beside_a_waiting_page(bare, waits).await,
            StatusCode::CONFLICT
        );
    }
}
