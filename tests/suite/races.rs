//! Everything at once ends as if it had come one after the other.

use futures::{StreamExt, future::join_all, stream};
use imp_checkout::domain::order::OrderState;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, behind_a_pooler, imp_uid, on_both_engines};

on_both_engines!(
    the_same_result_fifty_times_at_once,
    the_same_account_fifty_times_at_once_is_told_once,
    callback_return_and_webhook_together_a_thousand_times,
    fifty_partial_refunds_at_once_are_booked_as_imports_counts_them,
    a_refund_that_overtakes_its_payment_is_not_lost,
);
behind_a_pooler!(
    the_same_result_fifty_times_at_once,
    a_refund_that_overtakes_its_payment_is_not_lost
);

const AT_ONCE: usize = 50;

/// The three ways in which a result comes in, all for one payment.
struct News<'a> {
    shop: &'a TestShop,
    browser: &'a Browser,
    placed: &'a Placed,
    imp: &'a str,
}

impl News<'_> {
    async fn callback(&self) -> u16 {
        self.browser.complete(self.imp, &self.placed.uid).await.0
    }

    async fn redirect(&self) -> u16 {
        let Placed { order, uid, .. } = self.placed;
        let query = format!(
            "order={order}&imp_uid={}&merchant_uid={uid}&imp_success=true",
            self.imp
        );
        self.browser
            .get(&format!("/payments/complete?{query}"))
            .await
            .status()
            .as_u16()
    }

    /// The notice, and the worker that is woken by it.
    async fn webhook(&self) -> u16 {
        let notice =
            json!({ "imp_uid": self.imp, "merchant_uid": self.placed.uid, "status": "paid" });
        let url = format!("{}/payments/webhook", self.shop.url);
        let answer = self
            .browser
            .http
            .post(url)
            .json(&notice)
            .send()
            .await
            .unwrap();
        self.shop.drain().await;
        answer.status().as_u16()
    }
}

async fn the_same_result_fifty_times_at_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let before = shop.available("norway-swivel-chair").await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let news = News {
        shop,
        browser: &browser,
        placed: &placed,
        imp: &imp,
    };
    let answers = join_all((0..AT_ONCE).map(|_| async {
        let (callback, redirect, webhook) =
            tokio::join!(news.callback(), news.redirect(), news.webhook());
        [callback, redirect, webhook]
    }));
    for answer in answers.await {
        assert_eq!(answer, [200, 303, 200]);
    }
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
    assert_eq!(
        shop.available("norway-swivel-chair").await,
        before,
        "its one piece was held and is sold once"
    );
}

async fn the_same_account_fifty_times_at_once_is_told_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with("vbank").await;
    let imp = imp_uid(&shop.pay(&placed, "vbank").await);
    let news = News {
        shop,
        browser: &browser,
        placed: &placed,
        imp: &imp,
    };
    join_all(
        (0..AT_ONCE)
            .map(|_| async { tokio::join!(news.callback(), news.redirect(), news.webhook()) }),
    )
    .await;
    shop.drain().await;
    assert_eq!(
        shop.moves_to(&placed.order, OrderState::AwaitingDeposit)
            .await,
        1
    );
    let messages = shop.console(Method::GET, "messages", Value::Null).await;
    assert_eq!(messages.as_array().map(Vec::len), Some(1), "{messages}");

    shop.console(Method::POST, &format!("payments/{imp}/deposit"), json!({}))
        .await;
    join_all(
        (0..AT_ONCE)
            .map(|_| async { tokio::join!(news.callback(), news.redirect(), news.webhook()) }),
    )
    .await;
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn callback_return_and_webhook_together_a_thousand_times(shop: &TestShop) {
    const SHOPPERS: usize = 20;
    const ORDERS_EACH: usize = 50;
    let before = shop.available("norway-swivel-chair").await;
    let shoppers = (0..SHOPPERS).map(|_| async {
        let browser = Browser::new(shop).await;
        for _ in 0..ORDERS_EACH {
            all_three_at_once(shop, &browser).await;
        }
    });
    stream::iter(shoppers)
        .for_each_concurrent(10, |shopper| shopper)
        .await;
    let sold = i64::try_from(SHOPPERS * ORDERS_EACH).unwrap();
    assert_eq!(
        shop.available("norway-swivel-chair").await,
        before - sold,
        "each order took its piece once"
    );
}

async fn all_three_at_once(shop: &TestShop, browser: &Browser) {
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let news = News {
        shop,
        browser,
        placed: &placed,
        imp: &imp,
    };
    let answers = tokio::join!(news.callback(), news.redirect(), news.webhook());
    assert_eq!(answers, (200, 303, 200));
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
}

/// Staff press cancel fifty times at once in i'mport's console; each cancel posts its own notice.
async fn fifty_partial_refunds_at_once_are_booked_as_imports_counts_them(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay_with_notice(&placed, "paid").await);
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
    let cancel = format!("payments/{imp}/cancel");
    let thousand = json!({ "amount": 1_000, "reason": "partial" });
    let news = News {
        shop,
        browser: &browser,
        placed: &placed,
        imp: &imp,
    };
    join_all((0..AT_ONCE).map(|_| async {
        shop.console(Method::POST, &cancel, thousand.clone()).await;
        tokio::join!(news.callback(), news.webhook());
    }))
    .await;
    let booked = || async {
        shop.shop
            .db()
            .order(&placed.order)
            .await
            .unwrap()
            .unwrap()
            .refunded
    };
    assert_eq!(booked().await, 50_000);
    let imports = shop
        .console(Method::GET, &format!("payments/{imp}"), Value::Null)
        .await;
    assert_eq!(
        imports["payment"]["cancel_amount"],
        json!(50_000),
        "{imports}"
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::PartlyRefunded);

    shop.console(Method::POST, &cancel, json!({ "reason": "the rest" }))
        .await;
    join_all((0..AT_ONCE).map(|_| news.webhook())).await;
    assert_eq!(booked().await, 64_900);
    assert_eq!(shop.state(&placed.order).await, OrderState::Refunded);
    assert_eq!(shop.moves_to(&placed.order, OrderState::Refunded).await, 1);
}

/// The first news that we ever get of a payment may be that half of it went back already.
async fn a_refund_that_overtakes_its_payment_is_not_lost(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    shop.console(
        Method::POST,
        &format!("payments/{imp}/cancel"),
        json!({ "amount": 4_900 }),
    )
    .await;
    let news = News {
        shop,
        browser: &browser,
        placed: &placed,
        imp: &imp,
    };
    join_all((0..AT_ONCE).map(|_| async { tokio::join!(news.callback(), news.webhook()) })).await;
    let order = shop.shop.db().order(&placed.order).await.unwrap().unwrap();
    assert_eq!(
        (order.state, order.refunded),
        (OrderState::PartlyRefunded, 4_900)
    );
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
}
