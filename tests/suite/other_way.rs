//! From an account that waits for its deposit to another way to pay, and what becomes of the account.

use imp_checkout::domain::order::OrderState;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    an_account_gives_way_to_a_card,
    a_deposit_that_comes_all_the_same_is_not_lost,
    an_account_is_closed_when_another_window_pays,
    a_link_changes_nothing,
    another_account_is_no_other_way,
);

async fn issued(shop: &TestShop) -> (Browser, Placed, String) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with("vbank").await;
    let imp = imp_uid(&shop.pay(&placed, "vbank").await);
    browser.complete(&imp, &placed.uid).await;
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingDeposit);
    (browser, placed, imp)
}

async fn seen(shop: &TestShop, imp: &str) -> Value {
    let answer = shop
        .console(reqwest::Method::GET, &format!("payments/{imp}"), json!({}))
        .await;
    if answer["payment"].is_object() {
        answer["payment"].clone()
    } else {
        answer
    }
}

async fn an_account_gives_way_to_a_card(shop: &TestShop) {
    let (browser, placed, account) = issued(shop).await;
    let page = browser
        .get(&format!("/orders/{}", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("?other=yes"), "the way is on the page");
    let form = browser
        .get(&format!("/orders/{}?other=yes", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(form.contains("action=\"/api/orders/retry\"") && !form.contains("value=\"vbank\""));
    let again = browser.retry(&placed.order, "card").await;
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
    shop.drain().await;
    assert_ne!(
        seen(shop, &account).await["status"],
        "ready",
        "the account is closed"
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
    let imp = imp_uid(&shop.pay(&again, "paid").await);
    assert_eq!(browser.complete(&imp, &again.uid).await.0, 200);
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn a_deposit_that_comes_all_the_same_is_not_lost(shop: &TestShop) {
    let (browser, placed, account) = issued(shop).await;
    let again = browser.retry(&placed.order, "card").await;
    // Before anybody could close the account.
    shop.console(
        reqwest::Method::POST,
        &format!("payments/{account}/deposit"),
        json!({}),
    )
    .await;
    browser.complete(&account, &placed.uid).await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
    let imp = imp_uid(&shop.pay(&again, "paid").await);
    browser.complete(&imp, &again.uid).await;
    shop.drain().await;
    assert_eq!(
        seen(shop, &imp).await["status"],
        "cancelled",
        "the second payment goes back"
    );
    assert_eq!(seen(shop, &account).await["status"], "paid");
}

async fn an_account_is_closed_when_another_window_pays(shop: &TestShop) {
    // Two windows, opened before either came to a result.
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let first = browser.place_with("vbank").await;
    let second = browser.retry(&first.order, "card").await;
    let account = imp_uid(&shop.pay(&first, "vbank").await);
    browser.complete(&account, &first.uid).await;
    assert_eq!(shop.state(&first.order).await, OrderState::AwaitingDeposit);
    let imp = imp_uid(&shop.pay(&second, "paid").await);
    browser.complete(&imp, &second.uid).await;
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
    shop.drain().await;
    assert_ne!(
        seen(shop, &account).await["status"],
        "ready",
        "nobody pays twice"
    );
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
}

async fn a_link_changes_nothing(shop: &TestShop) {
    let (_, placed, account) = issued(shop).await;
    let token = placed.token();
    let reader = Browser::new(shop).await;
    let fields = [
        ("order_id", placed.order.as_str()),
        ("token", token),
        ("method", "card"),
        ("agree", "on"),
    ];
    assert_eq!(
        reader.call("orders/retry", &fields).await.status(),
        StatusCode::CONFLICT
    );
    let page = reader
        .get(&format!("/orders/{}?token={token}&other=yes", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(!page.contains("/api/orders/retry"));
    shop.drain().await;
    assert_eq!(seen(shop, &account).await["status"], "ready");
}

async fn another_account_is_no_other_way(shop: &TestShop) {
    let (browser, placed, account) = issued(shop).await;
    let fields = [
        ("order_id", placed.order.as_str()),
        ("method", "vbank"),
        ("agree", "on"),
    ];
    assert_eq!(browser.call("orders/retry", &fields).await.status(), 422);
    shop.drain().await;
    assert_eq!(seen(shop, &account).await["status"], "ready");
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingDeposit);
}
