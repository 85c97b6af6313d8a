//! The shopper cancels: once, for certain, and never beside goods that leave.

mod deposits;

use futures::future::join_all;
use imp_checkout::{checkout::Dispatch, domain::order::OrderState};
use reqwest::{Method as Http, StatusCode};
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    a_paid_order_goes_back_whole,
    only_the_browser_that_ordered_cancels,
    many_presses_cancel_once,
    goods_leave_or_money_goes_back,
    each_sum_that_goes_back_is_told_once,
);

async fn paid(shop: &TestShop, browser: &Browser) -> (Placed, String) {
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    (placed, imp)
}

async fn cancel(browser: &Browser, placed: &Placed, more: &[(&str, &str)]) -> reqwest::Response {
    let fields = [
        &[("order_id", placed.order.as_str()), ("confirm", "yes")],
        more,
    ]
    .concat();
    browser.call("orders/cancel", &fields).await
}

async fn seen(shop: &TestShop, imp: &str) -> Value {
    shop.console(Http::GET, &format!("payments/{imp}"), Value::Null)
        .await["payment"]
        .clone()
}

async fn page(browser: &Browser, placed: &Placed) -> Value {
    browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await
}

async fn by_the_shopper(shop: &TestShop, placed: &Placed) -> usize {
    let history = shop.shop.db().history(&placed.order).await.unwrap();
    history.iter().filter(|row| row.who == "shopper").count()
}

async fn a_paid_order_goes_back_whole(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let stock = shop.available("norway-swivel-chair").await;
    let (placed, imp) = paid(shop, &browser).await;
    assert_eq!(
        page(&browser, &placed).await["cancel"],
        json!({ "refund": { "banks": null } })
    );
    let unsure = browser
        .call("orders/cancel", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(unsure.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Refunded).await, 0);

    assert_eq!(
        cancel(&browser, &placed, &[]).await.status(),
        StatusCode::OK
    );
    let waiting = page(&browser, &placed).await;
    assert_eq!(
        (&waiting["stage"], &waiting["cancel"]),
        (&json!("refunding"), &json!("nothing"))
    );
    shop.drain().await;
    let payment = seen(shop, &imp).await;
    assert_eq!(
        (&payment["status"], &payment["cancel_amount"]),
        (&json!("cancelled"), &payment["amount"])
    );
    assert_eq!(payment["cancel_reason"], "구매자 주문취소");
    assert_eq!(page(&browser, &placed).await["stage"], "refunded");
    assert_eq!(shop.available("norway-swivel-chair").await, stock);
    assert_eq!(by_the_shopper(shop, &placed).await, 1);
    assert_eq!(
        cancel(&browser, &placed, &[]).await.status(),
        StatusCode::OK,
        "it is cancelled, as asked"
    );
}

async fn only_the_browser_that_ordered_cancels(shop: &TestShop) {
    let (browser, stranger) = (Browser::new(shop).await, Browser::new(shop).await);
    let (placed, imp) = paid(shop, &browser).await;
    assert_eq!(
        cancel(&stranger, &placed, &[]).await.status(),
        StatusCode::NOT_FOUND
    );
    let token = shop.shop.keys().link_token(&placed.order);
    let with_link = cancel(&stranger, &placed, &[("token", &token)]).await;
    assert_eq!(with_link.status(), StatusCode::NOT_FOUND);
    let named = [
        ("order_id", placed.order.as_str()),
        ("token", token.as_str()),
    ];
    assert_eq!(
        stranger.json("orders/read", &named).await["cancel"],
        "elsewhere"
    );
    shop.drain().await;
    assert_eq!(seen(shop, &imp).await["status"], "paid");
}

async fn many_presses_cancel_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = paid(shop, &browser).await;
    let presses = join_all((0..20).map(|_| cancel(&browser, &placed, &[]))).await;
    assert!(
        presses
            .iter()
            .all(|answer| answer.status() == StatusCode::OK)
    );
    tokio::join!(shop.drain(), shop.drain());
    assert_eq!(
        seen(shop, &imp).await["cancel_history"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        (
            by_the_shopper(shop, &placed).await,
            shop.state(&placed.order).await
        ),
        (1, OrderState::Refunded)
    );
}

async fn goods_leave_or_money_goes_back(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (sent, _) = paid(shop, &browser).await;
    assert_eq!(
        shop.shop.dispatch(&sent.order, "kim").await.unwrap(),
        Dispatch::Done
    );
    assert_eq!(
        shop.shop.dispatch(&sent.order, "lee").await.unwrap(),
        Dispatch::Before
    );
    assert_eq!(
        cancel(&browser, &sent, &[]).await.status(),
        StatusCode::CONFLICT
    );
    assert_eq!(page(&browser, &sent).await["cancel"], "send_back");
    let history = shop.shop.db().history(&sent.order).await.unwrap();
    assert!(
        history
            .iter()
            .any(|row| row.who == "staff" && row.note.as_deref() == Some("dispatched by kim"))
    );

    let waiting = browser.place().await;
    let unpaid = shop.shop.dispatch(&waiting.order, "kim").await.unwrap();
    assert_eq!(unpaid, Dispatch::NotPaid(OrderState::AwaitingPayment));

    for _ in 0..8 {
        let (placed, imp) = paid(shop, &Browser::new(shop).await).await;
        // The order's own browser is gone; its rights are not.
        let owner = shop
            .shop
            .db()
            .order(&placed.order)
            .await
            .unwrap()
            .unwrap()
            .customer;
        let caller = imp_checkout::checkout::Caller {
            visitor: imp_checkout::checkout::Visitor::known(owner, Default::default()),
            order: placed.order.clone(),
            token: None,
        };
        let account = Default::default();
        let (cancelled, dispatched) = tokio::join!(
            shop.shop.cancel(&caller, "yes", &account),
            shop.shop.dispatch(&placed.order, "kim")
        );
        let leaves = dispatched.unwrap() == Dispatch::Done;
        assert_eq!(cancelled.is_ok(), !leaves, "one of the two, never both");
        shop.drain().await;
        let status = if leaves { "paid" } else { "cancelled" };
        assert_eq!(seen(shop, &imp).await["status"], status);
    }
}

/// What shoppers were told about refunds.
async fn told_of_refunds(shop: &TestShop) -> Vec<String> {
    let inbox = shop.console(Http::GET, "messages", Value::Null).await;
    let texts = inbox
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|message| message["text"].as_str());
    texts
        .filter(|text| text.contains("환불되었습니다"))
        .map(str::to_owned)
        .collect()
}

async fn each_sum_that_goes_back_is_told_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = paid(shop, &browser).await;
    shop.console(
        Http::POST,
        &format!("payments/{imp}/cancel"),
        json!({ "amount": 1_000 }),
    )
    .await;
    for _ in 0..2 {
        browser.complete(&imp, &placed.uid).await;
        shop.drain().await;
    }
    let by_staff = told_of_refunds(shop).await;
    assert_eq!(by_staff.len(), 1, "{by_staff:?}");
    assert!(
        by_staff[0].starts_with("1,000원이") && by_staff[0].contains("token="),
        "{by_staff:?}"
    );

    assert_eq!(
        cancel(&browser, &placed, &[]).await.status(),
        StatusCode::OK
    );
    for _ in 0..2 {
        shop.drain().await;
        browser.complete(&imp, &placed.uid).await;
    }
    let told = told_of_refunds(shop).await;
    assert_eq!(
        told.iter()
            .filter(|text| text.starts_with("63,900원이"))
            .count(),
        1,
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "{told:?}");

    let first = browser.place().await;
    let second = browser.retry(&first.order, "card").await;
    for attempt in [&first, &second] {
        let imp = imp_uid(&shop.pay(attempt, "paid").await);
        browser.complete(&imp, &attempt.uid).await;
        shop.drain().await;
    }
    assert_eq!(
        told_of_refunds(shop).await.len(),
        3,
        "a second payment of one order goes back, and that is told"
    );
}
