//! The shop's routes as a proxy or a browser reaches them, header by header, without a port between.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, Response, header},
};
use imp_checkout::{
    app::PageContext,
    http::{AppState, Csp, Origin, TrustedProxies, router},
};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusBuilder;
use tower::ServiceExt;

use super::shop::TestShop;

pub const ADD: &str = "product=brass-bell&quantity=1";
pub const HERE: (&str, &str) = ("host", "shop.example");

/// The shop's routes under settings of their own.
pub fn door(shop: &TestShop, public_url: Option<&str>, proxies: &str) -> Router {
    router(AppState {
        shop: shop.shop.clone(),
        leptos: LeptosOptions::builder().output_name("imp-checkout").build(),
        page: Arc::new(PageContext::default()),
        csp: Arc::new(Csp::for_sandbox(&shop.sandbox, None)),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        proxies: proxies.parse::<TrustedProxies>().unwrap(),
        canonical: public_url.map(|url| Origin::parse(url).unwrap()),
    })
}

/// A request with these headers, as a browser sends a page or a plain form.
pub async fn ask(
    door: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    form: &str,
) -> Response<Body> {
    let mut request = Request::builder()
        .method(method.clone())
        .uri(path)
        .extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4711))))
        .header(header::ACCEPT, "text/html");
    if method == Method::POST {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(form.to_owned())).unwrap();
    door.clone().oneshot(request).await.unwrap()
}

pub fn cookie(answer: &Response<Body>) -> Option<String> {
    let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().to_owned());
    cookies.find(|cookie| cookie.contains("customer="))
}

pub fn location(answer: &Response<Body>) -> &str {
    answer.headers()[header::LOCATION].to_str().unwrap()
}

pub async fn text(answer: Response<Body>) -> String {
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}
