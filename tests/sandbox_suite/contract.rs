//! The main answers, whole and to the letter, against files written from what is known of the real API.
//! What differs from run to run is masked in the files: `<imp_uid>`, `<time>`, `<text>` and the like.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Answer, Shop, Twin, read, uid};
use super::windows::{callback, open, send};

/// Compares with the file; a status is compared where the file has one.
fn assert_is(name: &str, status: Option<u16>, body: &Value) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("tests/fixtures/sandbox/answers/{name}.json"));
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let expected: Value = serde_json::from_str(&text).expect("the fixture is JSON");
    assert_eq!(
        expected["status"].as_u64(),
        status.map(u64::from),
        "{name}: {body}"
    );
    same(&expected["body"], body, name);
}

fn same(expected: &Value, seen: &Value, place: &str) {
    match (expected, seen) {
        (Value::Object(expected), Value::Object(seen)) => {
            let keys = |object: &serde_json::Map<String, Value>| {
                object.keys().cloned().collect::<Vec<_>>()
            };
            let (mut wanted, mut given) = (keys(expected), keys(seen));
            wanted.sort();
            given.sort();
            assert_eq!(wanted, given, "{place}: the keys");
            expected
                .iter()
                .for_each(|(key, value)| same(value, &seen[key], &format!("{place}.{key}")));
        }
        (Value::Array(expected), Value::Array(seen)) => {
            assert_eq!(expected.len(), seen.len(), "{place}: the length");
            expected
                .iter()
                .zip(seen)
                .for_each(|(expected, seen)| same(expected, seen, place));
        }
        (Value::String(mask), _) if mask.starts_with('<') => {
            assert!(fits(mask, seen), "{place}: {seen} is no {mask}")
        }
        _ => assert_eq!(expected, seen, "{place}"),
    }
}

fn fits(mask: &str, seen: &Value) -> bool {
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if mask == "<time>" {
        return seen.as_i64().is_some_and(|seconds| seconds > 1_600_000_000);
    }
    let Some(text) = seen.as_str() else {
        return false;
    };
    match mask {
        "<imp_uid>" => text
            .strip_prefix("imp_")
            .is_some_and(|rest| digits(rest, 12)),
        "<token>" => {
            text.len() == 40
                && text
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        }
        "<apply_num>" => digits(text, 8),
        "<card_number>" => text.len() == 16 && digits(&text[..6], 6) && &text[6..12] == "******",
        "<account>" => text.bytes().filter(u8::is_ascii_digit).count() >= 10,
        "<url>" => text.starts_with("http://127.0.0.1:"),
        "<tid>" | "<text>" => !text.is_empty(),
        other => panic!("{other} is no mask"),
    }
}

fn check(name: &str, answer: &Answer) {
    assert_is(name, Some(answer.status), &answer.body);
}

/// A payment with the details that the files know.
async fn pay(twin: &Twin, merchant_uid: &str, extra: Value) -> Value {
    let mut body = json!({"merchant_uid": merchant_uid, "amount": 64_900, "name": "의자 외 1건", "custom_data": {"cart": 7},
        "buyer_name": "김테스트", "buyer_email": "kim@example.com", "buyer_tel": "010-0000-1111",
        "card_code": "366"});
    body.as_object_mut()
        .expect("an object")
        .extend(extra.as_object().cloned().unwrap_or_default());
    twin.payment_with(body).await
}

#[tokio::test]
async fn tokens() {
    let twin = Twin::start().await;
    let right = json!({"imp_key": "sandbox_key", "imp_secret": "sandbox_secret"});
    let wrong = json!({"imp_key": "sandbox_key", "imp_secret": "no"});
    check("token", &twin.post("/users/getToken", right).await);
    check(
        "token_wrong_keys",
        &twin.post("/users/getToken", wrong).await,
    );
    check(
        "token_missing_keys",
        &twin
            .post("/users/getToken", json!({"imp_key": "sandbox_key"}))
            .await,
    );
    let without = twin
        .http
        .get(format!("{}/payments/imp_1", twin.url))
        .send()
        .await
        .expect("an answer");
    check("unauthorized", &read(without).await);
}

#[tokio::test]
async fn amounts_registered_beforehand() {
    let twin = Twin::start().await;
    let ask = json!({"merchant_uid": "FIX-PRE", "amount": 64_900});
    check(
        "prepare",
        &twin.post("/payments/prepare", ask.clone()).await,
    );
    check("prepare_again", &twin.post("/payments/prepare", ask).await);
    check("prepare", &twin.get("/payments/prepare/FIX-PRE").await);
    let change = json!({"merchant_uid": "FIX-PRE", "amount": 1_000});
    check(
        "prepare_changed",
        &twin.put("/payments/prepare", change).await,
    );
    check(
        "prepare_unknown",
        &twin.get("/payments/prepare/FIX-NONE").await,
    );
    let unknown = json!({"merchant_uid": "FIX-NONE", "amount": 1_000});
    check(
        "prepare_change_unknown",
        &twin.put("/payments/prepare", unknown).await,
    );
    let dollars = json!({"merchant_uid": "FIX-USD", "amount": 10.5, "currency": "USD"});
    check(
        "prepare_in_dollars",
        &twin.post("/payments/prepare", dollars).await,
    );
}

#[tokio::test]
async fn payments_in_every_state() {
    let twin = Twin::start().await;
    let table = [
        ("payment_paid", "FIX-PAID", json!({})),
        (
            "payment_vbank",
            "FIX-VBANK",
            json!({"outcome": "vbank", "bank_code": "088"}),
        ),
        (
            "payment_failed",
            "FIX-FAILED",
            json!({"outcome": "cancelled_by_user"}),
        ),
        (
            "payment_abandoned",
            "FIX-ABANDONED",
            json!({"outcome": "abandoned"}),
        ),
        (
            "payment_transfer",
            "FIX-TRANS",
            json!({"pay_method": "trans", "bank_code": "088"}),
        ),
        (
            "payment_kakaopay",
            "FIX-KAKAO",
            json!({"pg": "kakaopay", "card_code": null}),
        ),
        (
            "payment_paypal",
            "FIX-PAYPAL",
            json!({"pg": "paypal", "amount": 10.5}),
        ),
    ];
    for (name, merchant_uid, extra) in table {
        let payment = pay(&twin, merchant_uid, extra).await;
        check(name, &twin.lookup(&payment).await);
        if name == "payment_vbank" {
            twin.act(&payment, "deposit", json!({})).await.response();
            check("payment_deposited", &twin.lookup(&payment).await);
        }
    }
    check(
        "payment_unknown",
        &twin.get("/payments/imp_000000000000").await,
    );
}

#[tokio::test]
async fn look_ups_and_lists() {
    let twin = Twin::start().await;
    let payment = pay(&twin, "FIX-PAID", json!({})).await;
    check("payment_paid", &twin.get("/payments/find/FIX-PAID").await);
    check(
        "payment_paid",
        &twin.get("/payments/find/FIX-PAID/paid").await,
    );
    check(
        "payment_unknown",
        &twin.get("/payments/find/FIX-PAID/failed").await,
    );
    check("page_of_one", &twin.get("/payments/findAll/FIX-PAID").await);
    check("page_of_one", &twin.get("/payments/status/all").await);
    check(
        "status_unknown",
        &twin.get("/payments/status/nonsense").await,
    );
    check(
        "payments_partly",
        &twin
            .get(&format!(
                "/payments?imp_uid[]={}&imp_uid[]=imp_1",
                uid(&payment)
            ))
            .await,
    );
    check(
        "payment_unknown",
        &twin.get("/payments?imp_uid[]=imp_1").await,
    );
}

#[tokio::test]
async fn cancels() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let payment = pay(&twin, "FIX-CANCEL", json!({"notice_url": shop.url})).await;
    let cancel = async |body: Value| twin.post("/payments/cancel", body).await;
    check(
        "cancel_too_much",
        &cancel(json!({"imp_uid": uid(&payment), "amount": 64_901})).await,
    );
    check(
        "cancel_checksum",
        &cancel(json!({"imp_uid": uid(&payment), "checksum": 1})).await,
    );
    check("cancel_without_id", &cancel(json!({})).await);
    check(
        "cancel_unknown",
        &cancel(json!({"merchant_uid": "FIX-NONE"})).await,
    );
    let part = json!({"amount": 10_000, "reason": "부분 환불"});
    check(
        "payment_cancelled_partly",
        &twin.act(&payment, "cancel", part).await,
    );
    let rest = json!({"imp_uid": uid(&payment), "checksum": 54_900, "reason": "나머지"});
    check("payment_cancelled_fully", &cancel(rest).await);
    check(
        "cancel_twice",
        &cancel(json!({"imp_uid": uid(&payment)})).await,
    );
    let hooks = shop.wait_for(2).await;
    for (hook, name) in hooks.iter().zip(["webhook_paid", "webhook_cancelled"]) {
        assert_is(name, None, &serde_json::from_str(&hook.body).expect("JSON"));
    }
}

#[tokio::test]
async fn accounts_by_api_and_the_rest() {
    let twin = Twin::start().await;
    let account = json!({"pg": "nice", "merchant_uid": "FIX-API", "amount": 64_900, "vbank_code": "088",
        "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게", "name": "의자 외 1건", "custom_data": {"cart": 7},
        "buyer_name": "김테스트", "buyer_email": "kim@example.com", "buyer_tel": "010-0000-1111"});
    let issued = twin.post("/vbanks", account).await;
    check("vbank_by_api", &issued);
    let path = format!("/vbanks/{}", uid(&issued.response()));
    check("vbank_revoked", &twin.delete(&path).await);
    check("vbank_revoked_twice", &twin.delete(&path).await);
    check(
        "certification_unknown",
        &twin.get("/certifications/imp_000000000000").await,
    );
    check("tier", &twin.get("/tiers/XYZ").await);
    check("tier_unknown", &twin.get("/tiers/ABC").await);
    check(
        "out_of_scope",
        &twin
            .call(Method::POST, "/subscribe/payments/again", None)
            .await,
    );
}

#[tokio::test]
async fn what_the_page_is_told() {
    let twin = Twin::start().await;
    let table = [
        ("callback_paid", json!({"merchant_uid": "FIX-RSP"}), "paid"),
        (
            "callback_vbank",
            json!({"merchant_uid": "FIX-RSP-V", "pay_method": "vbank"}),
            "vbank",
        ),
        (
            "callback_failed",
            json!({"merchant_uid": "FIX-RSP-F"}),
            "cancelled_by_user",
        ),
        (
            "callback_new_module_paid",
            json!({"merchant_uid": "FIX-RSP-N", "pg": "tosspayments"}),
            "paid",
        ),
        (
            "callback_new_module_failed",
            json!({"merchant_uid": "FIX-RSP-NF", "pg": "tosspayments"}),
            "failed",
        ),
    ];
    for (name, params, outcome) in table {
        let window = open(&twin, "v1", "pc", params).await;
        let form = [
            ("outcome", outcome),
            ("card_code", "366"),
            ("bank_code", "088"),
        ];
        let (_, _, page) = send(&twin, &window, &form).await;
        assert_is(name, None, &Value::Object(callback(&page)));
    }
}
