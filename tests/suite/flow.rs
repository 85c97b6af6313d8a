//! The main road, and what the seed's guide promises on it.

use imp_checkout::domain::{ids::ImpUid, order::OrderState};
use serde_json::{Value, json};

use crate::support::{Browser, TestShop, behind_a_pooler, imp_uid, on_both_engines};

on_both_engines!(
    a_card_payment_is_success_once,
    a_webhook_alone_pays_the_order,
    a_virtual_account_is_issued_told_and_paid,
    a_declined_card_leaves_the_order_payable,
    paypal_pays_in_dollars,
    what_was_bought_leaves_the_cart_and_the_stock,
    a_refund_in_the_console_reaches_the_order,
);
behind_a_pooler!(
    a_card_payment_is_success_once,
    a_webhook_alone_pays_the_order,
    a_virtual_account_is_issued_told_and_paid,
    a_declined_card_leaves_the_order_payable,
    paypal_pays_in_dollars,
    what_was_bought_leaves_the_cart_and_the_stock,
    a_refund_in_the_console_reaches_the_order,
);

async fn a_card_payment_is_success_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    assert_eq!(placed.request["amount"], json!(64_900));
    assert_eq!(placed.request["name"], "노르웨이 회전의자");
    assert_eq!(shop.state(&placed.order).await, OrderState::AwaitingPayment);

    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    for _ in 0..3 {
        let (status, answer) = browser.complete(&imp, &placed.uid).await;
        assert_eq!(
            (status, &answer["status"]),
            (200, &json!("success")),
            "{answer}"
        );
        assert!(answer["message"].is_string());
    }
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);

    let view = browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(view["stage"], "paid");
    assert_eq!(view["payment"]["pay_method"], "card");
    assert!(view["payment"]["apply_num"].is_string(), "{view}");
    let page = browser.get(&format!("/orders/{}", placed.order)).await;
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("data-stage=\"paid\""));
}

async fn a_webhook_alone_pays_the_order(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    shop.pay_with_notice(&placed, "paid").await;
    shop.until("the notice pays", || async {
        shop.state(&placed.order).await == OrderState::Paid
    })
    .await;
    assert_eq!(browser.stage(&placed.order).await, "paid");
}

async fn a_virtual_account_is_issued_told_and_paid(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with("vbank").await;
    assert_eq!(placed.request["vbank_due"].as_str().map(str::len), Some(12));
    let payment = shop.pay_with_notice(&placed, "vbank").await;
    let imp = imp_uid(&payment);
    for _ in 0..2 {
        let (status, answer) = browser.complete(&imp, &placed.uid).await;
        assert_eq!(
            (status, &answer["status"]),
            (200, &json!("vbankIssued")),
            "{answer}"
        );
    }
    let view = browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(view["stage"], "deposit_awaited");
    assert_eq!(view["vbank"]["vbank_num"], payment["vbank_num"]);

    let order = shop.shop.db().order(&placed.order).await.unwrap().unwrap();
    let customer = shop
        .shop
        .db()
        .customer(&order.customer)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(customer.vbank_num.as_deref(), payment["vbank_num"].as_str());
    assert_eq!(customer.vbank_date, payment["vbank_date"].as_i64());

    let told = || async { messages(shop).await.len() == 1 };
    shop.until("one text message", told).await;
    let text = messages(shop).await[0]["text"].as_str().unwrap().to_owned();
    for part in [
        payment["vbank_num"].as_str().unwrap(),
        "64,900",
        placed.order.as_str(),
        "token=",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }

    shop.console(
        reqwest::Method::POST,
        &format!("payments/{imp}/deposit"),
        json!({}),
    )
    .await;
    shop.until("the deposit pays", || async {
        shop.state(&placed.order).await == OrderState::Paid
    })
    .await;
    assert_eq!(messages(shop).await.len(), 1, "the message went out once");
}

async fn messages(shop: &TestShop) -> Vec<Value> {
    let inbox = shop
        .console(reqwest::Method::GET, "messages", Value::Null)
        .await;
    inbox.as_array().cloned().unwrap_or_default()
}

async fn a_declined_card_leaves_the_order_payable(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = browser.place().await;
    let imp = imp_uid(&shop.pay(&first, "failed").await);
    let (status, answer) = browser.complete(&imp, &first.uid).await;
    assert_eq!(
        (status, &answer["status"]),
        (400, &json!("failed")),
        "{answer}"
    );
    assert_eq!(browser.stage(&first.order).await, "failed");

    let second = browser.retry(&first.order, "card").await;
    assert_eq!(second.order, first.order);
    assert_ne!(second.uid, first.uid, "a retry is a fresh merchant_uid");
    let imp = imp_uid(&shop.pay(&second, "paid").await);
    assert_eq!(browser.complete(&imp, &second.uid).await.0, 200);
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
}

async fn paypal_pays_in_dollars(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("wool-socks", "1").await;
    let placed = browser.place_with("paypal").await;
    assert_eq!(placed.request["amount"], json!(23));
    assert_eq!(placed.request["currency"], "USD");
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
    let view = browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(
        view["totals"]["total"],
        json!({ "minor": 2_300, "currency": "USD" })
    );
}

async fn what_was_bought_leaves_the_cart_and_the_stock(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let before = shop.available("norway-swivel-chair").await;
    let placed = browser.place().await;
    assert_eq!(
        shop.available("norway-swivel-chair").await,
        before - 1,
        "held"
    );
    browser.add("brass-bell", "2").await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    assert_eq!(
        shop.available("norway-swivel-chair").await,
        before - 1,
        "sold"
    );
    let cart = browser.json("cart", &[]).await;
    assert_eq!(cart["count"], 2, "what was added meanwhile stays: {cart}");
    assert_eq!(cart["lines"][0]["product"], "brass-bell");
}

async fn a_refund_in_the_console_reaches_the_order(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay_with_notice(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    let stock = shop.available("norway-swivel-chair").await;
    let cancel = format!("payments/{imp}/cancel");
    shop.console(
        reqwest::Method::POST,
        &cancel,
        json!({ "amount": 10_000, "reason": "부분 환불" }),
    )
    .await;
    shop.until("a part is refunded", || async {
        shop.state(&placed.order).await == OrderState::PartlyRefunded
    })
    .await;
    assert_eq!(
        shop.shop
            .db()
            .order(&placed.order)
            .await
            .unwrap()
            .unwrap()
            .refunded,
        10_000
    );
    shop.console(
        reqwest::Method::POST,
        &cancel,
        json!({ "reason": "전액 환불" }),
    )
    .await;
    shop.until("all is refunded", || async {
        shop.state(&placed.order).await == OrderState::Refunded
    })
    .await;
    assert_eq!(shop.available("norway-swivel-chair").await, stock + 1);
    let row = shop
        .shop
        .db()
        .payment(&ImpUid::parse(&imp).unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.payment.cancel_amount, row.payment.amount);
}
