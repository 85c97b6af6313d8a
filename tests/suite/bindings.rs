//! The seven bindings (imp_uid, merchant_uid, caller, amount, currency, status, channel), each replayed, swapped for
//! another order's, and tampered with: in i'mport's answer as well as in what the browser brings.

use imp_checkout::{
    checkout::{Shop, Source},
    domain::{ids::ImpUid, order::OrderState, payment::Outcome},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    liar::{Liar, truth},
    support::{Browser, Placed, TestShop, imp_uid, on_both_engines},
};

on_both_engines!(
    a_tampered_answer_never_pays,
    an_answer_swapped_for_another_orders_never_pays_this_one,
    an_old_payment_never_pays_a_new_order,
    a_payment_given_back_does_not_count_again,
    an_attempt_is_not_paid_by_its_sister,
    only_the_right_caller_may_complete,
);

struct Paid {
    placed: Placed,
    imp: ImpUid,
    truth: Value,
}

/// An order whose payment went through, and nobody has told the shop.
async fn paid_in_secret(shop: &TestShop, browser: &Browser) -> Paid {
    let placed = browser.place().await;
    let imp = ImpUid::parse(&imp_uid(&shop.pay(&placed, "paid").await)).unwrap();
    let truth = truth(shop, &placed.uid).await;
    Paid { placed, imp, truth }
}

/// The word for why it was refused; `paid` if it was not.
async fn settled(shop: &Shop, imp: &ImpUid) -> String {
    match shop.settle(imp, Source::Sweep).await {
        Ok(settled) => match settled.outcome {
            Outcome::Forged(mismatch) => mismatch.code().to_owned(),
            other => other.code().to_owned(),
        },
        Err(e) => e.to_string(),
    }
}

async fn a_tampered_answer_never_pays(shop: &TestShop) {
    let liar = Liar::start().await;
    let deceived = liar.deceive(shop);
    for (field, value, reason) in [
        ("imp_uid", json!("imp_000000000000"), "imp_uid"),
        (
            "merchant_uid",
            json!("20260101AAAAAAAAAAAAAAAAAAAA"),
            "there is no such payment",
        ),
        ("amount", json!(64_899), "amount"),
        ("amount", json!(64_901), "amount"),
        ("amount", json!(64_900.01), "amount"),
        ("amount", json!(-64_900), "could not ask i'mport"),
        ("amount", json!(0), "amount"),
        ("amount", json!("64,900"), "could not ask i'mport"),
        ("amount", json!(null), "could not ask i'mport"),
        ("currency", json!("USD"), "currency"),
        ("currency", json!("usd"), "currency"),
        ("status", json!("PAID"), "status"),
        ("status", json!("paid "), "status"),
        ("status", json!("approved"), "status"),
        ("status", json!("failed"), "declined"),
        ("status", json!("ready"), "open"),
        ("status", json!(1), "could not ask i'mport"),
        ("sandbox", json!(false), "channel"),
    ] {
        let Paid {
            placed,
            imp,
            mut truth,
        } = paid_in_secret(shop, &Browser::new(shop).await).await;
        truth[field] = value.clone();
        liar.answers(&truth);
        for _ in 0..2 {
            assert_eq!(settled(&deceived, &imp).await, reason, "{field} = {value}");
        }
        assert_eq!(
            shop.moves_to(&placed.order, OrderState::Paid).await,
            0,
            "{field} = {value}"
        );
    }
}

async fn an_answer_swapped_for_another_orders_never_pays_this_one(shop: &TestShop) {
    let liar = Liar::start().await;
    let deceived = liar.deceive(shop);
    let (one, two) = (Browser::new(shop).await, Browser::new(shop).await);
    let (mine, other) = (
        paid_in_secret(shop, &one).await,
        paid_in_secret(shop, &two).await,
    );
    liar.answers(&other.truth);
    assert_eq!(settled(&deceived, &mine.imp).await, "imp_uid");
    assert_eq!(shop.moves_to(&mine.placed.order, OrderState::Paid).await, 0);
    assert_eq!(
        shop.moves_to(&other.placed.order, OrderState::Paid).await,
        0,
        "nor the other by a wrong name"
    );
}

async fn an_old_payment_never_pays_a_new_order(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let old = paid_in_secret(shop, &browser).await;
    assert_eq!(
        browser.complete(old.imp.as_str(), &old.placed.uid).await.0,
        200
    );
    let fresh = browser.place().await;
    // Named as the new attempt's, and brought to the new order under its own name.
    let (status, answer) = browser.complete(old.imp.as_str(), &fresh.uid).await;
    assert_eq!(
        (status, &answer["reason"]),
        (400, &json!("merchant_uid")),
        "{answer}"
    );
    assert_eq!(complete_for(&browser, &fresh, &old).await, 404);
    let history = shop.shop.db().history(&old.placed.order).await.unwrap();
    assert_eq!(shop.state(&fresh.order).await, OrderState::AwaitingPayment);
    for _ in 0..3 {
        let notice = json!({ "imp_uid": old.imp, "merchant_uid": fresh.uid, "status": "paid" });
        let url = format!("{}/payments/webhook", shop.url);
        assert_eq!(
            browser
                .http
                .post(url)
                .json(&notice)
                .send()
                .await
                .unwrap()
                .status(),
            StatusCode::OK
        );
        shop.drain().await;
    }
    assert_eq!(shop.state(&fresh.order).await, OrderState::AwaitingPayment);
    assert_eq!(
        shop.shop.db().history(&old.placed.order).await.unwrap(),
        history,
        "a replay leaves no trace"
    );
}

/// Brings `old`'s payment under its own name to the address of `order`.
async fn complete_for(browser: &Browser, order: &Placed, old: &Paid) -> u16 {
    let url = format!("{}/payments/complete?order={}", browser.base, order.order);
    let request = browser
        .http
        .post(url)
        .header(header::COOKIE, &browser.cookie);
    let body = json!({ "imp_uid": old.imp, "merchant_uid": old.placed.uid });
    request.json(&body).send().await.unwrap().status().as_u16()
}

async fn a_payment_given_back_does_not_count_again(shop: &TestShop) {
    let liar = Liar::start().await;
    let (deceived, browser) = (liar.deceive(shop), Browser::new(shop).await);
    let Paid { placed, imp, truth } = paid_in_secret(shop, &browser).await;
    assert_eq!(browser.complete(imp.as_str(), &placed.uid).await.0, 200);
    shop.console(Method::POST, &format!("payments/{imp}/cancel"), json!({}))
        .await;
    assert_eq!(browser.complete(imp.as_str(), &placed.uid).await.0, 400);
    assert_eq!(shop.state(&placed.order).await, OrderState::Refunded);
    // The answer from before the refund, caught on its way and played again.
    liar.answers(&truth);
    assert_eq!(settled(&deceived, &imp).await, "withdrawn");
    assert_eq!(shop.state(&placed.order).await, OrderState::Refunded);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
}

async fn an_attempt_is_not_paid_by_its_sister(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = browser.place().await;
    let second = browser.retry(&first.order, "card").await;
    let imp = imp_uid(&shop.pay(&first, "paid").await);
    let (status, answer) = browser.complete(&imp, &second.uid).await;
    assert_eq!(
        (status, &answer["reason"]),
        (400, &json!("merchant_uid")),
        "{answer}"
    );
    let order = shop.shop.db().order(&first.order).await.unwrap().unwrap();
    assert_eq!(
        order.paid_by.as_ref().map(ImpUid::as_str),
        Some(imp.as_str()),
        "the money is the order's all the same"
    );
    assert_eq!(shop.moves_to(&first.order, OrderState::Paid).await, 1);
}

async fn only_the_right_caller_may_complete(shop: &TestShop) {
    let (owner, stranger) = (Browser::new(shop).await, Browser::new(shop).await);
    let mine = paid_in_secret(shop, &owner).await;
    let other = Browser::new(shop).await.place().await;
    let token = |order| shop.shop.keys().link_token(order);
    let (right, wrong) = (token(&mine.placed.order), token(&other.order));
    let lower = right.to_lowercase();
    for bad in [
        "",
        wrong.as_str(),
        &right[1..],
        lower.as_str(),
        "%00",
        "00000000000000000000",
    ] {
        let url = format!(
            "{}/payments/complete?order={}&token={bad}",
            shop.url, mine.placed.order
        );
        let body = json!({ "imp_uid": mine.imp, "merchant_uid": mine.placed.uid });
        let answer = stranger.http.post(&url).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{bad}");
    }
    assert_eq!(
        shop.state(&mine.placed.order).await,
        OrderState::AwaitingPayment
    );
    let url = format!(
        "{}/payments/complete?order={}&token={right}",
        shop.url, mine.placed.order
    );
    let body = json!({ "imp_uid": mine.imp, "merchant_uid": mine.placed.uid });
    assert_eq!(
        stranger
            .http
            .post(&url)
            .json(&body)
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::OK
    );
    assert_eq!(shop.state(&mine.placed.order).await, OrderState::Paid);
}
