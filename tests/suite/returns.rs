//! The return address in all its variants: GET and POST, with and without flags, twice, in a strange browser.

use imp_checkout::domain::order::OrderState;
use reqwest::{StatusCode, header};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    every_variant_of_the_query_ends_on_the_order_page,
    a_posted_return_is_a_return,
    another_browser_comes_in_by_the_token,
    a_strange_browser_without_a_token_gets_nothing,
    the_browsers_words_are_escaped,
);

fn path(placed: &Placed, rest: &str) -> String {
    format!(
        "/payments/complete?order={}&merchant_uid={}{rest}",
        placed.order, placed.uid
    )
}

async fn every_variant_of_the_query_ends_on_the_order_page(shop: &TestShop) {
    for flags in [
        "&imp_success=true",
        "&success=true",
        "",
        "&imp_success=false&error_code=F400&error_msg=x",
        "&imp_success=perhaps",
    ] {
        for named in [true, false] {
            let browser = Browser::new(shop).await;
            let placed = browser.place().await;
            let imp = imp_uid(&shop.pay(&placed, "paid").await);
            let imp = if named {
                format!("&imp_uid={imp}")
            } else {
                String::new()
            };
            for _ in 0..2 {
                let answer = browser.get(&path(&placed, &format!("{imp}{flags}"))).await;
                assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{flags} {named}");
                assert_eq!(
                    answer.headers()[header::LOCATION],
                    format!("/orders/{}", placed.order)
                );
            }
            assert_eq!(
                shop.state(&placed.order).await,
                OrderState::Paid,
                "{flags} {named}"
            );
        }
    }
}

async fn a_posted_return_is_a_return(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let url = placed.request["m_redirect_url"].as_str().unwrap();
    // A PG posts from its own origin, and the browser sends no cookie along.
    let posted = browser
        .http
        .post(url)
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://pg.example");
    let answer = posted
        .form(&[
            ("imp_uid", imp.as_str()),
            ("merchant_uid", placed.uid.as_str()),
        ])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(
        answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .contains("token=")
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn another_browser_comes_in_by_the_token(shop: &TestShop) {
    let (first, other) = (Browser::new(shop).await, Browser::new(shop).await);
    let placed = first.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let url = placed.request["m_redirect_url"]
        .as_str()
        .unwrap()
        .replace(&shop.url, "");
    let answer = other
        .get(&format!(
            "{url}&imp_uid={imp}&merchant_uid={}&imp_success=true",
            placed.uid
        ))
        .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let page = other
        .get(answer.headers()[header::LOCATION].to_str().unwrap())
        .await;
    assert_eq!(page.status(), StatusCode::OK);
    let html = page.text().await.unwrap();
    assert!(html.contains("data-stage=\"paid\""));
    assert!(
        !html.contains("홍길동") && !html.contains("gildong@gmail.com"),
        "personal data is masked"
    );
    let elsewhere = first.place().await;
    let (_, token) = url.split_once("token=").unwrap();
    assert_eq!(
        other
            .get(&format!("/orders/{}?token={token}", elsewhere.order))
            .await
            .status(),
        StatusCode::NOT_FOUND
    );
}

async fn a_strange_browser_without_a_token_gets_nothing(shop: &TestShop) {
    let (first, other) = (Browser::new(shop).await, Browser::new(shop).await);
    let placed = first.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let answer = other
        .get(&path(&placed, &format!("&imp_uid={imp}&imp_success=true")))
        .await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        other.get("/payments/complete").await.status(),
        StatusCode::NOT_FOUND
    );
}

async fn the_browsers_words_are_escaped(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let words = "&imp_success=false&error_code=F400&error_msg=%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let answer = browser.get(&path(&placed, words)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let html = browser
        .get(&format!("/orders/{}", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(html.contains("data-stage=\"failed\""));
    assert!(!html.contains("<script>alert(1)"));
}
