//! The seven bindings, each broken in turn. Whatever a browser says, only the looked-up payment counts.

use imp_checkout::domain::{ids::ImpUid, order::OrderState, payment::Standing};
use serde_json::json;

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    a_wrong_amount_is_forgery,
    a_wrong_currency_is_forgery,
    a_live_payment_in_a_test_shop_is_forgery,
    another_orders_payment_never_pays_this_one,
    a_stranger_learns_nothing,
    a_window_with_another_amount_does_not_open,
    a_second_payment_is_surplus,
    a_failure_that_the_page_calls_success_is_no_success,
);

async fn forged_by(shop: &TestShop, fault: serde_json::Value, reason: &str) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    shop.fault(&placed.uid, None, fault).await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    for _ in 0..2 {
        let (status, answer) = browser.complete(&imp, &placed.uid).await;
        assert_eq!(
            (status, &answer["status"], &answer["reason"]),
            (400, &json!("forgery"), &json!(reason)),
            "{answer}"
        );
    }
    assert_eq!(shop.state(&placed.order).await, OrderState::Disputed);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Disputed).await, 1);
    assert_eq!(browser.stage(&placed.order).await, "disputed");
    let row = shop
        .shop
        .db()
        .payment(&ImpUid::parse(&imp).unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.standing, row.mismatch.as_deref()),
        (Standing::Forged, Some(reason))
    );
}

async fn a_wrong_amount_is_forgery(shop: &TestShop) {
    forged_by(shop, json!({ "approve_amount": 100 }), "amount").await;
}

async fn a_wrong_currency_is_forgery(shop: &TestShop) {
    forged_by(shop, json!({ "approve_currency": "USD" }), "currency").await;
}

async fn a_live_payment_in_a_test_shop_is_forgery(shop: &TestShop) {
    forged_by(shop, json!({ "sandbox": false }), "channel").await;
}

async fn another_orders_payment_never_pays_this_one(shop: &TestShop) {
    let (rich, poor) = (Browser::new(shop).await, Browser::new(shop).await);
    let (paid, unpaid) = (rich.place().await, poor.place().await);
    let imp = imp_uid(&shop.pay(&paid, "paid").await);
    let (status, answer) = poor.complete(&imp, &unpaid.uid).await;
    assert_eq!(
        (status, &answer["status"], &answer["reason"]),
        (400, &json!("forgery"), &json!("merchant_uid"))
    );
    assert_eq!(shop.state(&unpaid.order).await, OrderState::AwaitingPayment);
    assert_eq!(rich.complete(&imp, &paid.uid).await.0, 200);
    assert_eq!(shop.state(&paid.order).await, OrderState::Paid);
}

async fn a_stranger_learns_nothing(shop: &TestShop) {
    let (owner, stranger) = (Browser::new(shop).await, Browser::new(shop).await);
    let placed = owner.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    owner.complete(&imp, &placed.uid).await;
    let foreign = stranger.get(&format!("/orders/{}", placed.order)).await;
    let unknown = stranger.get("/orders/20260101-000000000000").await;
    assert_eq!(
        (foreign.status(), unknown.status()),
        (404.try_into().unwrap(), 404.try_into().unwrap())
    );
    // The nonce and the address differ from page to page; nothing else may.
    let plain = |html: String, id: &str| {
        let nonce = html
            .split("nonce=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned();
        html.replace(&nonce, "NONCE").replace(id, "ID")
    };
    let foreign = plain(foreign.text().await.unwrap(), placed.order.as_str());
    let unknown = plain(unknown.text().await.unwrap(), "20260101-000000000000");
    assert_eq!(foreign, unknown);
    let (status, answer) = stranger.complete(&imp, &placed.uid).await;
    assert_eq!((status, answer), (404, json!({ "status": "notFound" })));
    for function in ["orders/read", "orders/stage", "orders/retry"] {
        let answer = stranger
            .call(
                function,
                &[("order_id", placed.order.as_str()), ("token", "0000")],
            )
            .await;
        assert_eq!(answer.status(), 404, "{function}");
    }
}

async fn a_window_with_another_amount_does_not_open(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let body = json!({ "merchant_uid": placed.uid, "amount": 100, "outcome": "paid" });
    let url = format!("{}/console/api/payments", shop.sandbox);
    let answer = reqwest::Client::new()
        .post(url)
        .json(&body)
        .send()
        .await
        .unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(
        answer["code"], 1,
        "the amount was registered beforehand: {answer}"
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
}

async fn a_second_payment_is_surplus(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = browser.place().await;
    let second = browser.retry(&first.order, "card").await;
    let (one, two) = (
        imp_uid(&shop.pay(&first, "paid").await),
        imp_uid(&shop.pay(&second, "paid").await),
    );
    assert_eq!(browser.complete(&one, &first.uid).await.0, 200);
    assert_eq!(
        browser.complete(&two, &second.uid).await.0,
        200,
        "the order is paid, whichever window paid it"
    );
    let standing = |imp: String| async move {
        shop.shop
            .db()
            .payment(&ImpUid::parse(&imp).unwrap())
            .await
            .unwrap()
            .unwrap()
            .standing
    };
    assert_eq!(
        (standing(one).await, standing(two).await),
        (Standing::Counts, Standing::Duplicate)
    );
    assert_eq!(shop.moves_to(&first.order, OrderState::Paid).await, 1);
}

async fn a_failure_that_the_page_calls_success_is_no_success(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "cancelled_by_user").await);
    let fields = [
        ("order_id", placed.order.as_str()),
        ("merchant_uid", placed.uid.as_str()),
        ("imp_uid", imp.as_str()),
        ("claims_success", "true"),
    ];
    let answer = browser.json("orders/complete", &fields).await;
    assert_eq!(answer["stage"], "withdrawn", "{answer}");
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);
}
