//! Whatever comes in, the answer is an envelope with a 4xx or a refusal, never a 5xx.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Twin, read};

#[tokio::test]
async fn nonsense_gets_the_envelope() {
    let twin = Twin::start().await;
    let token = twin.token().await;
    let bodies: [&[u8]; 9] = [
        b"{",
        b"[]",
        b"null",
        b"\"text\"",
        b"{\"amount\": {}}",
        b"{\"merchant_uid\": [1], \"amount\": \"x\"}",
        b"{\"imp_uid\": {\"a\": 1}}",
        b"\xff\xfe{",
        b"{\"amount\": 1e999}",
    ];
    let places = [
        (Method::POST, "/users/getToken"),
        (Method::POST, "/payments/prepare"),
        (Method::PUT, "/payments/prepare"),
        (Method::POST, "/payments/cancel"),
        (Method::POST, "/vbanks"),
        (Method::PUT, "/vbanks/imp_1"),
        (Method::POST, "/receipts/imp_1"),
        (Method::POST, "/receipts/external/x"),
        (Method::POST, "/escrows/logis/imp_1"),
        (Method::POST, "/certifications/otp/request"),
        (Method::POST, "/certifications/otp/confirm/imp_1"),
        (Method::POST, "/console/api/payments"),
        (Method::PUT, "/console/api/settings"),
        (Method::PUT, "/console/api/clock"),
        (Method::POST, "/console/api/messages"),
        (Method::POST, "/console/api/merchants"),
    ];
    for (method, path) in places {
        for body in bodies {
            let request = twin
                .http
                .request(method.clone(), format!("{}{path}", twin.url));
            let request = request
                .header("Authorization", &token)
                .header("Content-Type", "application/json");
            let answer = read(request.body(body).send().await.expect("an answer")).await;
            let place = format!(
                "{method} {path} {:?}: {} {}",
                String::from_utf8_lossy(body),
                answer.status,
                answer.body
            );
            assert!(answer.status < 500, "{place}");
            assert!(answer.body["code"].is_i64(), "{place}");
            let settled = answer.code() != 0 || path.ends_with("/settings");
            assert!(settled, "{place}");
        }
    }
}

#[tokio::test]
async fn amounts_beyond_reason_are_refused() {
    let twin = Twin::start().await;
    for amount in [
        json!(-1),
        json!(1e30),
        json!("1,000"),
        json!(0.00001),
        json!(true),
        json!([1]),
    ] {
        for path in ["/payments/prepare", "/console/api/payments"] {
            let answer = twin
                .post(path, json!({"merchant_uid": "A", "amount": amount}))
                .await;
            assert_eq!((answer.status, answer.code()), (400, -1), "{path} {amount}");
        }
    }
}

#[tokio::test]
async fn long_and_strange_texts_do_no_harm() {
    let twin = Twin::start().await;
    assert_eq!(
        twin.post(
            "/console/api/payments",
            json!({"merchant_uid": "x".repeat(41), "amount": 100})
        )
        .await
        .status,
        400
    );
    let hostile = json!({"merchant_uid": "<script>alert(1)</script>", "amount": 100, "name": "\u{0}\u{7}<img src=x>'\"", "custom_data": {"a": "</script>"}});
    let payment = twin.payment_with(hostile).await;
    let pages = [
        "/console".to_owned(),
        format!(
            "/console/payments/{}",
            payment["imp_uid"].as_str().unwrap_or_default()
        ),
    ];
    for page in pages {
        let text = twin.get(&page).await.body;
        let text = text.as_str().expect("a page");
        assert!(
            !text.contains("<script>") && !text.contains("<img"),
            "{page} escapes what it shows"
        );
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_apart_from_what_is_out_of_scope() {
    let twin = Twin::start().await;
    let table = [
        (Method::GET, "/nowhere", 404),
        (Method::GET, "/payments/a/b/c", 404),
        (Method::DELETE, "/payments/cancel", 405),
        (Method::POST, "/subscribe/payments/again", 501),
        (Method::GET, "/payments/imp_1/naver/point", 501),
        (Method::GET, "/payments/%ff", 400),
    ];
    for (method, path, status) in table {
        let answer = twin.call(method, path, None).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            (answer.code(), &answer.body["response"]),
            (-1, &Value::Null),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_oversize_body_is_refused() {
    let twin = Twin::start().await;
    let answer = twin
        .post(
            "/payments/prepare",
            json!({"merchant_uid": "x".repeat(300_000), "amount": 1}),
        )
        .await;
    assert_eq!((answer.status, answer.code()), (413, -1));
}

#[tokio::test]
async fn thousands_of_open_windows_slow_nobody_down_and_long_texts_open_none() {
    let twin = Twin::start().await;
    let ask = |uid: &str, origin: &str| {
        json!({"user_code": "imp00000000", "device": "pc", "edition": "v1", "page_origin": origin, "request_id": "r",
            "params": {"pg": "kcp", "merchant_uid": uid, "amount": 1_000}})
    };
    for index in 0..3_000 {
        let opened = twin
            .post(
                "/windows/open",
                ask(&format!("OPEN{index}"), "https://shop.example"),
            )
            .await;
        assert_eq!(opened.body["next"], "window");
    }
    assert_eq!(
        twin.get("/payments/status/ready?limit=1").await.response()["total"],
        json!(3_000)
    );
    assert_eq!(
        twin.payment("OPEN7", json!(1_000), "paid").await["status"],
        "paid"
    );
    let flood = twin
        .post("/windows/open", ask("LONG", &"x".repeat(100_000)))
        .await;
    assert_eq!(flood.body["next"], "refused");
    assert_eq!(twin.get("/payments/find/LONG").await.status, 404);
}

#[tokio::test]
async fn small_amounts_are_paid_at_once_whatever_was_asked() {
    let twin = Twin::start().await;
    let pay = async |uid: &str, amount: u32| {
        twin.payment_with(json!({"merchant_uid": uid, "amount": amount, "card_quota": 3}))
            .await["card_quota"]
            .clone()
    };
    assert_eq!(
        (pay("Q1", 49_999).await, pay("Q2", 50_000).await),
        (json!(0), json!(3))
    );
}
