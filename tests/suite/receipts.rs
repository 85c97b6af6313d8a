//! Cash receipts: made out once the money is there, once, and in line with what is left of it.

use imp_checkout::{
    domain::{ids::ImpUid, order::OrderState},
    store::ReceiptRow,
};
use reqwest::Method as Http;
use serde_json::{Value, json};

use crate::support::{Browser, Placed, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(
    a_transfer_gets_its_receipt_at_once,
    a_deposit_gets_its_receipt_when_it_arrives,
    a_card_gets_none_and_a_wrong_number_is_told,
    a_lost_answer_makes_no_second_receipt,
    what_the_pg_does_not_do_becomes_a_task,
    ksnet_leaves_receipts_to_the_shop,
    paying_again_has_a_wish_of_its_own,
    a_large_sum_in_cash_gets_a_receipt_unasked,
);

const PERSON: [(&str, &str); 2] = [("receipt", "person"), ("receipt_tel", "01042424242")];
const COMPANY: [(&str, &str); 2] = [("receipt", "company"), ("receipt_business", "1248100998")];

async fn place(browser: &Browser, method: &str, wish: &[(&str, &str)]) -> Placed {
    place_so_many("1", browser, method, wish).await
}

async fn place_so_many(
    chairs: &str,
    browser: &Browser,
    method: &str,
    wish: &[(&str, &str)],
) -> Placed {
    browser.add("norway-swivel-chair", chairs).await;
    let seen = browser.seen().await;
    let fields = [form(method, &seen).as_slice(), wish].concat();
    Placed::read(&browser.json("orders/place", &fields).await)
}

/// Paid by a transfer, through this PG.
async fn transferred(shop: &TestShop, browser: &Browser, placed: &Placed, pg: &str) -> String {
    let body = json!({
        "merchant_uid": placed.uid, "amount": placed.request["amount"], "pg": pg, "pay_method": "trans", "outcome": "paid",
    });
    let imp = imp_uid(&shop.console(Http::POST, "payments", body).await);
    browser.complete(&imp, &placed.uid).await;
    imp
}

async fn kept(shop: &TestShop, imp: &str) -> Option<ReceiptRow> {
    shop.shop
        .db()
        .receipt(&ImpUid::parse(imp).unwrap())
        .await
        .unwrap()
}

/// What i'mport wrote down about the payment, as often as it says this.
async fn told(shop: &TestShop, imp: &str, words: &str) -> usize {
    let story = shop
        .console(Http::GET, &format!("payments/{imp}"), Value::Null)
        .await;
    story.to_string().matches(words).count()
}

async fn receipt_on_page(browser: &Browser, placed: &Placed) -> Value {
    browser
        .json("orders/read", &[("order_id", placed.order.as_str())])
        .await["receipt"]
        .clone()
}

async fn a_transfer_gets_its_receipt_at_once(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = place(&browser, "trans", &COMPANY).await;
    let imp = transferred(shop, &browser, &placed, "html5_inicis").await;
    shop.drain().await;
    let row = kept(shop, &imp).await.unwrap();
    assert_eq!(Some(row.amount), placed.request["amount"].as_i64());
    let shown = receipt_on_page(&browser, &placed).await;
    assert_eq!(
        (&shown["kind"], &shown["identifier"]),
        (&json!("company"), &json!("124-81-00998"))
    );
    assert_eq!(
        shown["progress"]["issued"]["receipt_url"].as_str(),
        row.receipt_url.as_deref()
    );
    let page = browser
        .get(&format!("/orders/{}", placed.order))
        .await
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("data-receipt=\"issued\"")
            && page.contains(row.receipt_url.as_deref().unwrap())
    );

    let link = format!("{}{}", shop.url, shop.shop.link_path(&placed.order));
    let elsewhere = Browser::new(shop)
        .await
        .http
        .get(link)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(elsewhere.contains("124-**-***98") && !elsewhere.contains("124-81-00998"));
}

async fn a_deposit_gets_its_receipt_when_it_arrives(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = place(&browser, "vbank", &PERSON).await;
    let imp = imp_uid(&shop.pay(&placed, "vbank").await);
    browser.complete(&imp, &placed.uid).await;
    shop.drain().await;
    assert_eq!(kept(shop, &imp).await, None);
    assert_eq!(
        receipt_on_page(&browser, &placed).await["progress"],
        "after_payment"
    );
    shop.console(Http::POST, &format!("payments/{imp}/deposit"), json!({}))
        .await;
    browser.complete(&imp, &placed.uid).await;
    assert_eq!(
        receipt_on_page(&browser, &placed).await["progress"],
        "under_way"
    );
    shop.drain().await;
    assert!(kept(shop, &imp).await.is_some());
    assert_eq!(told(shop, &imp, "현금영수증 발행 ").await, 1);
}

async fn a_card_gets_none_and_a_wrong_number_is_told(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let card = place(
        &browser,
        "card",
        &[("receipt", "person"), ("receipt_tel", "nonsense")],
    )
    .await;
    let imp = imp_uid(&shop.pay(&card, "paid").await);
    browser.complete(&imp, &card.uid).await;
    shop.drain().await;
    assert_eq!(
        (
            kept(shop, &imp).await,
            receipt_on_page(&browser, &card).await
        ),
        (None, Value::Null)
    );
    let seen = browser.seen().await;
    for (kind, number, field) in [
        ("person", ("receipt_tel", "02-123-4567"), "receipt_tel"),
        (
            "company",
            ("receipt_business", "124-81-00990"),
            "receipt_business",
        ),
        (
            "company",
            ("receipt_tel", "01042424242"),
            "receipt_business",
        ),
        ("anybody", ("receipt_tel", "01042424242"), "receipt"),
    ] {
        browser.add("brass-bell", "1").await;
        let fields = [
            form("vbank", &seen).as_slice(),
            &[("receipt", kind), number],
        ]
        .concat();
        let answer: Value = browser
            .call("orders/place", &fields)
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(
            (&answer["error"], &answer["detail"][0]["field"]),
            (&json!("invalid"), &json!(field)),
            "{answer}"
        );
    }
}

async fn a_lost_answer_makes_no_second_receipt(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = place(&browser, "trans", &PERSON).await;
    let imp = transferred(shop, &browser, &placed, "html5_inicis").await;
    let rule = json!({ "match": { "imp_uid": imp }, "times": 6, "fault": { "connection_reset": "after" } });
    shop.console(Http::PUT, "faults", rule).await;
    for _ in 0..10 {
        shop.drain().await;
        shop.clock.advance_seconds(30);
    }
    assert!(kept(shop, &imp).await.is_some());
    let uid = ImpUid::parse(&imp).unwrap();
    let (one, two) = tokio::join!(
        shop.shop.settle_receipt(&uid),
        shop.shop.settle_receipt(&uid)
    );
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(told(shop, &imp, "현금영수증 발행 ").await, 1);
}

async fn what_the_pg_does_not_do_becomes_a_task(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = place(&browser, "trans", &PERSON).await;
    let imp = transferred(shop, &browser, &placed, "kakaopay").await;
    for _ in 0..10 {
        shop.drain().await;
        shop.clock.advance_seconds(60);
    }
    let tasks = shop.shop.db().given_up_effects(10).await.unwrap();
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0].key, format!("receipt:{imp}:0"));
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn ksnet_leaves_receipts_to_the_shop(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = place(&browser, "trans", &PERSON).await;
    let imp = transferred(shop, &browser, &placed, "ksnet").await;
    shop.drain().await;
    let whole = kept(shop, &imp).await.unwrap().amount;
    for (back, left, issued, cancelled) in [(900, whole - 900, 2, 1), (whole - 900, 0, 2, 2)] {
        shop.console(
            Http::POST,
            &format!("payments/{imp}/cancel"),
            json!({ "amount": back }),
        )
        .await;
        browser.complete(&imp, &placed.uid).await;
        shop.drain().await;
        assert_eq!(
            told(shop, &imp, "현금영수증 발행 ").await,
            issued,
            "{left} are left"
        );
        assert_eq!(
            told(shop, &imp, "현금영수증 발급취소").await,
            cancelled,
            "{left} are left"
        );
    }
    assert_eq!(
        kept(shop, &imp).await.unwrap().amount,
        whole - 900,
        "the last one that there was"
    );
    assert_eq!(
        receipt_on_page(&browser, &placed).await["progress"],
        "withdrawn"
    );
}

async fn paying_again_has_a_wish_of_its_own(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let first = place(&browser, "card", &[]).await;
    let fields = [
        ("order_id", first.order.as_str()),
        ("method", "trans"),
        ("agree", "on"),
        PERSON[0],
        PERSON[1],
    ];
    let again = Placed::read(&browser.json("orders/retry", &fields).await);
    let imp = transferred(shop, &browser, &again, "html5_inicis").await;
    shop.drain().await;
    assert!(kept(shop, &imp).await.is_some());
}

async fn a_large_sum_in_cash_gets_a_receipt_unasked(shop: &TestShop) {
    for (chairs, method, wish, receipt) in [
        ("2", "trans", [].as_slice(), Some(("010-000-1234", true))),
        ("2", "trans", &PERSON, Some(("010-4242-4242", false))),
        ("1", "trans", &[], None),
        ("2", "card", &[], None),
    ] {
        let browser = Browser::new(shop).await;
        let placed = place_so_many(chairs, &browser, method, wish).await;
        let form = browser
            .json("orders/read", &[("order_id", placed.order.as_str())])
            .await["form"]
            .clone();
        assert_eq!(
            form["receipt"],
            if wish.is_empty() { "" } else { "person" },
            "nobody is taken to have asked"
        );
        let imp = match method {
            "card" => imp_uid(&shop.pay(&placed, "paid").await),
            _ => transferred(shop, &browser, &placed, "html5_inicis").await,
        };
        browser.complete(&imp, &placed.uid).await;
        shop.drain().await;
        let shown = receipt_on_page(&browser, &placed).await;
        let told = shown["identifier"].as_str().zip(shown["unasked"].as_bool());
        assert_eq!(
            (told, kept(shop, &imp).await.is_some()),
            (receipt, receipt.is_some()),
            "{chairs} by {method}"
        );
    }
}
