//! Under which name the shop is reached: one is canonical, and where none is set the browser's own is right.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use tower::ServiceExt;

use crate::support::{
    Browser, TestShop,
    door::{ADD, HERE, ask, cookie, door, text},
    form, on_both_engines,
};

on_both_engines!(
    one_name_is_canonical,
    without_a_public_url_the_browsers_own_name_is_right,
);

async fn one_name_is_canonical(shop: &TestShop) {
    let door = door(shop, Some("https://shop.example"), "1");
    let by = |proto: &'static str| ("x-forwarded-proto", proto);
    for (path, host, proto, goes) in [
        (
            "/cart?a=1",
            "www.shop.example",
            by("https"),
            Some("https://shop.example/cart?a=1"),
        ),
        (
            "/",
            "shop.example",
            by("http"),
            Some("https://shop.example/"),
        ),
        ("/", "SHOP.example:443", by("https"), None),
        ("/", "shop.example", by("https"), None),
        (
            "/orders/x?token=y",
            "evil.example",
            by("https"),
            Some("https://shop.example/orders/x?token=y"),
        ),
        (
            "//evil.example/x",
            "www.shop.example",
            by("https"),
            Some("https://shop.example/evil.example/x"),
        ),
        // A proxy that does not pass the name on is not sent in circles.
        ("/", "10.0.0.9:3000", by("https"), None),
        ("/", "node1:3000", by("https"), None),
        // Health and news are taken under any name.
        ("/healthz", "www.shop.example", by("http"), None),
        ("/metrics", "www.shop.example", by("http"), None),
        ("/payments/complete", "www.shop.example", by("http"), None),
    ] {
        let answer = ask(&door, Method::GET, path, &[("host", host), proto], "").await;
        let to = answer
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap());
        assert_eq!(to, goes, "{host}{path}");
        assert!(
            goes.is_none() || answer.status() == StatusCode::PERMANENT_REDIRECT,
            "{host}{path}"
        );
    }
    let webhook = ask(
        &door,
        Method::POST,
        "/payments/webhook",
        &[("host", "www.shop.example")],
        "imp_uid=imp_1",
    )
    .await;
    assert_eq!(webhook.status(), StatusCode::OK);
    let form = ask(
        &door,
        Method::POST,
        "/api/cart/add",
        &[("host", "www.shop.example")],
        ADD,
    )
    .await;
    assert_eq!(
        form.status(),
        StatusCode::PERMANENT_REDIRECT,
        "a form keeps its fields"
    );
    let added = ask(&door, Method::POST, "/api/cart/add", &[HERE], ADD).await;
    assert!(cookie(&added).unwrap().contains("Secure"));
    // The proxy passes no name: what the browser says of its own page is right all the same.
    let own = [
        ("host", "10.0.0.9:3000"),
        ("origin", "https://shop.example"),
    ];
    assert_eq!(
        ask(&door, Method::POST, "/api/cart/add", &own, ADD)
            .await
            .status(),
        StatusCode::FOUND
    );
}

async fn without_a_public_url_the_browsers_own_name_is_right(shop: &TestShop) {
    let door = door(shop, None, "");
    for (host, origin, returns_to) in [
        (
            "192.168.0.7:3000",
            "http://192.168.0.7:3000",
            "http://192.168.0.7:3000",
        ),
        (
            "my-shop.local",
            "https://my-shop.local",
            "https://my-shop.local",
        ),
        ("other.example", "", "http://other.example"),
    ] {
        let browser = Browser::new(shop).await;
        browser.add("norway-swivel-chair", "1").await;
        let body = serde_urlencoded::to_string(form("card", &browser.seen().await)).unwrap();
        let mut headers = vec![
            ("host", host),
            ("cookie", browser.cookie.as_str()),
            ("accept", "application/json"),
        ];
        if !origin.is_empty() {
            headers.push(("origin", origin));
        }
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/api/orders/place")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = door
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let placed: serde_json::Value = serde_json::from_str(&text(answer).await).unwrap();
        let url = placed["request"]["m_redirect_url"].as_str().unwrap();
        assert!(
            url.starts_with(&format!("{returns_to}/payments/complete?")),
            "{url}"
        );
    }
}
