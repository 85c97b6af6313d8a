//! Every answer against the shapes that i'mport publishes: documented status, documented types, required
//! keys present, and no key that the real API does not have.

mod calls;
mod published;

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use self::{calls::calls, published::Shapes};
use super::support::Twin;

/// One payment in every state, so that every field is filled somewhere.
async fn gallery(twin: &Twin) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for (name, outcome, pg) in [
        ("card", "paid", "html5_inicis"),
        ("vbank", "vbank", "nice"),
        ("failed", "failed", "kcp"),
        ("abandoned", "abandoned", "kcp"),
        ("wallet", "paid", "payco"),
    ] {
        let body = json!({"merchant_uid": name, "amount": 64_900, "outcome": outcome, "pg": pg, "custom_data": {"cart": 7},
            "name": "의자", "buyer_name": "김", "buyer_tel": "010", "escrow": true});
        all.insert(name, twin.payment_with(body).await);
    }
    let dollars = json!({"merchant_uid": "dollars", "amount": 10.5, "pg": "paypal"});
    all.insert("dollars", twin.payment_with(dollars).await);
    let refunded = twin.payment("refunded", json!(5_000), "paid").await;
    twin.act(&refunded, "cancel", json!({"amount": 1_000}))
        .await
        .response();
    all.insert("refunded", refunded);
    let transfer = json!({"merchant_uid": "transfer", "amount": 11_000, "pay_method": "trans"});
    all.insert("transfer", twin.payment_with(transfer).await);
    all
}

#[tokio::test]
async fn every_answer_has_the_published_shape() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    let all = gallery(&twin).await;
    let settle = json!({"pg": "settle", "merchant_uid": "API2", "amount": 1_000, "vbank_code": "004", "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
    let settled = twin.post("/vbanks", settle).await.response();
    for (method, path, address, body) in calls(&all, &settled) {
        let answer = twin.call(method.clone(), &address, body).await;
        shapes.check(&method, path, &answer);
    }
    for payment in all.values() {
        shapes.check(
            &Method::GET,
            "/payments/{imp_uid}",
            &twin.lookup(payment).await,
        );
    }
}

#[tokio::test]
async fn every_key_of_a_payment_is_always_present() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    let published = shapes.0["definitions"]["PaymentAnnotation"]["properties"]
        .as_object()
        .cloned()
        .expect("an object");
    for (name, payment) in gallery(&twin).await {
        let seen = twin.lookup(&payment).await.response();
        for key in published.keys() {
            assert!(seen.get(key).is_some(), "{name} lacks {key}");
        }
    }
}

/// What the sandbox's README lists as beyond it.
const BEYOND: &[&str] = &[
    "subscribe",
    "benepia",
    "cvs",
    "kcpquick",
    "naver",
    "payco",
    "paymentwall",
    "partners",
];

#[tokio::test]
async fn every_published_call_is_answered_or_said_to_be_beyond() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    for (path, methods) in shapes.0["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let method: Method = method.to_uppercase().parse().expect("a method");
            let address = path
                .split('/')
                .map(|part| if part.starts_with('{') { "imp_0" } else { part });
            let answer = twin
                .call(
                    method.clone(),
                    &address.collect::<Vec<_>>().join("/"),
                    Some(json!({})),
                )
                .await;
            let beyond = path.split('/').any(|part| BEYOND.contains(&part));
            assert_eq!(
                answer.status == 501,
                beyond,
                "{method} {path}: {}",
                answer.body
            );
            let unknown = answer.status == 405 || answer.message() == "존재하지 않는 API입니다.";
            assert!(
                !unknown && answer.body.get("code").is_some(),
                "{method} {path}: {}",
                answer.body
            );
        }
    }
}
