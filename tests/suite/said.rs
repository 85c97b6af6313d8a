//! What an address or a stranger says is never the shop's word, and keeps nobody from paying.

use imp_checkout::domain::order::OrderState;
use reqwest::StatusCode;
use serde_json::json;

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    nothing_that_an_address_says_is_shown,
    a_link_holder_does_not_keep_the_owner_from_paying,
    what_names_no_page_is_refused,
    made_up_payments_do_not_make_the_shop_ask_without_end,
    an_order_has_an_end_of_attempts,
);

const WORDS: &str = "call 060-123-4567 to pay";

async fn nothing_that_an_address_says_is_shown(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let order = placed.order.as_str();
    let refused = |detail: serde_json::Value| {
        let error = json!({ "error": "invalid", "detail": detail }).to_string();
        let encoded = url_safe(error.as_bytes());
        move |path: &str, function: &str| {
            format!("{path}?__path=%2Fapi%2F{function}&__err={encoded}")
        }
    };
    let known = refused(json!([{ "field": "method", "problem": "missing", "text": WORDS }]));
    let unknown = refused(json!([{ "field": "method", "problem": WORDS, "text": WORDS }]));
    let strange = refused(json!(WORDS));
    for (path, function) in [
        ("/checkout".to_owned(), "orders%2Fplace"),
        (format!("/orders/{order}"), "orders%2Fretry"),
        (format!("/orders/{order}"), "orders%2Fcancel"),
        ("/orders".to_owned(), "orders%2Ffind"),
        ("/cart".to_owned(), "cart%2Fchange"),
        ("/".to_owned(), "cart%2Fadd"),
    ] {
        for crafted in [
            known(&path, function),
            unknown(&path, function),
            strange(&path, function),
        ] {
            let page = browser.get(&crafted).await;
            assert_eq!(page.status(), StatusCode::OK, "{crafted}");
            assert!(!page.text().await.unwrap().contains(WORDS), "{crafted}");
        }
    }
    // Of the owner, by a link that somebody has sent.
    let query = serde_urlencoded::to_string([
        ("order", order),
        ("merchant_uid", &placed.uid),
        ("imp_success", "false"),
        ("error_msg", WORDS),
    ]);
    let back = browser
        .get(&format!("/payments/complete?{}", query.unwrap()))
        .await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    let page = browser
        .get(&format!("/orders/{order}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("data-stage=\"failed\"") && !page.contains(WORDS));
}

/// As Leptos puts an error into an address.
fn url_safe(bytes: &[u8]) -> String {
    const MARKS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let mut bits = [0_u8; 3];
        bits[..three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
        for place in 0..4 {
            let mark = char::from(MARKS[(bits >> (18 - 6 * place)) as usize & 63]);
            text.push_str(&if place <= three.len() {
                mark.to_string()
            } else {
                "%3D".to_owned()
            });
        }
    }
    text
}

async fn a_link_holder_does_not_keep_the_owner_from_paying(shop: &TestShop) {
    let owner = Browser::new(shop).await;
    let placed = owner.place().await;
    let url = placed.way_back();
    let token = placed.token();
    let holder = Browser::new(shop).await;
    let claim = [
        ("order_id", placed.order.as_str()),
        ("token", token),
        ("merchant_uid", &placed.uid),
        ("imp_uid", "imp_000000000000"),
        ("claims_success", "true"),
    ];
    for _ in 0..3 {
        holder.call("orders/complete", &claim).await;
        holder
            .get(&format!(
                "{url}&imp_success=true&imp_uid=imp_000000000000&merchant_uid={}",
                placed.uid
            ))
            .await;
        holder
            .get(&format!(
                "/payments/complete?imp_success=true&merchant_uid={}",
                placed.uid
            ))
            .await;
        assert_eq!(owner.stage(&placed.order).await, "payable");
    }
    owner.retry(&placed.order, "card").await;
}

async fn what_names_no_page_is_refused(shop: &TestShop) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = shop.url.trim_start_matches("http://").to_owned();
    for line in [
        "CONNECT evil.example:443",
        "OPTIONS *",
        "GET http://evil.example",
    ] {
        let mut wire = tokio::net::TcpStream::connect(&address).await.unwrap();
        let request = format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        wire.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        wire.read_to_string(&mut answer).await.unwrap();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "200"].contains(&status), "{line}: {answer}");
        assert!(
            !line.starts_with("CONNECT") || status == "400",
            "{line}: {answer}"
        );
    }
}

/// Many claims, and afterwards the true one.
async fn made_up_payments_do_not_make_the_shop_ask_without_end(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    for number in 0..40 {
        browser
            .complete(&format!("imp_{number:012}"), &placed.uid)
            .await;
    }
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    shop.clock.advance_seconds(30);
    let (status, answer) = browser.complete(&imp, &placed.uid).await;
    assert_eq!(
        (status, answer["status"].as_str()),
        (200, Some("success")),
        "{answer}"
    );
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn an_order_has_an_end_of_attempts(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let again = [
        ("order_id", placed.order.as_str()),
        ("method", "card"),
        ("agree", "on"),
    ];
    let mut tries = 1;
    while browser.call("orders/retry", &again).await.status() == StatusCode::OK {
        tries += 1;
        assert!(tries <= 100, "without end");
    }
    assert_eq!(tries, 50);
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    assert_eq!(
        browser.complete(&imp, &placed.uid).await.0,
        200,
        "what was opened can be paid"
    );
}
