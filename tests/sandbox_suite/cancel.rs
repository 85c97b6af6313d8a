use serde_json::{Value, json};

use super::support::{Answer, Shop, Twin, uid};

async fn cancel(twin: &Twin, body: Value) -> Answer {
    twin.post("/payments/cancel/", body).await
}

#[tokio::test]
async fn partial_cancels_add_up_to_the_whole() {
    let twin = Twin::start().await;
    let payment = twin.payment("C1", json!(10_000), "paid").await;
    let first = cancel(
        &twin,
        json!({"imp_uid": uid(&payment), "amount": 3_000, "checksum": 10_000, "reason": "일부"}),
    )
    .await
    .response();
    assert_eq!(
        (&first["status"], &first["cancel_amount"], &first["amount"]),
        (&json!("cancelled"), &json!(3_000), &json!(10_000))
    );
    assert_eq!(first["cancel_reason"], "일부");
    let rest = cancel(&twin, json!({"merchant_uid": "C1", "amount": 0}))
        .await
        .response();
    assert_eq!(rest["cancel_amount"], json!(10_000));
    assert_eq!(rest["cancel_history"].as_array().map(Vec::len), Some(2));
    let third = cancel(&twin, json!({"imp_uid": uid(&payment)})).await;
    assert_eq!(
        (third.status, third.code(), third.message()),
        (200, 1, "이미 전액취소된 주문입니다.")
    );
}

#[tokio::test]
async fn refusals_are_http_200_and_change_nothing() {
    let twin = Twin::start().await;
    let payment = twin.payment("C2", json!(10_000), "paid").await;
    let ready = twin.payment("C3", json!(10_000), "abandoned").await;
    let table = [
        (
            json!({"imp_uid": uid(&payment), "amount": 10_001}),
            -1,
            "결제취소에 실패하였습니다.(requested cancel amount is bigger than cancelable amount)",
        ),
        (
            json!({"imp_uid": uid(&payment), "checksum": 9_000}),
            1,
            "취소 가능 잔액이 일치하지 않습니다(요청: 9000, 실제: 10000).",
        ),
        (
            json!({"imp_uid": "imp_000000000000"}),
            1,
            "취소할 결제건이 존재하지 않습니다.",
        ),
        (
            json!({"imp_uid": "imp_000000000000", "merchant_uid": "C2"}),
            1,
            "취소할 결제건이 존재하지 않습니다.",
        ),
        (
            json!({"imp_uid": uid(&ready)}),
            1,
            "취소할 결제건이 존재하지 않습니다.",
        ),
    ];
    for (body, code, message) in table {
        let answer = cancel(&twin, body).await;
        assert_eq!(
            (answer.status, answer.code(), answer.message()),
            (200, code, message)
        );
    }
    assert_eq!(
        twin.lookup(&payment).await.response()["cancel_amount"],
        json!(0)
    );
    let neither = cancel(&twin, json!({"amount": 1})).await;
    assert_eq!((neither.status, neither.code()), (400, -1));
    assert!(neither.message().ends_with("지정해주셔야합니다."));
}

#[tokio::test]
async fn a_rest_cancel_is_told_by_webhook_only_on_demand() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let body =
        json!({"merchant_uid": "C4", "amount": 1_000, "notice_url": format!("{}/hook", shop.url)});
    let payment = twin.payment_with(body).await;
    shop.wait_for(1).await;
    cancel(&twin, json!({"imp_uid": uid(&payment), "amount": 100}))
        .await
        .response();
    let told = cancel(
        &twin,
        json!({"imp_uid": uid(&payment), "amount": 200, "enable_webhook": true}),
    )
    .await
    .response();
    let hits = shop.wait_for(2).await;
    let hook: Value = serde_json::from_str(&hits[1].body).expect("JSON");
    assert_eq!(hook["status"], "cancelled");
    assert_eq!(
        hook["cancellation_id"],
        told["cancel_history"][1]["cancellation_id"]
    );
    assert_eq!(hits.len(), 2, "the first cancel was silent");
}

#[tokio::test]
async fn a_refund_of_a_virtual_account_needs_to_know_where_to() {
    let twin = Twin::start().await;
    let payment = twin.payment("C5", json!(1_000), "vbank").await;
    twin.act(&payment, "deposit", json!({})).await.response();
    assert_eq!(
        cancel(&twin, json!({"imp_uid": uid(&payment)}))
            .await
            .code(),
        -1
    );
    let body = json!({"imp_uid": uid(&payment), "refund_holder": "김", "refund_bank": "004", "refund_account": "1"});
    assert_eq!(cancel(&twin, body).await.response()["status"], "cancelled");
}

#[tokio::test]
async fn tax_free_money_is_given_back_as_such() {
    let twin = Twin::start().await;
    let payment = twin
        .payment_with(json!({"merchant_uid": "C6", "amount": 11_000, "tax_free": 5_500}))
        .await;
    let path = format!("/payments/{}/balance", uid(&payment));
    let whole = twin.get(&path).await.response();
    assert_eq!(
        whole["primary"],
        json!({"tax_free": 5_500, "supply": 5_000, "vat": 500, "service": 0})
    );
    let part = |amount: u32, tax_free: u32| json!({"imp_uid": uid(&payment), "amount": amount, "tax_free": tax_free});
    for (amount, tax_free) in [(6_000, 5_501), (1_000, 1_001)] {
        let refused = cancel(&twin, part(amount, tax_free)).await;
        assert_eq!(
            (refused.status, refused.code()),
            (200, -1),
            "{amount} {tax_free}"
        );
    }
    cancel(&twin, part(2_000, 1_000)).await.response();
    let left = twin.get(&path).await.response();
    assert_eq!(
        (&left["primary"]["tax_free"], &left["primary"]["supply"]),
        (&json!(4_500), &json!(4_091))
    );
    cancel(&twin, json!({"imp_uid": uid(&payment)}))
        .await
        .response();
    let nothing = twin.get(&path).await.response();
    assert_eq!(
        (
            &nothing["primary"]["tax_free"],
            nothing["histories"].as_array().map(Vec::len)
        ),
        (&json!(0), Some(3))
    );
}

#[tokio::test]
async fn naverpay_wants_to_know_why_and_nobody_cancels_for_ever() {
    let twin = Twin::start().await;
    let naver = twin
        .payment_with(json!({"merchant_uid": "C7", "amount": 1_000, "pg": "naverpay"}))
        .await;
    assert_eq!(
        cancel(&twin, json!({"imp_uid": uid(&naver)})).await.code(),
        -1
    );
    cancel(&twin, json!({"imp_uid": uid(&naver), "reason": "변심"}))
        .await
        .response();
    let card = twin.payment("C8", json!(1_000), "paid").await;
    for _ in 0..100 {
        cancel(&twin, json!({"imp_uid": uid(&card), "amount": 1}))
            .await
            .response();
    }
    assert_eq!(
        cancel(&twin, json!({"imp_uid": uid(&card), "amount": 1}))
            .await
            .code(),
        -1
    );
}
