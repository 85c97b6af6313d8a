//! Several nodes on one PostgreSQL: they start at once, share the work, take over from the dead, and serve beside
//! nodes of the next release.

use std::collections::HashSet;

use futures::future::join_all;
use imp_checkout::{
    catalogue,
    domain::order::OrderState,
    store::{Db, InboxLimits, Notice, Priority},
};
use serde_json::json;

use crate::skip::{NO_SERVER, skip};
use crate::support::{Browser, Engine, TestShop, database, folder, imp_uid};

const NODES: usize = 8;

/// Two nodes of one shop; `None` where no server is named.
async fn two() -> Option<(TestShop, TestShop, String)> {
    let folder = folder();
    let Some(url) = database(Engine::Postgres, folder.path()).await else {
        skip(NO_SERVER);
        return None;
    };
    let first = TestShop::start_on(&url, folder).await;
    let second = first.beside(&url).await;
    Some((first, second, url))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_on_an_empty_database_agree() {
    let folder = folder();
    let Some(url) = database(Engine::Postgres, folder.path()).await else {
        skip(NO_SERVER);
        return;
    };
    let starts = (0..NODES).map(|node| {
        let url = url.clone();
        async move {
            let db = Db::open(&url).await.unwrap();
            catalogue::load_at_start(&db, None).await.unwrap();
            let secret = db
                .setting_or("secret_key", &format!("of node {node}"))
                .await
                .unwrap();
            (db, secret)
        }
    });
    let nodes = join_all(starts).await;
    let secrets: HashSet<&String> = nodes.iter().map(|(_, secret)| secret).collect();
    assert_eq!(secrets.len(), 1);
    let single = TestShop::start(Engine::Sqlite).await.unwrap();
    assert_eq!(
        nodes[0].0.products().await.unwrap(),
        single.shop.db().products().await.unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_piece_of_work_is_done_by_two_nodes_and_a_dead_nodes_is_taken_over() {
    let Some((one, other, _)) = two().await else {
        return;
    };
    let (now, count) = (one.clock.now(), 40);
    let placed = Browser::new(&one).await.place().await;
    let room = InboxLimits {
        each_attempt: 100,
        strangers: 0,
    };
    for number in 0..count {
        let (imp_uid, merchant_uid) = (Some(format!("imp_{number}")), Some(placed.uid.clone()));
        let notice = Notice {
            source: String::new(),
            body: String::new(),
            imp_uid,
            merchant_uid,
        };
        assert!(
            one.shop
                .db()
                .store_notice(&notice, room, now, None)
                .await
                .unwrap()
                .is_some()
        );
    }
    let claim = |shop: &TestShop| {
        let (db, now) = (shop.shop.db().clone(), shop.clock.now());
        async move {
            db.claim_notices(Priority::Matched, now, now.plus_seconds(60), 5)
                .await
                .unwrap()
        }
    };
    // Both come at the same moments, and twice as often as there is work.
    let claims =
        join_all((0..16).map(|turn| claim(if turn % 2 == 0 { &one } else { &other }))).await;
    let ids: Vec<_> = claims.iter().flatten().map(|notice| notice.id).collect();
    assert_eq!(ids.len(), count);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), count);
    assert!(claim(&other).await.is_empty(), "the leases hold");
    one.clock.advance_seconds(61);
    let again = claim(&other).await;
    assert!(again.len() == 5 && again.iter().all(|notice| notice.tries == 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_a_dead_node_was_about_to_send_is_sent_by_another() {
    let Some((one, other, _)) = two().await else {
        return;
    };
    let browser = Browser::new(&one).await;
    browser.add("norway-swivel-chair", "1").await;
    let placed = browser.place_with("vbank").await;
    let imp = imp_uid(&one.pay(&placed, "vbank").await);
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
    let now = one.clock.now();
    let dying = one
        .shop
        .db()
        .claim_outbox(now, now.plus_seconds(60), 20)
        .await
        .unwrap();
    assert_eq!(dying.len(), 1);
    other.drain().await;
    let sent = || async {
        other
            .console(reqwest::Method::GET, "messages", json!(null))
            .await
    };
    let count = |messages: &serde_json::Value| messages.as_array().map_or(0, Vec::len);
    assert_eq!(count(&sent().await), 0, "the lease holds");
    one.clock.advance_seconds(61);
    other.drain().await;
    one.drain().await;
    assert_eq!(count(&sent().await), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_overdue_order_is_given_up_by_one_node_and_its_stock_freed_once() {
    let Some((one, other, _)) = two().await else {
        return;
    };
    one.stock("rare", 3).await;
    let browser = Browser::new(&one).await;
    browser.add("rare", "2").await;
    let placed = browser.place_with("card").await;
    one.clock.advance_seconds(31 * 60);
    let now = one.clock.now();
    let claimed = one
        .shop
        .db()
        .claim_overdue_orders(now, now.plus_seconds(60), 20)
        .await
        .unwrap();
    assert_eq!(claimed, std::slice::from_ref(&placed.order));
    other.drain().await;
    assert_eq!(
        one.state(&placed.order).await,
        OrderState::AwaitingPayment,
        "the lease holds"
    );
    one.clock.advance_seconds(61);
    let (a, b) = tokio::join!(one.workers.drain(), other.workers.drain());
    a.unwrap();
    b.unwrap();
    assert_eq!(one.moves_to(&placed.order, OrderState::Expired).await, 1);
    assert_eq!(other.available("rare").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_are_compared_by_one_node_at_a_time() {
    let Some((one, other, _)) = two().await else {
        return;
    };
    let now = one.clock.now();
    assert!(
        one.shop
            .db()
            .claim("a piece of work", now, now.plus_seconds(600))
            .await
            .unwrap()
    );
    assert!(
        !other
            .shop
            .db()
            .claim("a piece of work", now, now.plus_seconds(600))
            .await
            .unwrap()
    );
    let later = now.plus_seconds(600);
    assert!(
        other
            .shop
            .db()
            .claim("a piece of work", later, later.plus_seconds(600))
            .await
            .unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_began_another_ends() {
    let Some((one, other, _)) = two().await else {
        return;
    };
    let browser = Browser::new(&one).await;
    let placed = browser.place().await;
    let imp = imp_uid(&one.pay(&placed, "paid").await);
    let moved = Browser {
        base: other.url.clone(),
        ..browser
    };
    assert_eq!(moved.complete(&imp, &placed.uid).await.0, 200);
    assert_eq!(moved.stage(&placed.order).await, "paid");
    assert_eq!(one.state(&placed.order).await, OrderState::Paid);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_node_starts_beside_the_tables_of_a_new_one() {
    let Some((one, _, url)) = two().await else {
        return;
    };
    one.shop
        .db()
        .execute_batch(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of the next release', TRUE, '', 0)",
        )
        .await
        .unwrap();
    let old = one.beside(&url).await;
    Browser::new(&old).await.place().await;
}
