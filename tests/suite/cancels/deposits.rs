//! Cancels of orders by virtual account: the account is closed, and what was deposited goes back to one that the
//! shopper names.

use imp_checkout::domain::order::OrderState;
use reqwest::{Method as Http, StatusCode};
use serde_json::{Value, json};

use super::{cancel, page, seen};
use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    a_deposit_goes_back_to_the_account_that_was_named,
    a_deposit_is_called_off,
    what_was_typed_is_kept_until_it_is_accepted,
    money_for_an_order_called_off_goes_back,
    a_deposit_that_overtakes_the_cancel_is_a_paid_order,
);

const ACCOUNT: [(&str, &str); 3] = [
    ("refund_bank", "004"),
    ("refund_account", "123456-78-901234"),
    ("refund_holder", "홍길동"),
];

async fn account_issued(shop: &TestShop, browser: &Browser) -> (Placed, String) {
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with("vbank").await;
    let imp = imp_uid(&shop.pay(&placed, "vbank").await);
    browser.complete(&imp, &placed.uid).await;
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingDeposit);
    (placed, imp)
}

async fn deposit(shop: &TestShop, imp: &str) {
    shop.console(
        Http::POST,
        &format!("payments/{imp}/deposit"),
        json!({ "force": true }),
    )
    .await;
}

async fn a_deposit_goes_back_to_the_account_that_was_named(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = account_issued(shop, &browser).await;
    deposit(shop, &imp).await;
    browser.complete(&imp, &placed.uid).await;
    let banks = page(&browser, &placed).await["cancel"]["refund"]["banks"]
        .as_array()
        .map(Vec::len);
    assert!(banks.is_some_and(|banks| banks > 10), "{banks:?}");
    let nowhere: Value = cancel(&browser, &placed, &[]).await.json().await.unwrap();
    let fields: Vec<_> = nowhere["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].clone())
        .collect();
    assert_eq!(fields, ["refund_bank", "refund_account", "refund_holder"]);
    assert_eq!(
        cancel(&browser, &placed, &ACCOUNT).await.status(),
        StatusCode::OK
    );
    shop.drain().await;
    assert_eq!(seen(shop, &imp).await["status"], "cancelled");
    assert_eq!(shop.state(&placed.order).await, OrderState::Refunded);
}

async fn a_deposit_is_called_off(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let stock = shop.available("norway-swivel-chair").await;
    let (placed, imp) = account_issued(shop, &browser).await;
    assert_eq!(page(&browser, &placed).await["cancel"], "call_off");
    assert_eq!(
        cancel(&browser, &placed, &[]).await.status(),
        StatusCode::OK
    );
    assert_eq!(page(&browser, &placed).await["stage"], "called_off");
    assert_eq!(shop.available("norway-swivel-chair").await, stock);
    shop.drain().await;
    assert_eq!(
        seen(shop, &imp).await["status"],
        "failed",
        "the account is closed"
    );
    let late = shop
        .ask_console(Http::POST, &format!("payments/{imp}/deposit"), &json!({}))
        .await;
    assert_ne!(late["code"], 0, "the bank takes no more money: {late}");
    assert_eq!(page(&browser, &placed).await["stage"], "called_off");
    let again = [
        ("order_id", placed.order.as_str()),
        ("method", "card"),
        ("agree", "on"),
    ];
    assert_eq!(
        browser.call("orders/retry", &again).await.status(),
        StatusCode::CONFLICT
    );
}

async fn money_for_an_order_called_off_goes_back(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = account_issued(shop, &browser).await;
    assert_eq!(
        cancel(&browser, &placed, &[]).await.status(),
        StatusCode::OK
    );
    // On its way before the account could be closed.
    deposit(shop, &imp).await;
    for _ in 0..10 {
        shop.drain().await;
        shop.clock.advance_seconds(60);
    }
    let told = page(&browser, &placed).await;
    assert_eq!(
        (&told["stage"], &told["returns"][0]["progress"]),
        (&json!("called_off"), &json!("under_way"))
    );
    assert!(told["cancel"]["name_account"]["banks"].is_array(), "{told}");
    let tasks = shop.shop.db().given_up_effects(10).await.unwrap();
    assert_eq!(tasks.len(), 1, "a person sees it, too: {tasks:?}");

    let fields = [&[("order_id", placed.order.as_str())], ACCOUNT.as_slice()].concat();
    assert_eq!(
        browser
            .call("orders/refund-account", &fields)
            .await
            .status(),
        StatusCode::OK
    );
    shop.drain().await;
    assert_eq!(seen(shop, &imp).await["status"], "cancelled");
    let after = page(&browser, &placed).await;
    assert_eq!(
        (&after["stage"], &after["cancel"]),
        (&json!("called_off"), &json!("nothing"))
    );
    assert_eq!(
        browser
            .call("orders/refund-account", &fields)
            .await
            .status(),
        StatusCode::CONFLICT,
        "nothing is due"
    );
}

async fn a_deposit_that_overtakes_the_cancel_is_a_paid_order(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = account_issued(shop, &browser).await;
    deposit(shop, &imp).await;
    browser.complete(&imp, &placed.uid).await;
    let late: Value = cancel(&browser, &placed, &[]).await.json().await.unwrap();
    assert_eq!(
        late["error"], "invalid",
        "now there is money, and it needs an account: {late}"
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn what_was_typed_is_kept_until_it_is_accepted(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = account_issued(shop, &browser).await;
    deposit(shop, &imp).await;
    browser.complete(&imp, &placed.uid).await;
    let kept =
        || async { browser.json("orders/refused", &[]).await["account"]["refund_account"].clone() };
    assert_eq!(kept().await, Value::Null);
    let wrong = [
        ("refund_bank", "088"),
        ("refund_account", "12"),
        ("refund_holder", "홍길동"),
    ];
    assert_eq!(
        cancel(&browser, &placed, &wrong).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(kept().await, "12");
    let page = browser
        .get(&format!("/orders/{}?cancel=yes", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(
        !page.contains("value=\"12\""),
        "shown again to whoever was refused just now, and not later"
    );
    assert_eq!(
        cancel(&browser, &placed, &ACCOUNT).await.status(),
        StatusCode::OK
    );
    assert_eq!(kept().await, Value::Null);
}
