//! The return address in all its variants: GET and POST, with and without flags, twice, in a strange browser.

use imp_checkout::domain::order::OrderState;
use reqwest::{StatusCode, header};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    every_variant_of_the_query_ends_on_the_order_page,
    a_posted_return_is_a_return,
    another_browser_comes_in_by_the_token,
    a_strange_browser_without_a_token_learns_how_the_payment_ended_and_no_more,
    the_browsers_words_are_escaped,
    a_damaged_address_settles_and_tells_what_may_be_told,
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
    let url = placed.way_back();
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
    let token = placed.token();
    assert_eq!(
        other
            .get(&format!("/orders/{}?token={token}", elsewhere.order))
            .await
            .status(),
        StatusCode::NOT_FOUND
    );
}

async fn a_strange_browser_without_a_token_learns_how_the_payment_ended_and_no_more(
    shop: &TestShop,
) {
    let (first, other) = (Browser::new(shop).await, Browser::new(shop).await);
    let placed = first.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let rest = format!("&imp_uid={imp}&imp_success=true");
    for token in ["", "&token=00000000000000000000", "&token=%00"] {
        let answer = other.get(&(path(&placed, &rest) + token)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let page = answer.text().await.unwrap();
        assert!(page.contains("결제가 완료되었습니다") && !page.contains("홍길동"));
        assert!(!page.contains("token="));
        let order = other.get(&format!("/orders/{}", placed.order)).await;
        assert_eq!(order.status(), StatusCode::NOT_FOUND);
    }
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

async fn a_damaged_address_settles_and_tells_what_may_be_told(shop: &TestShop) {
    type Damage = fn(&str, &str, &str) -> String;
    let damages: [(&str, Damage); 8] = [
        ("a second ?", |url, imp, uid| {
            format!("{url}?imp_uid={imp}&merchant_uid={uid}&imp_success=true")
        }),
        ("&amp;", |url, imp, uid| {
            format!(
                "{}&amp;imp_uid={imp}&amp;merchant_uid={uid}",
                url.replace('&', "&amp;")
            )
        }),
        ("the token cut off", |url, imp, uid| {
            format!("{}&imp_uid={imp}&merchant_uid={uid}", &url[..url.len() - 5])
        }),
        ("no order, no token", |_, imp, uid| {
            format!("/payments/complete?imp_uid={imp}&merchant_uid={uid}")
        }),
        ("no imp_uid", |_, _, uid| {
            format!("/payments/complete?merchant_uid={uid}&imp_success=true")
        }),
        ("a strange order", |_, imp, uid| {
            format!("/payments/complete?order=%3Cb%3E&imp_uid={imp}&merchant_uid={uid}")
        }),
        ("a line end", |url, imp, uid| {
            format!("{url}&imp_uid={imp}%0D%0A&merchant_uid={uid}%20")
        }),
        ("two slashes", |url, imp, uid| {
            format!("/{url}&imp_uid={imp}&merchant_uid={uid}")
        }),
    ];
    for (what, damage) in damages {
        for knows in [true, false] {
            let owner = Browser::new(shop).await;
            let placed = owner.place().await;
            let imp = imp_uid(&shop.pay(&placed, "paid").await);
            let path = damage(placed.way_back(), &imp, &placed.uid);
            let back = if knows {
                owner.clone()
            } else {
                Browser::new(shop).await
            };
            let answer = back.get(&path).await;
            assert_eq!(
                shop.state(&placed.order).await,
                OrderState::Paid,
                "{what}: settled"
            );
            if answer.status() == StatusCode::SEE_OTHER {
                let to = answer.headers()[header::LOCATION]
                    .to_str()
                    .unwrap()
                    .to_owned();
                let page = back.get(&to).await.text().await.unwrap();
                assert!(page.contains("data-stage=\"paid\""), "{what} {knows}");
                assert_eq!(page.contains("홍길동"), knows, "{what}");
                continue;
            }
            assert!(!knows, "{what}: {}", answer.status());
            assert_eq!(answer.status(), StatusCode::OK, "{what}");
            let page = answer.text().await.unwrap();
            assert!(
                page.contains(placed.order.as_str()) && page.contains("결제가 완료되었습니다"),
                "{what}: {page}"
            );
            assert!(
                !page.contains("홍길동") && !page.contains("token="),
                "{what}"
            );
        }
    }
    // Who names no attempt learns nothing.
    let placed = Browser::new(shop).await.place().await;
    let stranger = Browser::new(shop).await;
    for path in [
        format!("/payments/complete?order={}", placed.order),
        "/payments/complete?merchant_uid=M".to_owned(),
        "/payments/complete".to_owned(),
    ] {
        assert_eq!(
            stranger.get(&path).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
