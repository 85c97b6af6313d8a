//! Finding an order without its browser: by number and phone, with one answer for whatever does not fit.

use reqwest::{StatusCode, header};
use serde_json::Value;

use crate::support::{Browser, Placed, TestShop, on_both_engines};

on_both_engines!(
    number_and_phone_open_the_masked_page,
    what_does_not_fit_has_one_answer,
    an_order_is_not_guessed_at,
    an_address_does_not_guess,
    a_plain_form_is_sent_on,
);

const TEL: &str = "010-4242-4242";

async fn find(browser: &Browser, number: &str, tel: &str) -> (StatusCode, Value) {
    let answer = browser
        .call("orders/find", &[("order_number", number), ("tel", tel)])
        .await;
    (answer.status(), answer.json().await.unwrap())
}

/// An order of somebody, and somebody else.
async fn placed(shop: &TestShop) -> (Placed, Browser) {
    (
        Browser::new(shop).await.place().await,
        Browser::new(shop).await,
    )
}

async fn number_and_phone_open_the_masked_page(shop: &TestShop) {
    let (order, guest) = placed(shop).await;
    let number = order.order.as_str();
    for (number, tel) in [
        (number.to_owned(), TEL),
        (format!(" {} ", number.to_lowercase()), "+82 10 4242 4242"),
    ] {
        let (status, url) = find(&guest, &number, tel).await;
        assert_eq!(status, StatusCode::OK, "{url}");
        let page = guest.get(url.as_str().unwrap()).await.text().await.unwrap();
        assert!(
            page.contains(order.order.as_str())
                && page.contains("010-****-4242")
                && !page.contains(TEL)
        );
    }
}

async fn what_does_not_fit_has_one_answer(shop: &TestShop) {
    let (order, guest) = placed(shop).await;
    let wrong_phone = find(&guest, order.order.as_str(), "010-4242-4243").await;
    let no_such_order = find(&guest, "20261122-000000000000", TEL).await;
    let no_number = find(&guest, "../../etc", TEL).await;
    assert_eq!(wrong_phone.0, StatusCode::NOT_FOUND);
    assert_eq!(wrong_phone, no_such_order);
    assert_eq!(wrong_phone, no_number);
    assert_eq!(
        find(&guest, "", "").await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

async fn an_order_is_not_guessed_at(shop: &TestShop) {
    let (order, guest) = placed(shop).await;
    let (known, unknown) = (order.order.as_str(), "20261122-000000000000");
    shop.at_the_start_of_a_window(600);
    for number in [known, unknown] {
        for guess in 0..5 {
            assert_eq!(
                find(&guest, number, &format!("010-1000-000{guess}"))
                    .await
                    .0,
                StatusCode::NOT_FOUND
            );
        }
        assert_eq!(
            find(&guest, number, "010-1000-0009").await.0,
            StatusCode::TOO_MANY_REQUESTS,
            "{number}"
        );
        let right = find(&guest, number, TEL).await.0;
        let found = number == known;
        assert_eq!(right == StatusCode::OK, found, "guesses keep no buyer away");
        assert_eq!(right == StatusCode::TOO_MANY_REQUESTS, !found, "{number}");
    }
    shop.clock.advance_seconds(600);
    assert_eq!(find(&guest, known, TEL).await.0, StatusCode::OK);
    assert_eq!(
        shop.rows("guest_tries").await,
        2,
        "what has ended is forgotten"
    );
}

async fn an_address_does_not_guess(shop: &TestShop) {
    let (order, guest) = placed(shop).await;
    shop.at_the_start_of_a_window(600);
    for guess in 0..30 {
        assert_eq!(
            find(&guest, &format!("20261122-{guess}"), TEL).await.0,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(
        find(&guest, order.order.as_str(), TEL).await.0,
        StatusCode::TOO_MANY_REQUESTS
    );
    let other = Browser::new(shop).await;
    assert_eq!(
        find(&other, order.order.as_str(), TEL).await.0,
        StatusCode::TOO_MANY_REQUESTS,
        "a cookie is nobody"
    );
}

async fn a_plain_form_is_sent_on(shop: &TestShop) {
    let (order, guest) = placed(shop).await;
    let post = |tel: &'static str| {
        let request = guest
            .http
            .post(format!("{}/api/orders/find", shop.url))
            .header(header::ACCEPT, "text/html");
        let request = request.header(header::REFERER, format!("{}/orders", shop.url));
        let fields = [
            ("order_number", order.order.to_string()),
            ("tel", tel.to_owned()),
        ];
        async move { request.form(&fields).send().await.unwrap() }
    };
    let found = post(TEL).await;
    let way = found.headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        found.status() == StatusCode::FOUND
            && way.starts_with(&format!("/orders/{}?token=", order.order)),
        "{way}"
    );
    let refused = post("010-9999-9999").await;
    let back = refused.headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned();
    let path = back.strip_prefix(&shop.url).unwrap_or(&back);
    assert!(path.starts_with("/orders?"), "{back}");
    let page = guest.get(path).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.text().await.unwrap().contains("찾지 못했습니다"));
}
