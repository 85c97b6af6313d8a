//! Strangers' notices do not push ours aside.

use imp_checkout::{
    checkout::{Acceptance, IncomingNotice},
    store::Rank,
};

use crate::support::{Browser, TestShop, on_both_engines};

on_both_engines!(strangers_come_last_and_are_bounded);

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
        assert_eq!(shop.shop.accept_notice(notice(&placed.uid, number)).await.unwrap(), Acceptance::Stored);
    }
    // Three of those were too many about one attempt, and wait among the strangers.
    for number in 8..2_005 {
        let told = shop.shop.accept_notice(notice("nobody-we-know", number)).await.unwrap();
        assert_eq!(told, Acceptance::Stored, "{number}");
    }
    assert_eq!(shop.shop.accept_notice(notice("nobody-we-know", 9_999)).await.unwrap(), Acceptance::TooMany);
    let now = shop.clock.now();
    let claim = |rank| async move { shop.shop.db().claim_notices(rank, now, now, 5_000).await.unwrap().len() };
    assert_eq!((claim(Rank::Known).await, claim(Rank::Stranger).await), (5, 2_000));
    let next = Browser::new(shop).await.place().await;
    assert_eq!(shop.shop.accept_notice(notice(&next.uid, 1)).await.unwrap(), Acceptance::Stored, "ours still get in");
}
