//! i'mport in trouble, news lost: the order waits, and is settled when it can be.

use imp_checkout::domain::order::OrderState;
use serde_json::json;

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    trouble_at_imports_side_leaves_the_order_pending,
    with_all_news_lost_the_sweeper_finds_the_money,
    an_unpaid_order_expires_and_frees_its_stock,
    money_that_nobody_told_of_saves_an_order_from_expiry,
    a_result_that_is_not_there_yet_is_asked_again,
    an_expired_token_is_renewed,
);

async fn trouble_at_imports_side_leaves_the_order_pending(shop: &TestShop) {
    for fault in [
        json!({ "rest_status": 502 }),
        json!({ "empty_body": true }),
        json!({ "connection_reset": "before" }),
    ] {
        let browser = Browser::new(shop).await;
        let placed = browser.place().await;
        let imp = imp_uid(&shop.pay(&placed, "paid").await);
        shop.fault(&placed.uid, None, fault.clone()).await;
        let (status, answer) = browser.complete(&imp, &placed.uid).await;
        assert_eq!(
            (status, &answer["status"]),
            (503, &json!("pending")),
            "{fault}: {answer}"
        );
        assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
        assert_eq!(browser.stage(&placed.order).await, "confirming", "{fault}");

        shop.console(reqwest::Method::PUT, "faults", json!([]))
            .await;
        shop.clock.advance_seconds(5);
        shop.until("the sweeper asks again", || async {
            shop.state(&placed.order).await == OrderState::Paid
        })
        .await;
    }
}

async fn with_all_news_lost_the_sweeper_finds_the_money(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    shop.pay(&placed, "paid").await;
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
    shop.clock.advance_seconds(60);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn an_unpaid_order_expires_and_frees_its_stock(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let before = shop.available("norway-swivel-chair").await;
    let placed = browser.place().await;
    shop.pay(&placed, "abandoned").await;
    shop.clock.advance_seconds(29 * 60);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
    shop.clock.advance_seconds(2 * 60);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Expired);
    assert_eq!(shop.available("norway-swivel-chair").await, before);
    let fields = [
        ("order_id", placed.order.as_str()),
        ("method", "card"),
        ("agree", "on"),
    ];
    assert_eq!(browser.call("orders/retry", &fields).await.status(), 409);
}

async fn money_that_nobody_told_of_saves_an_order_from_expiry(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    shop.pay(&placed, "paid").await;
    shop.clock.advance_seconds(31 * 60);
    shop.shop
        .expire(&placed.order, shop.clock.now())
        .await
        .unwrap();
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn a_result_that_is_not_there_yet_is_asked_again(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    shop.fault(&placed.uid, Some(1), json!({ "lookup_missing": true }))
        .await;
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 404);
    assert_eq!(browser.stage(&placed.order).await, "confirming");
    shop.clock.advance_seconds(5);
    let answer = browser
        .json("orders/stage", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(answer["stage"], "paid", "the waiting page asked again");
}

async fn an_expired_token_is_renewed(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    shop.console(reqwest::Method::DELETE, "tokens", json!({}))
        .await;
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
}
