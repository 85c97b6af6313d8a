//! What an unpaid order holds: it is its own browser's to have, and nobody's for ever.

use imp_checkout::domain::{ids::ImpUid, order::OrderState};
use reqwest::StatusCode;
use serde_json::json;

use crate::support::{Browser, Placed, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(
    nobody_is_locked_out_by_an_order_of_their_own,
    an_order_that_may_be_paid_gives_nothing_away,
    an_order_that_was_paid_in_secret_is_not_given_up,
    late_money_for_an_order_that_gave_way_is_not_lost,
    an_unpaid_order_can_be_called_off,
    trying_again_does_not_hold_goods_for_ever,
    an_approval_does_not_hold_goods_for_ever,
    a_hundred_presses_leave_one_order_holding,
);

/// A rare piece and something beside it.
async fn rare(shop: &TestShop, pieces: i64) -> Browser {
    shop.sell(&[("rare".to_owned(), pieces), ("other".to_owned(), 50)])
        .await;
    Browser::new(shop).await
}

async fn place(browser: &Browser) -> (StatusCode, serde_json::Value) {
    let seen = browser.seen().await;
    let answer = browser.call("orders/place", &form("card", &seen)).await;
    (answer.status(), answer.json().await.unwrap())
}

async fn nobody_is_locked_out_by_an_order_of_their_own(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    browser.add("other", "2").await;
    let first = Placed::read(&place(&browser).await.1);
    assert_eq!(shop.available("rare").await, 0);
    // The window is closed, and the cart changed: everywhere the piece is there for this browser.
    let cart = browser.json("cart/remove", &[("product", "other")]).await;
    assert_eq!(cart["lines"][0]["available"], 1);
    let page = browser.get("/cart").await.text().await.unwrap();
    assert!(!page.contains("품절"), "{page}");
    let page = browser.get("/").await.text().await.unwrap();
    assert!(
        !page.contains("class=\"sold-out\""),
        "it is not sold out to its holder"
    );
    let stranger = Browser::new(shop)
        .await
        .get("/")
        .await
        .text()
        .await
        .unwrap();
    assert!(
        stranger.contains("class=\"sold-out\""),
        "to everybody else it is"
    );
    for (function, quantity, status) in [
        ("cart/change", "1", 200),
        ("cart/change", "2", 409),
        ("cart/add", "2", 409),
    ] {
        let answer = browser
            .call(function, &[("product", "rare"), ("quantity", quantity)])
            .await;
        assert_eq!(answer.status(), status, "{function} {quantity}");
    }
    let (status, answer) = place(&browser).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let second = Placed::read(&answer);
    assert_ne!(first.order, second.order);
    assert_eq!(shop.state(&first.order).await, OrderState::Expired);
    assert_eq!(
        (shop.available("rare").await, shop.available("other").await),
        (0, 50)
    );
    let confirm = |placed: &Placed| {
        let body = json!({ "imp_uid": "imp_1", "merchant_uid": placed.uid, "amount": placed.request["amount"] });
        browser
            .http
            .post(format!("{}/payments/confirm", shop.url))
            .json(&body)
            .send()
    };
    assert_eq!(
        confirm(&first).await.unwrap().status(),
        StatusCode::CONFLICT
    );
    assert_eq!(confirm(&second).await.unwrap().status(), StatusCode::OK);
    let imp = imp_uid(&shop.pay(&second, "paid").await);
    assert_eq!(browser.complete(&imp, &second.uid).await.0, 200);
    // Another browser has no part in it.
    let other = Browser::new(shop).await;
    let answer = other
        .call("cart/add", &[("product", "rare"), ("quantity", "1")])
        .await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
}

async fn an_order_that_may_be_paid_gives_nothing_away(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    browser.add("other", "1").await;
    let first = Placed::read(&place(&browser).await.1);
    // The window says that it was paid, and i'mport does not know yet.
    let told = [
        ("order_id", first.order.as_str()),
        ("merchant_uid", &first.uid),
        ("claims_success", "true"),
    ];
    let stage = browser.json("orders/complete", &told).await;
    assert_eq!(stage["stage"], "confirming");
    browser.json("cart/remove", &[("product", "other")]).await;
    assert_eq!(place(&browser).await.0, StatusCode::CONFLICT);
    assert_eq!(shop.state(&first.order).await, OrderState::AwaitingPayment);
    assert_eq!(shop.available("rare").await, 0);
}

/// Paid a moment ago, and nobody has told us yet: i'mport is asked before anything is given up.
async fn an_order_that_was_paid_in_secret_is_not_given_up(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    browser.add("other", "1").await;
    let first = Placed::read(&place(&browser).await.1);
    shop.pay(&first, "paid").await;
    browser.json("cart/remove", &[("product", "other")]).await;
    assert_eq!(place(&browser).await.0, StatusCode::CONFLICT);
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
}

async fn late_money_for_an_order_that_gave_way_is_not_lost(shop: &TestShop) {
    shop.sell(&[
        ("two".to_owned(), 2),
        ("one".to_owned(), 1),
        ("other".to_owned(), 50),
    ])
    .await;
    for (product, ends) in [("two", OrderState::Paid), ("one", OrderState::Disputed)] {
        let browser = Browser::new(shop).await;
        browser.add(product, "1").await;
        browser.add("other", "1").await;
        let first = Placed::read(&place(&browser).await.1);
        browser.json("cart/remove", &[("product", "other")]).await;
        let second = Placed::read(&place(&browser).await.1);
        // The old window, in another tab, is paid all the same.
        let imp = imp_uid(&shop.pay(&first, "paid").await);
        browser.complete(&imp, &first.uid).await;
        shop.drain().await;
        assert_eq!(shop.state(&first.order).await, ends, "{product}");
        let seen = shop
            .shop
            .iamport()
            .payment(&ImpUid::parse(&imp).unwrap())
            .await
            .unwrap();
        assert_eq!(
            seen.left().is_zero(),
            ends == OrderState::Disputed,
            "{product}: money without goods goes back"
        );
        let imp = imp_uid(&shop.pay(&second, "paid").await);
        assert_eq!(browser.complete(&imp, &second.uid).await.0, 200);
        assert_eq!(shop.state(&second.order).await, OrderState::Paid);
        assert_eq!(shop.available(product).await, 0);
    }
}

async fn an_unpaid_order_can_be_called_off(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    let placed = Placed::read(&place(&browser).await.1);
    let order = placed.order.as_str();
    let page = browser
        .get(&format!("/orders/{order}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("?cancel=yes"), "the way out is on the page");
    let unconfirmed = browser.call("orders/cancel", &[("order_id", order)]).await;
    assert_eq!(unconfirmed.status(), 422);
    let token = placed.token();
    let stranger = Browser::new(shop).await;
    let foreign = stranger
        .call(
            "orders/cancel",
            &[("order_id", order), ("token", token), ("confirm", "yes")],
        )
        .await;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    let answer = browser
        .json("orders/cancel", &[("order_id", order), ("confirm", "yes")])
        .await;
    assert_eq!(answer["stage"], "called_off");
    assert_eq!(shop.available("rare").await, 1);
    // Money that comes all the same goes back.
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Expired);
    assert_eq!(shop.available("rare").await, 1);
}

async fn trying_again_does_not_hold_goods_for_ever(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    let placed = Placed::read(&place(&browser).await.1);
    let again = [
        ("order_id", placed.order.as_str()),
        ("method", "card"),
        ("agree", "on"),
    ];
    let mut tries = 0;
    while browser.call("orders/retry", &again).await.status() == StatusCode::OK {
        tries += 1;
        shop.clock.advance_seconds(600);
        shop.drain().await;
        assert!(
            tries < 20,
            "a try every ten minutes holds the piece for ever"
        );
    }
    assert!((5..=7).contains(&tries), "{tries} tries in an hour");
    shop.clock.advance_seconds(60);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Expired);
    assert_eq!(shop.available("rare").await, 1);
}

async fn an_approval_does_not_hold_goods_for_ever(shop: &TestShop) {
    let browser = rare(shop, 1).await;
    browser.add("rare", "1").await;
    let placed = Placed::read(&place(&browser).await.1);
    let body = json!({ "imp_uid": "imp_1", "merchant_uid": placed.uid, "amount": placed.request["amount"] });
    for minutes in 0..120 {
        let asked = browser
            .http
            .post(format!("{}/payments/confirm", shop.url))
            .json(&body);
        if asked.send().await.unwrap().status() != StatusCode::OK {
            assert!((60..=75).contains(&minutes), "{minutes} minutes");
            return;
        }
        shop.clock.advance_seconds(60);
        shop.drain().await;
    }
    panic!("whoever asks every minute holds the piece for ever");
}

async fn a_hundred_presses_leave_one_order_holding(shop: &TestShop) {
    let browser = rare(shop, 3).await;
    browser.add("rare", "3").await;
    for quantity in ["1", "2", "3"].iter().cycle().take(12) {
        browser
            .json(
                "cart/change",
                &[("product", "rare"), ("quantity", quantity)],
            )
            .await;
        let (status, answer) = place(&browser).await;
        assert_eq!(status, StatusCode::OK, "{quantity}: {answer}");
        assert!(shop.available("rare").await >= 0);
    }
    // Many at once, too.
    let seen = browser.seen().await;
    let presses = (0..8).map(|_| {
        let browser = browser.clone();
        let seen = seen.clone();
        async move {
            browser
                .call("orders/place", &form("card", &seen))
                .await
                .status()
        }
    });
    let answers = futures::future::join_all(presses).await;
    assert!(
        answers.iter().all(|status| *status == StatusCode::OK),
        "{answers:?}"
    );
    assert_eq!(shop.available("rare").await, 0);
}
