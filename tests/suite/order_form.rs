//! What a page showed must still be true when Pay is pressed; what was typed is never lost.

use reqwest::{StatusCode, header};
use serde_json::json;

use crate::support::{Browser, Placed, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(
    a_changed_price_is_shown_old_and_new,
    what_was_typed_is_still_there,
    plain_forms_are_sent_on,
    pay_pressed_again_pays_the_same_order,
    a_ready_made_note_is_kept_in_the_orders_language,
    people_and_places_have_the_room_that_they_need,
);

async fn people_and_places_have_the_room_that_they_need(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let seen = browser.seen().await;
    let name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior, Dr";
    let address = "1600 Amphitheatre Parkway, Building 43, Mountain View, California, United States of America";
    let mut fields = form("card", &seen);
    for (field, text) in [
        ("name", name),
        ("tel", "+86 138 0013 8000"),
        ("addr1", address),
    ] {
        fields.retain(|(name, _)| *name != field);
        fields.push((field, text));
    }
    let placed = Placed::read(&browser.json("orders/place", &fields).await);
    let order = browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await;
    assert_eq!(order["buyer"]["name"], name);
    assert_eq!(order["buyer"]["tel"], "+86 138 0013 8000");
    assert!(
        order["buyer"]["address"]
            .as_str()
            .is_some_and(|told| told.starts_with(address))
    );
    assert_eq!(placed.request["buyer_name"], "Hubert Blaine Wo");
    assert_eq!(placed.request["buyer_tel"], "+8613800138000");
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    assert_eq!(browser.complete(&imp, &placed.uid).await.0, StatusCode::OK);
}

async fn a_changed_price_is_shown_old_and_new(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let seen = browser.seen().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.toml");
    let dearer = "[[product]]\nid='norway-swivel-chair'\nname={ko='의자',en='Chair'}\nblurb={ko='',en=''}\npicture='/a.svg'\nprice=69000\nstock=4000\n";
    std::fs::write(&file, dearer).unwrap();
    imp_checkout::catalogue::load(shop.shop.db(), &file)
        .await
        .unwrap();

    let refused = browser.call("orders/place", &form("card", &seen)).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let page = browser.json("checkout", &[]).await;
    let krw = |minor: i64| json!({ "minor": minor, "currency": "KRW" });
    assert_eq!(
        page["changes"][0],
        json!({ "Price": { "name": "의자", "old": krw(64_900), "new": krw(69_000) } })
    );
    assert_eq!(
        page["changes"][1],
        json!({ "Total": { "old": krw(64_900), "new": krw(69_000) } })
    );
    let placed = browser.place_with("card").await;
    assert_eq!(placed.request["amount"], json!(69_000));
    assert_eq!(
        browser.json("checkout", &[]).await["changes"],
        json!([]),
        "settled by confirming"
    );
}

async fn what_was_typed_is_still_there(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    browser.add("norway-swivel-chair", "1").await;
    let seen = browser.seen().await;
    let mut fields = form("vbank", &seen);
    fields[1].1 = "not a number";
    assert_eq!(browser.call("orders/place", &fields).await.status(), 422);
    let typed = &browser.json("checkout", &[]).await["form"];
    assert_eq!(
        (&typed["name"], &typed["tel"], &typed["method"]),
        (&json!("홍길동"), &json!("not a number"), &json!("vbank"))
    );
}

async fn plain_forms_are_sent_on(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let post = |path: &'static str, fields: Vec<(&'static str, String)>| {
        let request = browser
            .http
            .post(format!("{}{path}", shop.url))
            .header(header::COOKIE, &browser.cookie);
        let request = request
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("{}/checkout", shop.url));
        async move { request.form(&fields).send().await.unwrap() }
    };
    let added = post(
        "/api/cart/add",
        vec![("product", "brass-bell".into()), ("quantity", "1".into())],
    )
    .await;
    assert_eq!(
        (
            added.status(),
            added.headers()[header::LOCATION].to_str().unwrap()
        ),
        (StatusCode::FOUND, "/cart")
    );
    let seen = browser.seen().await;
    let fields = |tel: &'static str| {
        let fields = form("card", "").into_iter().map(|(k, v)| {
            (
                k,
                if k == "tel" {
                    tel.to_owned()
                } else {
                    v.to_owned()
                },
            )
        });
        fields
            .filter(|(k, _)| *k != "seen")
            .chain([("seen", seen.clone())])
            .collect::<Vec<_>>()
    };
    let refused = post("/api/orders/place", fields("1")).await;
    let back = refused.headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(refused.status(), StatusCode::FOUND);
    assert!(
        back.contains("/checkout?") && back.contains("__err="),
        "{back}"
    );
    let placed = post("/api/orders/place", fields("01012345678")).await;
    assert_eq!(placed.status(), StatusCode::FOUND);
    assert!(
        placed.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .starts_with("/orders/")
    );
}

async fn pay_pressed_again_pays_the_same_order(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let stock = shop.available("norway-swivel-chair").await;
    let first = browser.place().await;
    let second = browser.place_with("kakaopay").await;
    assert_eq!(second.order, first.order, "the same cart is the same order");
    assert_ne!(second.uid, first.uid, "but a fresh attempt");
    assert_eq!(
        shop.available("norway-swivel-chair").await,
        stock - 1,
        "held once"
    );
    browser.add("brass-bell", "1").await;
    assert_ne!(
        browser.place_with("card").await.order,
        first.order,
        "another cart is another order"
    );
}

async fn a_ready_made_note_is_kept_in_the_orders_language(shop: &TestShop) {
    for (cookie, preset, typed, note) in [
        ("lang=ko", "door", "", "문 앞에 놓아주세요"),
        ("lang=en", "door", "", "Please leave it at the door"),
        ("lang=en", "own", "Ring twice", "Ring twice"),
        (
            "lang=ko",
            "door",
            "벨은 누르지 마세요",
            "벨은 누르지 마세요",
        ),
    ] {
        let mut browser = Browser::new(shop).await;
        browser.cookie.push_str(&format!("; {cookie}"));
        browser.add("brass-bell", "1").await;
        let seen = browser.seen().await;
        let fields = form("card", &seen)
            .into_iter()
            .filter(|(name, _)| *name != "memo");
        let fields: Vec<_> = fields
            .chain([("memo_preset", preset), ("memo", typed)])
            .collect();
        let placed = Placed::read(&browser.json("orders/place", &fields).await);
        let order = shop.shop.db().order(&placed.order).await.unwrap().unwrap();
        assert_eq!(order.buyer.memo, note, "{cookie} {preset:?} {typed:?}");
        let draft = &browser.json("checkout", &[]).await["form"];
        assert_eq!(
            (draft["memo_preset"].as_str(), draft["memo"].as_str()),
            (Some(preset), Some(typed))
        );
    }
}
