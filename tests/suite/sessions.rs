//! Who is behind a request, whatever stands between browser and shop: other sites, other names, proxies, privacy settings.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, Response, StatusCode, header},
};
use imp_checkout::{
    app::PageContext,
    http::{AppState, Csp, Origin, TrustedProxies, router},
};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusBuilder;
use tower::ServiceExt;

use crate::support::{Browser, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(
    a_cookie_is_made_where_something_is_stored_and_never_for_another_site,
    a_posted_return_leaves_the_browser_its_cookie,
    a_browser_that_keeps_no_cookies_is_told_so,
    refused_forms_lead_back_without_a_referer,
    nobody_is_sent_to_another_site,
    one_name_is_canonical,
    without_a_public_url_the_browsers_own_name_is_right,
    a_refused_post_is_answered_with_a_page,
    the_next_user_of_a_browser_finds_an_empty_form,
    typed_details_are_forgotten_by_one_click,
);

/// The shop's routes under settings of their own.
fn door(shop: &TestShop, public_url: Option<&str>, proxies: &str) -> Router {
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
async fn ask(
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

fn cookie(answer: &Response<Body>) -> Option<String> {
    let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().to_owned());
    cookies.find(|cookie| cookie.starts_with("customer="))
}

fn location(answer: &Response<Body>) -> &str {
    answer.headers()[header::LOCATION].to_str().unwrap()
}

async fn text(answer: Response<Body>) -> String {
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

const ADD: &str = "product=brass-bell&quantity=1";
const HERE: (&str, &str) = ("host", "shop.example");

async fn a_cookie_is_made_where_something_is_stored_and_never_for_another_site(shop: &TestShop) {
    let door = door(shop, None, "");
    for path in [
        "/",
        "/cart",
        "/checkout",
        "/orders",
        "/terms",
        "/nothing-there",
        "/orders/20261122-AAAAAAAAAAAA",
    ] {
        let page = ask(&door, Method::GET, path, &[HERE], "").await;
        assert_eq!(cookie(&page), None, "{path} stores nothing");
    }
    let foreign = [
        HERE,
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://pg.example"),
    ];
    for (method, path) in [
        (Method::POST, "/api/cart/add"),
        (Method::POST, "/api/orders/find"),
        (Method::POST, "/nothing-there"),
        (Method::POST, "/payments/complete"),
        (
            Method::GET,
            "/payments/complete?imp_uid=imp_1&merchant_uid=M",
        ),
        (Method::POST, "/payments/webhook"),
        (Method::GET, "/"),
        (Method::GET, "/cart"),
    ] {
        let answer = ask(&door, method.clone(), path, &foreign, ADD).await;
        assert_eq!(cookie(&answer), None, "{method} {path}");
    }
    let added = ask(&door, Method::POST, "/api/cart/add", &[HERE], ADD).await;
    let made = cookie(&added).expect("the cart has to be found again");
    assert!(
        made.contains("HttpOnly") && made.contains("SameSite=Lax") && !made.contains("Secure"),
        "{made}"
    );
    let known = made.split(';').next().unwrap();
    let again = ask(
        &door,
        Method::POST,
        "/api/cart/add",
        &[HERE, ("cookie", known)],
        ADD,
    )
    .await;
    assert_eq!(cookie(&again), None, "the browser has one");
    let refused = ask(
        &door,
        Method::POST,
        "/api/orders/find",
        &[HERE],
        "order_number=x&tel=1",
    )
    .await;
    assert!(
        cookie(&refused).is_some(),
        "what was typed has to be shown again"
    );
}

async fn a_posted_return_leaves_the_browser_its_cookie(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let url = placed.request["m_redirect_url"]
        .as_str()
        .unwrap()
        .replace(&shop.url, "");
    let door = door(shop, None, "");
    // The PG's own form: the Lax cookie stays at home.
    let foreign = [
        HERE,
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://pg.example"),
    ];
    let back = ask(
        &door,
        Method::POST,
        &url,
        &foreign,
        &format!("imp_uid={imp}&merchant_uid={}", placed.uid),
    )
    .await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    assert_eq!(cookie(&back), None);
    // The redirect is a navigation, with the cookie: the page is the owner's again.
    let mine = ask(
        &door,
        Method::GET,
        location(&back),
        &[HERE, ("cookie", &browser.cookie)],
        "",
    )
    .await;
    let page = text(mine).await;
    assert!(page.contains("홍길동") && page.contains("data-stage=\"paid\""));
}

async fn a_browser_that_keeps_no_cookies_is_told_so(shop: &TestShop) {
    let door = door(shop, None, "");
    let added = ask(&door, Method::POST, "/api/cart/add", &[HERE], ADD).await;
    let (to, made) = (location(&added).to_owned(), cookie(&added).unwrap());
    let blocked = text(ask(&door, Method::GET, &to, &[HERE], "").await).await;
    assert!(blocked.contains("쿠키") && blocked.contains("role=\"alert\""));
    let kept = made.split(';').next().unwrap();
    let page = text(ask(&door, Method::GET, &to, &[HERE, ("cookie", kept)], "").await).await;
    assert!(!page.contains("쿠키") && page.contains("data-product=\"brass-bell\""));
    let later = text(ask(&door, Method::GET, "/cart", &[HERE], "").await).await;
    assert!(
        !later.contains("쿠키"),
        "an empty cart says nothing about cookies"
    );
}

async fn refused_forms_lead_back_without_a_referer(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let order = placed.order.as_str();
    let page = format!("/orders/{order}");
    let cancel = format!("order_id={order}&refund_account=none");
    let retry = format!("order_id={order}&method=card");
    let door = door(shop, None, "");
    let cookie = ("cookie", browser.cookie.as_str());
    for (function, form, page) in [
        (
            "cart/add",
            "product=brass-bell&quantity=0&back=/".to_owned(),
            "/",
        ),
        (
            "cart/change",
            "product=brass-bell&quantity=0".to_owned(),
            "/cart",
        ),
        ("cart/remove", "product=%2F&back=/cart".to_owned(), "/cart"),
        ("orders/place", "name=&seen=".to_owned(), "/checkout"),
        ("orders/find", "order_number=&tel=1".to_owned(), "/orders"),
        ("orders/cancel", cancel.clone(), &page),
        ("orders/refund-account", format!("order_id={order}"), &page),
        ("orders/retry", retry.clone(), &page),
        ("language", "lang=tlh&back=/terms".to_owned(), "/terms"),
    ] {
        for referer in [
            &[][..],
            &[("referer", "https://elsewhere.example/x")],
            &[("referer", "no address")],
        ] {
            let headers = [&[HERE, cookie], referer].concat();
            let answer = ask(
                &door,
                Method::POST,
                &format!("/api/{function}"),
                &headers,
                &form,
            )
            .await;
            assert_eq!(answer.status(), StatusCode::FOUND, "{function}");
            let to = location(&answer);
            assert!(
                to.starts_with(&format!("{page}?")) && to.contains("__err="),
                "{function}: {to}"
            );
        }
    }
    // The cancel that could not be read says so on the order's own page.
    let answer = ask(
        &door,
        Method::POST,
        "/api/orders/cancel",
        &[HERE, cookie],
        &cancel,
    )
    .await;
    let told = text(ask(&door, Method::GET, location(&answer), &[HERE, cookie], "").await).await;
    assert!(told.contains("data-page=\"order\"") && told.contains("role=\"alert\""));
}

async fn nobody_is_sent_to_another_site(shop: &TestShop) {
    let door = door(shop, None, "");
    for back in [
        "https://evil.example",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a%0d%0aSet-Cookie:x=y",
    ] {
        let form = serde_urlencoded::to_string([("lang", "en"), ("back", back)]).unwrap();
        let answer = ask(&door, Method::POST, "/api/language", &[HERE], &form).await;
        let to = location(&answer);
        assert!(
            to.starts_with('/') && !to.starts_with("//") && !to.contains("evil"),
            "{back}: {to}"
        );
    }
}

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

async fn a_refused_post_is_answered_with_a_page(shop: &TestShop) {
    let door = door(shop, None, "");
    for (headers, taken) in [
        (
            vec![
                ("host", "shop.example:443"),
                ("origin", "https://shop.example"),
            ],
            true,
        ),
        (
            vec![
                ("host", "shop.example:80"),
                ("origin", "http://shop.example"),
            ],
            true,
        ),
        (
            vec![
                HERE,
                ("origin", "https://shop.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            true,
        ),
        (
            vec![HERE, ("origin", "null"), ("sec-fetch-site", "same-origin")],
            true,
        ),
        (vec![HERE], true),
        (vec![HERE, ("origin", "null")], false),
        (vec![HERE, ("origin", "https://evil.example")], false),
        (vec![HERE, ("sec-fetch-site", "cross-site")], false),
        (
            vec![
                HERE,
                ("sec-fetch-site", "same-site"),
                ("origin", "https://www.shop.example"),
            ],
            false,
        ),
    ] {
        let answer = ask(&door, Method::POST, "/api/cart/add", &headers, ADD).await;
        if taken {
            assert_eq!(answer.status(), StatusCode::FOUND, "{headers:?}");
            continue;
        }
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{headers:?}");
        let page = text(answer).await;
        assert!(
            page.contains("<h1>") && page.contains("role=\"alert\""),
            "{headers:?}: {page}"
        );
    }
    let english = [HERE, ("origin", "null"), ("accept-language", "en")];
    let page = text(ask(&door, Method::POST, "/api/cart/add", &english, ADD).await).await;
    assert!(page.contains("open the shop again"), "{page}");
}

const NAME: &str = "김이전";

async fn typed(browser: &Browser) -> bool {
    let form = &browser.json("checkout", &[]).await["form"];
    form["name"] == NAME
}

async fn the_next_user_of_a_browser_finds_an_empty_form(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let order = async |pays: bool| {
        browser.add("norway-swivel-chair", "1").await;
        let seen = browser.seen().await;
        let mut fields = form("card", &seen);
        fields[0] = ("name", NAME);
        let answer = browser.json("orders/place", &fields).await;
        let placed = crate::support::Placed::read(&answer);
        if pays {
            let imp = imp_uid(&shop.pay(&placed, "paid").await);
            browser.complete(&imp, &placed.uid).await;
        }
        placed
    };
    let placed = order(false).await;
    assert!(typed(&browser).await, "while it helps");
    browser
        .json("cart/remove", &[("product", "norway-swivel-chair")])
        .await;
    assert!(!typed(&browser).await, "an empty cart shows nothing");
    browser.add("norway-swivel-chair", "1").await;
    assert!(typed(&browser).await, "the order can still be paid");
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    browser.add("brass-bell", "1").await;
    assert!(!typed(&browser).await, "the order is done");
    order(true).await;
    assert!(!typed(&browser).await);
}

async fn typed_details_are_forgotten_by_one_click(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let mut fields = form("card", "");
    fields[0] = ("name", NAME);
    assert_eq!(
        browser.call("orders/place", &fields).await.status(),
        StatusCode::CONFLICT
    );
    assert!(typed(&browser).await);
    let page = browser.get("/checkout").await.text().await.unwrap();
    assert!(page.contains("form=\"forget\"") && page.contains("action=\"/api/orders/forget\""));
    browser.call("orders/forget", &[]).await;
    assert!(!typed(&browser).await);
    let page = browser.get("/checkout").await.text().await.unwrap();
    assert!(!page.contains(NAME));
}
