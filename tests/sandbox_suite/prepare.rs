use serde_json::json;

use super::support::Twin;

#[tokio::test]
async fn an_amount_registered_beforehand_binds_the_window() {
    let twin = Twin::start().await;
    let ask = json!({"merchant_uid": "P1", "amount": 64_900});
    assert_eq!(
        twin.post("/payments/prepare", ask.clone()).await.response(),
        json!({"merchant_uid": "P1", "amount": 64_900, "currency": null})
    );
    let twice = twin.post("/payments/prepare", ask).await;
    assert_eq!((twice.status, twice.code()), (200, 1));
    assert_eq!(
        twice.message(),
        "결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다)."
    );

    let other = twin
        .post(
            "/console/api/payments",
            json!({"merchant_uid": "P1", "amount": 100}),
        )
        .await;
    assert_eq!((other.status, other.code()), (200, 1));
    assert!(other.message().contains("사전등록"), "{}", other.message());
    assert_eq!(
        twin.get("/payments/find/P1").await.status,
        404,
        "a refused window leaves no record"
    );

    twin.put(
        "/payments/prepare",
        json!({"merchant_uid": "P1", "amount": 100}),
    )
    .await
    .response();
    assert_eq!(
        twin.payment("P1", json!(100), "paid").await["status"],
        "paid"
    );
}

#[tokio::test]
async fn a_currency_is_checked_when_one_was_registered() {
    let twin = Twin::start().await;
    twin.post(
        "/payments/prepare",
        json!({"merchant_uid": "P2", "amount": 10, "currency": "USD"}),
    )
    .await
    .response();
    let won = twin
        .post(
            "/console/api/payments",
            json!({"merchant_uid": "P2", "amount": 10}),
        )
        .await;
    assert_eq!(won.code(), 1);
    twin.payment_with(
        json!({"merchant_uid": "P2", "amount": 10, "currency": "USD", "pg": "paypal"}),
    )
    .await;
}

#[tokio::test]
async fn what_was_never_registered_is_not_found() {
    let twin = Twin::start().await;
    let shown = twin.get("/payments/prepare/nothing").await;
    assert_eq!(
        (shown.code(), shown.message()),
        (1, "사전등록된 결제정보가 존재하지 않습니다.")
    );
    assert_eq!(
        twin.put(
            "/payments/prepare",
            json!({"merchant_uid": "nothing", "amount": 1})
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn a_paid_order_opens_no_second_window_but_a_failed_one_does() {
    let twin = Twin::start().await;
    let failed = twin.payment("R1", json!(1_000), "failed").await;
    let paid = twin.payment("R1", json!(1_000), "paid").await;
    assert_ne!(
        failed["imp_uid"], paid["imp_uid"],
        "every attempt has its own id"
    );
    let again = twin
        .post(
            "/console/api/payments",
            json!({"merchant_uid": "R1", "amount": 1_000}),
        )
        .await;
    assert_eq!(
        (again.code(), again.message()),
        (1, "이미 결제가 이루어진 거래건입니다.")
    );
    twin.act(&paid, "cancel", json!({})).await.response();
    let after_cancel = twin
        .post(
            "/console/api/payments",
            json!({"merchant_uid": "R1", "amount": 1_000}),
        )
        .await;
    assert_eq!(after_cancel.code(), 1, "a cancelled order counts as used");
}
