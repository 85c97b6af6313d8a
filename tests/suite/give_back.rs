//! Money that we may not keep goes back by itself, once, whatever happens on the way.

use imp_checkout::domain::{ids::ImpUid, order::OrderState, payment::Standing};
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    a_forged_amount_goes_back,
    a_second_payment_goes_back,
    a_late_payment_without_goods_goes_back,
    a_late_payment_with_goods_is_kept,
    a_second_payment_known_only_after_a_part_went_back,
    a_cancel_whose_answer_was_lost_is_not_repeated,
    a_refused_cancel_becomes_a_task,
    while_iamport_is_away_it_is_tried_again,
    a_paid_order_is_not_undone_by_a_strange_look_up,
    cancels_in_the_console_are_booked,
);

async fn seen(shop: &TestShop, imp: &str) -> Value {
    shop.console(
        reqwest::Method::GET,
        &format!("payments/{imp}"),
        Value::Null,
    )
    .await["payment"]
        .clone()
}

async fn standing(shop: &TestShop, imp: &str) -> Standing {
    shop.shop
        .db()
        .payment(&ImpUid::parse(imp).unwrap())
        .await
        .unwrap()
        .unwrap()
        .standing
}

/// Everything went back, in one piece.
async fn assert_gone(shop: &TestShop, imp: &str) {
    let payment = seen(shop, imp).await;
    assert_eq!(payment["status"], "cancelled", "{payment}");
    assert_eq!(payment["cancel_amount"], payment["amount"]);
    assert_eq!(payment["cancel_history"].as_array().unwrap().len(), 1);
    assert_eq!(standing(shop, imp).await, Standing::Inactive);
}

async fn forged(shop: &TestShop, browser: &Browser) -> (Placed, String) {
    let placed = browser.place().await;
    shop.fault(&placed.uid, None, json!({ "approve_amount": 100 }))
        .await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    assert_eq!(
        browser.complete(&imp, &placed.uid).await.1["status"],
        "forgery"
    );
    (placed, imp)
}

async fn a_forged_amount_goes_back(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = forged(shop, &browser).await;
    shop.drain().await;
    assert_gone(shop, &imp).await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Disputed);
    let page = browser
        .get(&format!("/orders/{}", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("data-return=\"done\""),
        "the page tells that the money went back"
    );
    browser.complete(&imp, &placed.uid).await;
    shop.drain().await;
    assert_gone(shop, &imp).await;
}

async fn a_second_payment_goes_back(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = browser.place().await;
    let second = browser.retry(&first.order, "card").await;
    let (one, two) = (
        imp_uid(&shop.pay(&first, "paid").await),
        imp_uid(&shop.pay(&second, "paid").await),
    );
    browser.complete(&two, &second.uid).await;
    browser.complete(&one, &first.uid).await;
    shop.drain().await;
    assert_gone(shop, &one).await;
    assert_eq!(
        (
            seen(shop, &two).await["status"].as_str(),
            standing(shop, &two).await
        ),
        (Some("paid"), Standing::Counts)
    );
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
}

/// The last pieces, held by an order that is then given up.
async fn given_up(shop: &TestShop, browser: &Browser) -> Placed {
    shop.stock("rare", 1).await;
    browser.add("rare", "1").await;
    let placed = browser.place_with("card").await;
    shop.pay(&placed, "abandoned").await;
    shop.clock.advance_seconds(31 * 60);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Expired);
    placed
}

async fn pay_late(shop: &TestShop, placed: &Placed) -> String {
    let url = format!("payments?merchant_uid={}", placed.uid);
    let imp = imp_uid(&shop.console(reqwest::Method::GET, &url, Value::Null).await[0]);
    shop.console(
        reqwest::Method::POST,
        &format!("payments/{imp}/approve_late"),
        json!({}),
    )
    .await;
    imp
}

async fn a_late_payment_without_goods_goes_back(shop: &TestShop) {
    let (slow, quick) = (Browser::new(shop).await, Browser::new(shop).await);
    let late = given_up(shop, &slow).await;
    quick.add("rare", "1").await;
    let bought = quick.place_with("card").await;
    quick
        .complete(&imp_uid(&shop.pay(&bought, "paid").await), &bought.uid)
        .await;
    let imp = pay_late(shop, &late).await;
    slow.complete(&imp, &late.uid).await;
    assert_eq!(shop.state(&late.order).await, OrderState::Disputed);
    shop.drain().await;
    assert_gone(shop, &imp).await;
    let page = slow
        .json("orders/read", &[("order_id", late.order.as_str())])
        .await;
    assert_eq!(page["goods_gone"], true, "{page}");
    assert_eq!(shop.available("rare").await, 0);
}

async fn a_late_payment_with_goods_is_kept(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let late = given_up(shop, &browser).await;
    let imp = pay_late(shop, &late).await;
    browser.complete(&imp, &late.uid).await;
    shop.drain().await;
    assert_eq!(
        (shop.state(&late.order).await, standing(shop, &imp).await),
        (OrderState::Paid, Standing::Counts)
    );
    assert_eq!(shop.available("rare").await, 0);
}

async fn a_second_payment_known_only_after_a_part_went_back(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = browser.place().await;
    let second = browser.retry(&first.order, "card").await;
    let (one, two) = (
        imp_uid(&shop.pay(&first, "paid").await),
        imp_uid(&shop.pay(&second, "paid").await),
    );
    browser.complete(&one, &first.uid).await;
    shop.console(
        reqwest::Method::POST,
        &format!("payments/{two}/cancel"),
        json!({ "amount": 1_000 }),
    )
    .await;
    browser.complete(&two, &second.uid).await;
    shop.drain().await;
    let payment = seen(shop, &two).await;
    assert_eq!(
        payment["cancel_amount"], payment["amount"],
        "the rest went back too"
    );
    assert_eq!(shop.state(&first.order).await, OrderState::Paid);
}

async fn a_cancel_whose_answer_was_lost_is_not_repeated(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = forged(shop, &browser).await;
    let rule = json!({ "match": { "imp_uid": imp }, "times": 3, "fault": { "connection_reset": "after" } });
    shop.console(reqwest::Method::PUT, "faults", rule).await;
    for _ in 0..10 {
        shop.drain().await;
        shop.clock.advance_seconds(5);
    }
    assert_gone(shop, &imp).await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Disputed);
}

async fn a_refused_cancel_becomes_a_task(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (placed, imp) = forged(shop, &browser).await;
    let rule = json!({ "match": { "imp_uid": imp }, "fault": { "gateway_refunded": true } });
    shop.console(reqwest::Method::PUT, "faults", rule).await;
    for _ in 0..10 {
        shop.drain().await;
        shop.clock.advance_seconds(60);
    }
    let tasks = shop.shop.db().given_up_effects(10).await.unwrap();
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0].order_id, placed.order.as_str());
    assert!(
        tasks[0]
            .note
            .as_deref()
            .unwrap_or_default()
            .contains("취소"),
        "{tasks:?}"
    );
    shop.console(reqwest::Method::PUT, "faults", json!([]))
        .await;
    assert!(
        shop.shop
            .db()
            .revive_effect(tasks[0].id, shop.clock.now())
            .await
            .unwrap()
    );
    shop.drain().await;
    assert_gone(shop, &imp).await;
}

async fn while_iamport_is_away_it_is_tried_again(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let (_, imp) = forged(shop, &browser).await;
    let rule = json!({ "match": { "imp_uid": imp }, "fault": { "rest_status": 502 } });
    shop.console(reqwest::Method::PUT, "faults", rule).await;
    for _ in 0..30 {
        shop.drain().await;
        shop.clock.advance_seconds(600);
    }
    assert_eq!(shop.shop.db().given_up_effects(10).await.unwrap(), []);
    shop.console(reqwest::Method::PUT, "faults", json!([]))
        .await;
    shop.clock.advance_seconds(600);
    shop.drain().await;
    assert_gone(shop, &imp).await;
}

async fn a_paid_order_is_not_undone_by_a_strange_look_up(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    shop.fault(&placed.uid, Some(1), json!({ "sandbox": false }))
        .await;
    assert_eq!(
        browser.complete(&imp, &placed.uid).await.1["status"],
        "forgery"
    );
    shop.drain().await;
    assert_eq!(
        (shop.state(&placed.order).await, standing(shop, &imp).await),
        (OrderState::Paid, Standing::Counts)
    );
    assert_eq!(seen(shop, &imp).await["status"], "paid");
}

async fn cancels_in_the_console_are_booked(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let paid = shop.pay_with_notice(&placed, "paid").await;
    let imp = imp_uid(&paid);
    browser.complete(&imp, &placed.uid).await;
    let amount = paid["amount"].as_i64().unwrap();
    for (step, state) in [
        (1_000, OrderState::PartlyRefunded),
        (amount - 1_000, OrderState::Refunded),
    ] {
        let body = json!({ "amount": step, "reason": "단순 변심" });
        shop.console(
            reqwest::Method::POST,
            &format!("payments/{imp}/cancel"),
            body,
        )
        .await;
        shop.until("the notice of the cancel is worked off", || async {
            shop.state(&placed.order).await == state
        })
        .await;
    }
    let history = shop.shop.db().history(&placed.order).await.unwrap();
    let notes: Vec<_> = history
        .iter()
        .filter_map(|row| row.note.as_deref())
        .collect();
    assert_eq!(notes.len(), 2, "{history:?}");
    assert!(
        notes[0].starts_with("1000 KRW given back in 1 cancels") && notes[1].contains("단순 변심"),
        "{notes:?}"
    );
}
