//! The way back from a form that is refused: to the page it came from, whatever the browser tells, and never to another
//! site.

use axum::http::{Method, StatusCode};

use crate::support::{
    Browser, TestShop,
    door::{ADD, HERE, ask, door, location, text},
    on_both_engines,
};

on_both_engines!(
    refused_forms_lead_back_without_a_referer,
    nobody_is_sent_to_another_site,
    a_refused_post_is_answered_with_a_page,
);

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
