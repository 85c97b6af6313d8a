//! Notices: strangers' do not push ours aside, and one look-up serves all that came before it.

use imp_checkout::{
    checkout::{Acceptance, IncomingNotice, Source},
    domain::{ids::ImpUid, order::OrderState},
    store::Priority,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::support::{Browser, Placed, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    strangers_come_last_and_are_bounded,
    a_look_up_answers_the_notices_that_came_before_it,
    what_a_node_leaves_behind_may_be_taken_up_at_once,
    an_order_page_knows_what_a_notice_has_just_brought,
    a_notice_is_taken_in_whatever_clothes_it_comes,
);

fn notice(merchant_uid: &str, number: usize) -> IncomingNotice {
    IncomingNotice {
        source: "203.0.113.9".into(),
        body: String::new(),
        imp_uid: Some(format!("imp_{number:012}")),
        merchant_uid: Some(merchant_uid.to_owned()),
    }
}

async fn strangers_come_last_and_are_bounded(shop: &TestShop) {
    let placed = Browser::new(shop).await.place().await;
    for number in 0..8 {
        assert_eq!(
            shop.shop
                .accept_notice(notice(&placed.uid, number))
                .await
                .unwrap(),
            Acceptance::Stored
        );
    }
    // Three of those were too many about one attempt, and wait among the strangers.
    for number in 8..2_005 {
        let told = shop
            .shop
            .accept_notice(notice("nobody-we-know", number))
            .await
            .unwrap();
        assert_eq!(told, Acceptance::Stored, "{number}");
    }
    assert_eq!(
        shop.shop
            .accept_notice(notice("nobody-we-know", 9_999))
            .await
            .unwrap(),
        Acceptance::TooMany
    );
    let now = shop.clock.now();
    let claim = |rank| async move {
        shop.shop
            .db()
            .claim_notices(rank, now, now, 5_000)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(
        (
            claim(Priority::Matched).await,
            claim(Priority::Unmatched).await
        ),
        (5, 2_000)
    );
    let next = Browser::new(shop).await.place().await;
    assert_eq!(
        shop.shop.accept_notice(notice(&next.uid, 1)).await.unwrap(),
        Acceptance::Stored,
        "ours still get in"
    );
}

/// A database that can be read, and takes nothing any more.
#[tokio::test]
async fn a_full_disk_is_not_ready_and_takes_no_notice() {
    let shop = TestShop::start(crate::support::Engine::Sqlite)
        .await
        .unwrap();
    let db = shop.shop.db();
    let http = crate::support::client();
    let ready = async || {
        http.get(format!("{}/readyz", shop.url))
            .send()
            .await
            .unwrap()
    };
    let tell = async || {
        let notice = http.post(format!("{}/payments/webhook", shop.url));
        notice
            .body("imp_uid=imp_1&merchant_uid=M")
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(ready().await.status(), 200);
    let pages: i64 = db
        .read("count pages", "PRAGMA page_count")
        .one()
        .await
        .unwrap();
    db.execute_batch(&format!("PRAGMA max_page_count = {pages}"))
        .await
        .unwrap();
    let mut stored = 0;
    while tell().await == 200 {
        stored += 1;
        assert!(stored < 1_000, "the disk is never full");
    }
    assert_eq!(tell().await, 503);
    let full = ready().await;
    assert_eq!(full.status(), 503);
    let told = full.text().await.unwrap();
    assert!(told.contains("full"), "{told}");
    assert_eq!(
        http.get(&shop.url).send().await.unwrap().status(),
        200,
        "pages are read all the same"
    );
    db.execute_batch("PRAGMA max_page_count = 1000000")
        .await
        .unwrap();
    assert_eq!(
        (ready().await.status().as_u16(), tell().await.as_u16()),
        (200, 200),
        "without a restart"
    );
}

/// Paid in the window, with nobody told but by the notice that the test sends.
async fn paid(shop: &TestShop) -> (Browser, Placed, ImpUid) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    (browser, placed, ImpUid::parse(&imp).unwrap())
}

fn about(placed: &Placed, imp: &ImpUid) -> IncomingNotice {
    IncomingNotice {
        source: "203.0.113.9".into(),
        body: String::new(),
        imp_uid: Some(imp.to_string()),
        merchant_uid: Some(placed.uid.clone()),
    }
}

async fn waiting(shop: &TestShop) -> usize {
    let now = shop.clock.now().plus_seconds(3_600);
    shop.shop
        .db()
        .claim_notices(Priority::Matched, now, now, 5_000)
        .await
        .unwrap()
        .len()
}

/// The node's worker does not run here; the test does what it would do.
async fn a_look_up_answers_the_notices_that_came_before_it(shop: &TestShop) {
    let (_, placed, imp) = paid(shop).await;
    shop.shop.notice_queue().open();
    shop.shop.settle(&imp, Source::Browser).await.unwrap();
    for _ in 0..2 {
        assert_eq!(
            shop.shop.accept_notice(about(&placed, &imp)).await.unwrap(),
            Acceptance::Stored
        );
    }
    let free = shop
        .shop
        .db()
        .claim_notices(Priority::Matched, shop.clock.now(), shop.clock.now(), 9)
        .await
        .unwrap();
    assert!(free.is_empty(), "both are held for this node");
    let due = shop.shop.notice_queue().next_batch(1).await;
    assert!(
        due.answered.is_empty(),
        "what was looked up before may be old"
    );
    shop.shop
        .process_notice(&due.others[0].notice)
        .await
        .unwrap();
    let due = shop.shop.notice_queue().next_batch(1).await;
    assert!(due.others.is_empty());
    let (outcome, ids) = due.answered.into_iter().next().unwrap();
    assert_eq!((outcome, ids.len()), ("paid", 1));
    shop.shop.finish_notices(&ids, outcome).await.unwrap();
    assert_eq!(waiting(shop).await, 0);
    assert_eq!(
        shop.shop.db().lookups(&placed.order).await.unwrap().len(),
        2
    );
}

async fn what_a_node_leaves_behind_may_be_taken_up_at_once(shop: &TestShop) {
    let (_, placed, imp) = paid(shop).await;
    shop.shop.notice_queue().open();
    shop.shop.accept_notice(about(&placed, &imp)).await.unwrap();
    for arrival in shop.shop.notice_queue().close() {
        shop.shop.release_notice(&arrival.notice).await.unwrap();
    }
    let now = shop.clock.now();
    let free = shop
        .shop
        .db()
        .claim_notices(Priority::Matched, now, now, 9)
        .await
        .unwrap();
    assert!(free.len() == 1 && free[0].tries == 1);
}

async fn an_order_page_knows_what_a_notice_has_just_brought(shop: &TestShop) {
    let (browser, placed, imp) = paid(shop).await;
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    shop.workers.start(&tasks, &stop);
    assert_eq!(
        shop.shop.accept_notice(about(&placed, &imp)).await.unwrap(),
        Acceptance::Stored
    );
    let page = browser.get(&format!("/orders/{}", placed.order)).await;
    assert_eq!(
        (page.status().as_u16(), shop.state(&placed.order).await),
        (200, OrderState::Paid)
    );
    shop.until("the notice is noted as answered", || async {
        waiting(shop).await == 0
    })
    .await;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    assert!(
        !shop.shop.notice_queue().has_room(),
        "nobody takes from there any more"
    );
}

async fn a_notice_is_taken_in_whatever_clothes_it_comes(shop: &TestShop) {
    type Clothes = fn(&str, &str) -> (&'static str, &'static str, String);
    let clothes: [Clothes; 9] = [
        |imp, uid| {
            (
                "/payments/webhook",
                "application/json",
                format!("\u{feff}{{\"imp_uid\":\"{imp}\",\"merchant_uid\":\"{uid}\"}}"),
            )
        },
        |imp, uid| {
            (
                "/payments/webhook/",
                "application/json",
                format!("{{\"imp_uid\":\"{imp}\",\"merchant_uid\":\"{uid}\"}}"),
            )
        },
        |imp, uid| {
            (
                "//payments/webhook",
                "text/plain",
                format!("imp_uid={imp}&merchant_uid={uid}"),
            )
        },
        |imp, uid| {
            (
                "/payments//webhook",
                "application/x-www-form-urlencoded",
                format!("\u{feff}imp_uid={imp}%0D%0A&merchant_uid={uid}"),
            )
        },
        |imp, uid| {
            let part = |name: &str, value: &str| {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let body = part("imp_uid", imp)
                + &part("merchant_uid", uid)
                + &part("status", "paid")
                + "--b--\r\n";
            ("/payments/webhook", "multipart/form-data; boundary=b", body)
        },
        |imp, uid| {
            (
                "/payments/webhook",
                "application/json",
                format!("{{\"imp_uid\":\"{imp}\\n\",\"merchant_uid\":\" {uid}\"}}"),
            )
        },
        |imp, uid| {
            (
                "/payments/webhook",
                "application/json",
                format!("{{\"imp_uid\":\"{imp}\",\"merchant_uid\":\"{uid}\",\"sta"),
            )
        },
        |imp, uid| {
            (
                "QUERY",
                "",
                format!("imp_uid={imp}&merchant_uid={uid}&status=paid"),
            )
        },
        |_, uid| {
            (
                "/payments/webhook",
                "application/json",
                format!("{{\"merchant_uid\":\"{uid}\",\"status\":\"paid\"}}"),
            )
        },
    ];
    for (number, wear) in clothes.iter().enumerate() {
        let placed = Browser::new(shop).await.place().await;
        let imp = imp_uid(&shop.pay(&placed, "paid").await);
        let (path, kind, body) = wear(&imp, &placed.uid);
        let (path, body) = if path == "QUERY" {
            (format!("/payments/webhook?{body}"), String::new())
        } else {
            (path.to_owned(), body)
        };
        let told = crate::support::client()
            .post(format!("{}{path}", shop.url))
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(told.status(), 200, "{number}");
        shop.drain().await;
        assert_eq!(
            shop.state(&placed.order).await,
            OrderState::Paid,
            "{number}"
        );
    }
}
