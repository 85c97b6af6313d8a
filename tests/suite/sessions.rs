//! Who is behind a request: a cookie is made where something is stored, other sites cost nobody theirs, and the next
//! user of a browser reads nothing of the last one's.

use axum::http::{Method, StatusCode};

use crate::support::{
    Browser, Placed, TestShop,
    door::{ADD, HERE, ask, cookie, door, location, text},
    form, imp_uid, on_both_engines,
};

on_both_engines!(
    a_cookie_is_made_where_something_is_stored_and_never_for_another_site,
    a_posted_return_leaves_the_browser_its_cookie,
    a_browser_that_keeps_no_cookies_is_told_so,
    the_next_user_of_a_browser_finds_an_empty_form,
    typed_details_are_forgotten_by_one_click,
);

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
    let url = placed.way_back();
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
        url,
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
        let placed = Placed::read(&answer);
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
