//! Everything at once ends as if it had come one after the other.

use imp_checkout::domain::order::OrderState;
use serde_json::json;

use crate::support::{Browser, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(the_same_result_fifty_times_at_once, callback_return_and_webhook_together, more_shoppers_than_pieces);

async fn the_same_result_fifty_times_at_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let calls = (0..50).map(|_| browser.complete(&imp, &placed.uid));
    for (status, answer) in futures::future::join_all(calls).await {
        assert_eq!((status, &answer["status"]), (200, &json!("success")), "{answer}");
    }
    assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
}

async fn callback_return_and_webhook_together(shop: &TestShop) {
    for _ in 0..10 {
        let browser = Browser::new(shop).await;
        let placed = browser.place().await;
        let imp = imp_uid(&shop.pay(&placed, "paid").await);
        let path = format!(
            "/payments/complete?order={}&imp_uid={imp}&merchant_uid={}&imp_success=true",
            placed.order, placed.uid
        );
        let notice = json!({ "imp_uid": imp, "merchant_uid": placed.uid, "status": "paid" });
        let webhook = async {
            let answer =
                browser.http.post(format!("{}/payments/webhook", shop.url)).json(&notice).send().await.unwrap();
            shop.drain().await;
            answer.status().as_u16()
        };
        let (callback, page, webhook) = tokio::join!(browser.complete(&imp, &placed.uid), browser.get(&path), webhook);
        assert_eq!((callback.0, page.status().as_u16(), webhook), (200, 303, 200));
        assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
        assert_eq!(shop.moves_to(&placed.order, OrderState::Paid).await, 1);
    }
}

async fn more_shoppers_than_pieces(shop: &TestShop) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.toml");
    let few = "[[product]]\nid='rare'\nname={ko='귀한 것',en='Rare'}\nblurb={ko='',en=''}\npicture='/a.svg'\nprice=10000\nstock=5\n";
    std::fs::write(&file, few).unwrap();
    imp_checkout::catalogue::load(shop.shop.db(), &file).await.unwrap();
    let shoppers = (0..20).map(|_| async {
        let browser = Browser::new(shop).await;
        let added = browser.call("cart/add", &[("product", "rare"), ("quantity", "1")]).await.status();
        if added != 200 {
            return added.as_u16();
        }
        let seen = browser.seen().await;
        browser.call("orders/place", &form("card", &seen)).await.status().as_u16()
    });
    let answers = futures::future::join_all(shoppers).await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 5, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 409].contains(status)), "{answers:?}");
    assert_eq!(shop.available("rare").await, 0);
}
