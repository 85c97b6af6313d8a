//! What nonsense gets: 4xx with a sentence, nothing stored, nothing blamed on the server.

use reqwest::{Client, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Browser, TestShop, form, on_both_engines};

on_both_engines!(
    quantities_and_products_are_checked,
    forms_that_cannot_be_read_are_refused,
    the_payment_doors_refuse_rubbish,
    other_sites_cannot_act_for_a_shopper,
    a_forged_cookie_is_a_newcomer,
);

async fn quantities_and_products_are_checked(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    for (product, quantity, status) in [
        ("norway-swivel-chair", "0", 422),
        ("norway-swivel-chair", "-1", 422),
        ("norway-swivel-chair", "10000", 422),
        ("norway-swivel-chair", "99999999999999999999", 422),
        ("norway-swivel-chair", "1.5", 422),
        ("norway-swivel-chair", "", 422),
        ("norway-swivel-chair", "one", 422),
        ("no-such-thing", "1", 404),
        ("../../etc/passwd", "1", 404),
        ("a\u{0}b", "1", 404),
        ("", "1", 404),
    ] {
        for function in ["cart/add", "cart/change"] {
            let answer = browser
                .call(function, &[("product", product), ("quantity", quantity)])
                .await;
            assert_eq!(
                answer.status(),
                status,
                "{function} {product:?} {quantity:?}"
            );
        }
    }
    let cart: Value = browser.json("cart", &[]).await;
    assert_eq!(cart["count"], 0);
}

async fn forms_that_cannot_be_read_are_refused(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let seen = browser.seen().await;
    for (field, value, status) in [
        ("name", "", 422),
        ("name", "홍\u{7}길동", 422),
        ("tel", "1234", 422),
        ("email", "nobody", 422),
        ("postcode", "!", 422),
        ("addr1", "", 422),
        ("method", "gold", 422),
        ("agree", "", 422),
        ("seen", "norway-swivel-chair:1:1;1", 409),
        ("seen", "rubbish", 409),
    ] {
        let mut fields = form("card", &seen);
        for entry in fields.iter_mut().filter(|(name, _)| *name == field) {
            entry.1 = value;
        }
        let answer = browser.call("orders/place", &fields).await;
        assert_eq!(answer.status(), status, "{field}={value:?}");
        let body: Value = answer.json().await.unwrap();
        if status == 422 {
            assert_eq!(body["detail"][0]["field"], field, "{body}");
            assert!(
                body["detail"][0]["text"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
        }
    }
    assert_eq!(browser.call("cart/add", &[]).await.status(), 400);
    // The server hangs up on it, so that it gets a connection of its own.
    let huge = "x".repeat(100_000);
    let glutton = Browser::new(shop).await;
    assert_eq!(
        glutton
            .call("cart/add", &[("product", &huge), ("quantity", "1")])
            .await
            .status(),
        413
    );
    assert_eq!(
        browser
            .call("orders/read", &[("order_id", "'; DROP TABLE orders; --")])
            .await
            .status(),
        404
    );
    assert_eq!(
        browser.call("language", &[("lang", "tlh")]).await.status(),
        400
    );
}

async fn the_payment_doors_refuse_rubbish(shop: &TestShop) {
    let http = Client::new();
    let post = |path: &'static str, kind: &'static str, body: &'static [u8]| {
        let request = http
            .post(format!("{}{path}", shop.url))
            .header(header::CONTENT_TYPE, kind)
            .body(body);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(
        post("/payments/complete", "application/json", b"{").await,
        400
    );
    assert_eq!(
        post("/payments/complete", "application/json", b"{\"imp_uid\":5}").await,
        404
    );
    assert_eq!(
        post("/payments/complete", "application/json", b"[]").await,
        400
    );
    assert_eq!(
        post(
            "/payments/complete",
            "application/json",
            b"{\"imp_uid\":\"imp_1\",\"merchant_uid\":\"nope\"}"
        )
        .await,
        404
    );
    assert_eq!(
        post("/payments/webhook", "application/json", b"{").await,
        400
    );
    assert_eq!(
        post(
            "/payments/webhook",
            "application/json",
            b"{\"imp_uid\":\"imp_9\",\"extra\":[1]}"
        )
        .await,
        200
    );
    assert_eq!(
        post(
            "/payments/webhook",
            "application/json",
            b"{\"imp_uid\":\"\\u0000'; --\"}"
        )
        .await,
        200
    );
    assert_eq!(
        post(
            "/payments/webhook",
            "application/x-www-form-urlencoded",
            b"imp_uid=imp_9&status=paid"
        )
        .await,
        200
    );
    assert_eq!(
        post("/payments/confirm", "application/json", b"{").await,
        400
    );
    let asked = http
        .post(format!("{}/payments/confirm", shop.url))
        .json(&json!({ "merchant_uid": "nope", "amount": 1 }));
    let refused = asked.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.json::<Value>().await.unwrap()["reason"].is_string());
    shop.drain().await;
}

async fn other_sites_cannot_act_for_a_shopper(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let request = browser
        .http
        .post(format!("{}/api/cart/add", shop.url))
        .header(header::COOKIE, &browser.cookie);
    let request = request
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://evil.example");
    let answer = request
        .form(&[("product", "brass-bell"), ("quantity", "1")])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(browser.json("cart", &[]).await["count"], 0);
}

async fn a_forged_cookie_is_a_newcomer(shop: &TestShop) {
    let owner = Browser::new(shop).await;
    owner.add("brass-bell", "1").await;
    let mut forged = owner.cookie.clone();
    forged.pop();
    let thief = Browser {
        http: Client::new(),
        base: shop.url.clone(),
        cookie: forged,
    };
    assert_eq!(thief.json("cart", &[]).await["count"], 0);
}
