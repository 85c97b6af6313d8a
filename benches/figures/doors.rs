//! The two doors that i'mport itself knocks at, over HTTP on the loopback: the notice, which is stored durably before
//! it is acknowledged, and confirm_url, which has to answer while a shopper waits.

use std::{net::SocketAddr, sync::Arc};

use imp_checkout::{
    app::PageContext,
    http::{AppState, Csp, router},
};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::json;
use tokio_util::task::TaskTracker;

use crate::{
    stats::{Takes, line},
    store::{Batch, Goods, Store, UNPAID},
    stub::AMOUNT,
};

const FROM: i64 = 1_000_000;
const COUNT: i64 = 4_000;
const AT_ONCE: usize = 8;

async fn serve(store: &Store) -> String {
    let state = AppState {
        shop: store.shop.clone(),
        leptos: LeptosOptions::builder().output_name("imp-checkout").build(),
        page: Arc::new(PageContext::default()),
        csp: Arc::new(Csp::for_live(None)),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        proxies: Default::default(),
        canonical: None,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    TaskTracker::new().spawn(async move { axum::serve(listener, service).await.unwrap() });
    url
}

pub async fn measure(store: &Store) {
    store
        .make(
            &UNPAID,
            Batch {
                from: FROM,
                count: COUNT,
                goods: Goods::Everything,
            },
            i64::MAX,
        )
        .await;
    let (url, http) = (serve(store).await, reqwest::Client::new());
    for (what, path) in [
        ("webhooks acknowledged", "webhook"),
        ("confirm_url answered", "confirm"),
    ] {
        let url = format!("{url}/payments/{path}");
        let takes = Takes::of((FROM..FROM + COUNT).collect(), AT_ONCE, |n| {
            let body = json!({ "imp_uid": format!("imp_{n}"), "merchant_uid": format!("M{n}"), "amount": AMOUNT });
            let request = http.post(&url).json(&body);
            async move { assert_eq!(request.send().await.unwrap().status(), 200) }
        });
        line(&format!("{what}, {AT_ONCE} at once"), takes.await);
    }
    // Nobody works the notices off here, and nobody shall later while something else is measured.
    store
        .run("UPDATE inbox SET state = 'done'".to_owned())
        .await;
}
