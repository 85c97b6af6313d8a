//! The windows as a browser without scripts would walk through them, and what the SDK is told.

use serde_json::{Map, Value, json};

use super::support::{Twin, uid};

/// What the frame page of the SDK would send, and get.
pub async fn open(twin: &Twin, edition: &str, device: &str, params: Value) -> Value {
    let mut all = json!({"pg": "kcp", "pay_method": "card", "merchant_uid": "O1", "name": "의자", "amount": 64_900,
        "m_redirect_url": "https://shop.example/back?o=1"});
    all.as_object_mut()
        .expect("an object")
        .extend(params.as_object().cloned().unwrap_or_default());
    let ask = json!({"user_code": "imp00000000", "params": all, "device": device, "edition": edition,
        "page_origin": "https://shop.example", "request_id": "req_1"});
    twin.post("/windows/open", ask).await.body
}

pub async fn send(twin: &Twin, window: &Value, form: &[(&str, &str)]) -> (u16, String, String) {
    let address = format!(
        "{}{}",
        twin.url,
        window["url"].as_str().expect("an address")
    );
    let answer = twin
        .http
        .post(address)
        .form(form)
        .send()
        .await
        .expect("an answer");
    let location = answer
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    (
        answer.status().as_u16(),
        location,
        answer.text().await.expect("a page"),
    )
}

/// The callback object in the last page of a frame.
pub fn callback(page: &str) -> Map<String, Value> {
    let json = page
        .split("id=\"end\">")
        .nth(1)
        .and_then(|rest| rest.split("</script>").next())
        .expect("an end");
    let end: Value = serde_json::from_str(json).expect("JSON");
    end["message"]["data"]
        .as_object()
        .cloned()
        .expect("an object")
}

#[tokio::test]
async fn a_card_payment_walks_through_company_and_password() {
    let twin = Twin::start().await;
    let window = open(&twin, "legacy", "pc", json!({})).await;
    assert_eq!(window["door"], "frame");
    let (_, _, page) = send(
        &twin,
        &window,
        &[("step", "password"), ("card_code", "365"), ("quota", "3")],
    )
    .await;
    assert!(page.contains("name=\"password\"") && page.contains("삼성카드"));
    let (_, _, page) = send(
        &twin,
        &window,
        &[
            ("step", "simple_pay"),
            ("password", "000000"),
            ("card_code", "365"),
            ("quota", "3"),
        ],
    )
    .await;
    assert!(page.contains("(1/3)"));
    let (_, _, page) = send(
        &twin,
        &window,
        &[
            ("step", "simple_pay"),
            ("password", "123456"),
            ("card_code", "365"),
            ("quota", "3"),
        ],
    )
    .await;
    let told = callback(&page);
    assert_eq!(
        (
            &told["success"],
            &told["paid_amount"],
            &told["card_name"],
            &told["card_quota"]
        ),
        (&json!(true), &json!(64_900), &json!("삼성카드"), &json!(3))
    );
    assert_eq!(
        twin.get("/payments/find/O1").await.response()["status"],
        "paid"
    );
    let (_, _, again) = send(&twin, &window, &[("outcome", "failed")]).await;
    assert_eq!(
        callback(&again),
        told,
        "an ended window shows its end again"
    );
}

#[tokio::test]
async fn families_of_answers_follow_module_and_script() {
    let twin = Twin::start().await;
    let keys = |object: &Map<String, Value>| object.keys().cloned().collect::<Vec<_>>();
    let window = open(
        &twin,
        "v1",
        "pc",
        json!({"pg": "tosspayments", "merchant_uid": "F1"}),
    )
    .await;
    let (_, _, page) = send(&twin, &window, &[("outcome", "paid")]).await;
    assert_eq!(
        keys(&callback(&page)),
        ["imp_uid", "merchant_uid", "request_id"]
    );
    let window = open(
        &twin,
        "v1",
        "pc",
        json!({"pg": "tosspayments", "merchant_uid": "F2"}),
    )
    .await;
    let (_, _, page) = send(&twin, &window, &[("outcome", "cancelled_by_user")]).await;
    assert_eq!(callback(&page)["error_code"], "F400");
    let window = open(&twin, "v1", "pc", json!({"merchant_uid": "F3"})).await;
    let (_, _, page) = send(&twin, &window, &[("outcome", "cancelled_by_user")]).await;
    assert_eq!(
        (
            &callback(&page)["success"],
            callback(&page).contains_key("error_code")
        ),
        (&json!(false), false)
    );
    twin.put("/console/api/settings", json!({"callback_family": "b"}))
        .await
        .response();
    let window = open(&twin, "legacy", "pc", json!({"merchant_uid": "F4"})).await;
    let (_, _, page) = send(&twin, &window, &[("outcome", "paid")]).await;
    assert!(!callback(&page).contains_key("success"));
}

#[tokio::test]
async fn a_phone_goes_back_to_the_shop_with_the_result_in_the_address() {
    let twin = Twin::start().await;
    let table = [
        ("kcp", "paid", "&imp_success=true"),
        (
            "kcp",
            "limit_exceeded",
            "&imp_success=false&error_code=8326&error_msg=F0005",
        ),
        ("tosspayments", "paid", "&merchant_uid=tosspaymentspaid"),
        ("tosspayments", "failed", "&error_code=F400&error_msg="),
    ];
    for (pg, outcome, expected) in table {
        let window = open(
            &twin,
            "v1",
            "mobile",
            json!({"pg": pg, "merchant_uid": format!("{pg}{outcome}")}),
        )
        .await;
        assert_eq!(window["door"], "redirect");
        let (status, location, _) = send(&twin, &window, &[("outcome", outcome)]).await;
        assert_eq!(status, 303);
        assert!(
            location.starts_with("https://shop.example/back?o=1&imp_uid=imp_"),
            "{location}"
        );
        assert!(location.contains(expected), "{location}");
        assert_eq!(location.contains("imp_success"), pg == "kcp", "{location}");
    }
    let nowhere = open(
        &twin,
        "legacy",
        "mobile",
        json!({"merchant_uid": "N", "m_redirect_url": null}),
    )
    .await;
    let (_, location, _) = send(&twin, &nowhere, &[("outcome", "paid")]).await;
    assert!(
        location.starts_with("/payments/success?imp_uid="),
        "{location}"
    );
}

#[tokio::test]
async fn a_paypal_popup_reports_by_address_unless_told_otherwise() {
    let twin = Twin::start().await;
    let params =
        |uid: &str| json!({"pg": "paypal", "amount": 10.5, "popup": true, "merchant_uid": uid});
    let window = open(&twin, "v1", "pc", params("Y1")).await;
    assert_eq!(window["door"], "popup");
    let (status, location, _) = send(&twin, &window, &[("outcome", "paid")]).await;
    assert_eq!((status, location.contains("imp_success=true")), (303, true));
    let told = format!("{}/told", window["url"].as_str().expect("an address"));
    assert_eq!(twin.get(&told).await.body["state"], "left");
    twin.put("/console/api/settings", json!({"popup_result": "callback"}))
        .await
        .response();
    let window = open(&twin, "v1", "pc", params("Y2")).await;
    let closing = format!("{}/closing", window["url"].as_str().expect("an address"));
    let closed = twin.post(&closing, json!({})).await.body;
    assert_eq!(
        (&closed["state"], &closed["data"]["success"]),
        (&json!("done"), &json!(false)),
        "the X of the popup cancels"
    );
}

#[tokio::test]
async fn windows_that_must_not_open_say_why() {
    let twin = Twin::start().await;
    twin.post(
        "/payments/prepare",
        json!({"merchant_uid": "PRE", "amount": 100}),
    )
    .await
    .response();
    twin.payment("USED", json!(1_000), "paid").await;
    let table = [
        ("legacy", json!({"merchant_uid": "PRE"}), "F400", false),
        ("legacy", json!({"merchant_uid": "USED"}), "F1002", false),
        (
            "v1",
            json!({"merchant_uid": "USED", "pg": "ksnet"}),
            "F400",
            false,
        ),
        ("legacy", json!({"amount": "64900"}), "F400", false),
        ("legacy", json!({"merchant_uid": 7}), "F400", false),
        (
            "legacy",
            json!({"merchant_uid": "x".repeat(41)}),
            "F400",
            false,
        ),
        ("legacy", json!({"pay_method": "phone"}), "F400", false),
        ("legacy", json!({"pg": "tosspayments"}), "F1001", false),
        ("v1", json!({"channelKey": "nonsense"}), "F500", false),
        ("legacy", json!({"vbank_due": "tomorrow"}), "F400", false),
        ("legacy", json!({"pg": "html5_inicis"}), "F0004", true),
        ("legacy", json!({"amount": 99}), "F0004", true),
        (
            "legacy",
            json!({"pg": "paypal", "currency": "KRW"}),
            "F0004",
            true,
        ),
    ];
    for (edition, params, code, recorded) in table {
        let answer = open(&twin, edition, "pc", params.clone()).await;
        assert_eq!(answer["next"], "refused", "{params}");
        let said = format!(
            "{} {}",
            answer["data"]["error_code"], answer["data"]["error_msg"]
        );
        assert!(said.contains(code), "{params}: {said}");
        assert_eq!(answer["data"]["imp_uid"].is_string(), recorded, "{params}");
    }
}

#[tokio::test]
async fn the_shop_limits_instalments_and_the_deadline() {
    let twin = Twin::start().await;
    let window = open(
        &twin,
        "legacy",
        "pc",
        json!({"display": {"card_quota": [2, 3]}, "language": "en"}),
    )
    .await;
    let page = twin
        .get(window["url"].as_str().expect("an address"))
        .await
        .body;
    let page = page.as_str().expect("a page");
    assert!(
        page.contains("lang=\"en\"")
            && page.contains("value=\"3\"")
            && !page.contains("value=\"12\"")
    );
    let window = open(
        &twin,
        "legacy",
        "pc",
        json!({"merchant_uid": "DUE", "pay_method": "vbank", "vbank_due": "2099-12-31"}),
    )
    .await;
    let (_, _, page) = send(&twin, &window, &[("step", "issue"), ("bank_code", "088")]).await;
    assert_eq!(
        (&callback(&page)["status"], &callback(&page)["vbank_name"]),
        (&json!("ready"), &json!("신한은행"))
    );
    let seen = twin.get("/payments/find/DUE").await.response();
    assert_eq!(
        (&seen["vbank_date"], uid(&seen).len()),
        (&json!(4_102_412_399_i64), 16)
    );
}
