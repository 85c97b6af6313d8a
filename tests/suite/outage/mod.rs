//! PostgreSQL in trouble: gone, silent, restarted, or broken off in the middle of a commit. What shoppers see, what
//! i'mport is told, and that nothing is done twice or lost.

mod wired;

use std::time::Duration;

use imp_checkout::{
    domain::order::OrderState,
    store::{Db, ErrorClass},
    telemetry::chain,
};
use reqwest::{Method, header};
use serde_json::json;

use self::wired::{BOUND, Wired};
use crate::{
    forwarder::Wire,
    support::{Browser, Placed, form, imp_uid},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_was_lost_pays_an_order_once() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    for wire in [Wire::LosesAnswerToCommit, Wire::LosesCommit] {
        let browser = Browser::new(&wired.shop).await;
        let placed = browser.place().await;
        let imp = imp_uid(&wired.shop.pay(&placed, "paid").await);
        wired.wire.set(wire);
        assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200, "{wire:?}");
        assert_eq!(
            wired.shop.moves_to(&placed.order, OrderState::Paid).await,
            1,
            "{wire:?}"
        );
        let outcomes = wired
            .shop
            .shop
            .db()
            .lookups(&placed.order)
            .await
            .unwrap()
            .len();
        // Gone through twice, and applied once.
        assert_eq!(outcomes, if wire == Wire::LosesCommit { 1 } else { 2 });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_commit_never_arrived_is_not_made_twice() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    for (wire, orders) in [(Wire::LosesCommit, 0), (Wire::LosesAnswerToCommit, 1)] {
        let browser = Browser::new(&wired.shop).await;
        browser.add("norway-swivel-chair", "1").await;
        let before = wired.count("SELECT COUNT(*) FROM orders").await;
        let seen = browser.seen().await;
        wired.wire.set(wire);
        // Nobody knows whether it was stored: the shopper is told, and presses Pay again.
        assert_eq!(
            browser
                .call("orders/place", &form("card", &seen))
                .await
                .status(),
            503,
            "{wire:?}"
        );
        assert_eq!(
            wired.count("SELECT COUNT(*) FROM orders").await - before,
            orders,
            "{wire:?}"
        );
        browser.place_with("card").await;
        assert_eq!(
            wired.count("SELECT COUNT(*) FROM orders").await - before,
            1,
            "{wire:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_broke_while_nobody_looked_are_replaced_without_a_shopper_noticing() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let browser = Browser::new(&wired.shop).await;
    for _ in 0..3 {
        wired.wire.set(Wire::Cut);
        wired.wire.set(Wire::Whole);
        assert_eq!(browser.get("/").await.status(), 200);
        browser.place().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_in_each_others_way_are_gone_through_again() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let db = wired.shop.shop.db();
    // A sequence counts on when a transaction is undone.
    db.execute_batch("CREATE SEQUENCE conflicts").await.unwrap();
    db.execute_batch(
        "CREATE FUNCTION conflict_twice() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             CASE nextval('conflicts')
                 WHEN 1 THEN RAISE SQLSTATE '40001';
                 WHEN 2 THEN RAISE SQLSTATE '40P01';
                 ELSE RETURN NEW;
             END CASE;
         END $$",
    )
    .await
    .unwrap();
    let browser = Browser::new(&wired.shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&wired.shop.pay(&placed, "paid").await);
    db.execute_batch(
        "CREATE TRIGGER in_the_way BEFORE INSERT ON lookups FOR EACH ROW EXECUTE FUNCTION conflict_twice()",
    )
    .await
    .unwrap();
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
    assert_eq!(
        wired.shop.moves_to(&placed.order, OrderState::Paid).await,
        1
    );
    assert_eq!(wired.count("SELECT last_value FROM conflicts").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_gone_everybody_is_told_so_and_afterwards_nothing_is_missing() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let browser = Browser::new(&wired.shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&wired.shop.pay(&placed, "paid").await);
    for wire in [Wire::Cut, Wire::Slammed] {
        wired.wire.set(wire);
        operators_know(&wired).await;
        shoppers_read_a_sentence(&wired, &browser, &placed).await;
        assert_eq!(
            wired.notice(&placed, &imp).await,
            503,
            "i'mport has to send it again"
        );
        let (status, answer) = browser.complete(&imp, &placed.uid).await;
        assert_eq!((status, answer["status"].as_str()), (503, Some("pending")));
        wired.shop.workers.drain().await.unwrap_err();
        wired.recover().await;
        assert_eq!(wired.count("SELECT COUNT(*) FROM inbox").await, 0);
    }
    assert_eq!(wired.notice(&placed, &imp).await, 200);
    wired.shop.drain().await;
    assert_eq!(wired.shop.state(&placed.order).await, OrderState::Paid);
    assert_eq!(browser.get("/").await.status(), 200);
}

async fn operators_know(wired: &Wired) {
    let ready = wired.is_ready().await;
    assert_eq!(ready.status(), 503);
    assert!(
        ready
            .text()
            .await
            .unwrap()
            .contains("PostgreSQL cannot be reached")
    );
    assert_eq!(
        reqwest::get(format!("{}/healthz", wired.shop.url))
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        reqwest::get(format!("{}/metrics", wired.shop.url))
            .await
            .unwrap()
            .status(),
        200
    );
}

async fn shoppers_read_a_sentence(wired: &Wired, browser: &Browser, placed: &Placed) {
    let back = placed.way_back();
    for (path, korean, english) in [
        (
            "/".to_owned(),
            "잠시 문제가 생겼습니다",
            "Something went wrong",
        ),
        (
            "/cart".to_owned(),
            "청구된 금액은 없습니다",
            "Nothing was charged",
        ),
        (
            format!("/orders/{}", placed.order),
            "다시 결제하지 말고",
            "do not pay again",
        ),
        (
            format!("{back}&imp_success=true"),
            "다시 결제하지 말고",
            "do not pay again",
        ),
    ] {
        for (language, sentence) in [("ko", korean), ("en", english)] {
            let request = browser
                .http
                .get(format!("{}{path}", wired.shop.url))
                .header(header::ACCEPT, "text/html");
            let page = request
                .header(
                    header::COOKIE,
                    format!("{}; lang={language}", browser.cookie),
                )
                .send()
                .await;
            let page = page.unwrap();
            assert_eq!(page.status(), 503, "{path}");
            assert_eq!(page.headers()[header::RETRY_AFTER], "5", "{path}");
            assert!(
                page.headers().contains_key(header::CONTENT_SECURITY_POLICY),
                "{path}"
            );
            let html = page.text().await.unwrap();
            assert!(
                html.contains(sentence) && html.contains("</html>"),
                "{path} in {language}: {html}"
            );
        }
    }
    let call = browser.call("cart", &[]).await;
    assert_eq!(call.status(), 503);
    assert_eq!(call.headers()[header::RETRY_AFTER], "5");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_database_keeps_nobody_waiting_for_ever() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let browser = Browser::new(&wired.shop).await;
    wired.wire.set(Wire::Frozen);
    let visits = (0..40).map(|_| browser.http.get(&wired.shop.url).timeout(BOUND).send());
    for visit in futures::future::join_all(visits).await {
        assert_eq!(
            visit
                .expect("because a page comes within the bound")
                .status(),
            503
        );
    }
    assert_eq!(wired.is_ready().await.status(), 503);
    wired.recover().await;
    browser.place().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_a_cut_off_node_holds_is_not_waited_for_for_ever() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let browser = Browser::new(&wired.shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&wired.shop.pay(&placed, "paid").await);
    let mut held = wired.shop.shop.db().begin().await.unwrap();
    held.lock_order(&placed.order).await.unwrap().unwrap();
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 503);
    // The server ends what lies open for too long, and others may go on.
    let free = async { while browser.complete(&imp, &placed.uid).await.0 != 200 {} };
    tokio::time::timeout(BOUND, free)
        .await
        .expect("because nobody holds an order for so long");
    let lost = held.commit().await.unwrap_err();
    assert_eq!(lost.trouble(), ErrorClass::Disconnected, "{}", chain(&lost));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_waits_for_the_database_and_gives_up_with_a_mend() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    wired.wire.set(Wire::Slammed);
    let (opened, ()) = tokio::join!(Db::open(&wired.url), async {
        wired.wire.until_slammed(2).await;
        wired.wire.set(Wire::Whole);
    });
    opened.unwrap();
    wired.wire.set(Wire::Cut);
    let refused = Db::open_within(Duration::from_millis(10), &wired.url)
        .await
        .unwrap_err();
    assert!(
        chain(&refused).contains("start it, or set DATABASE_URL"),
        "{}",
        chain(&refused)
    );
    let nowhere = wired.url.replace("/postgres?", "/no_such_database?");
    wired.wire.set(Wire::Whole);
    let unknown = Db::open(&nowhere).await.unwrap_err();
    assert!(
        chain(&unknown).contains("no_such_database"),
        "{}",
        chain(&unknown)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_at_imports_during_an_outage_is_booked_afterwards() {
    let Some(wired) = Wired::start().await else {
        return;
    };
    let browser = Browser::new(&wired.shop).await;
    let (paid, stranger) = (browser.place().await, Browser::new(&wired.shop).await);
    let waiting = stranger.place().await;
    wired.wire.set(Wire::Cut);
    let imp = imp_uid(&wired.shop.pay_with_notice(&paid, "paid").await);
    wired.shop.pay(&waiting, "abandoned").await;
    wired.recover().await;
    // i'mport's notice found the shop closed; the sweeper asks.
    wired.shop.clock.advance_seconds(60);
    wired.shop.drain().await;
    assert_eq!(wired.shop.state(&paid.order).await, OrderState::Paid);
    assert_eq!(
        wired.shop.state(&waiting.order).await,
        OrderState::AwaitingPayment
    );
    let seen = wired
        .shop
        .console(Method::GET, &format!("payments/{imp}"), json!(null))
        .await;
    assert_eq!(seen["payment"]["status"], "paid");
}
