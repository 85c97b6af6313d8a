use serde_json::json;

use super::support::{Shop, Twin};

#[tokio::test]
async fn every_outcome_leaves_the_record_it_should() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    twin.put(
        "/console/api/settings",
        json!({"slow_approval_ms": 10, "late_approval_seconds": 86_400}),
    )
    .await
    .response();
    let table = [
        ("paid", "paid", "", true),
        ("vbank", "ready", "", true),
        ("failed", "failed", "[승인거절]", false),
        ("limit_exceeded", "failed", "[한도초과]", false),
        ("insufficient_balance", "failed", "[잔액부족]", false),
        ("bad_card", "failed", "[카드오류]", false),
        ("wrong_password", "failed", "[인증실패]", false),
        ("cannot_open", "failed", "F0004:", false),
        ("cancelled_by_user", "failed", "[결제포기]", false),
        ("abandoned", "ready", "", false),
        ("paid_but_lost", "paid", "", true),
        ("slow_paid", "paid", "", true),
        ("told_failed_though_paid", "paid", "", true),
        ("failed_then_paid_later", "failed", "[승인지연]", false),
    ];
    for (outcome, status, reason, told) in table {
        let body = json!({"merchant_uid": outcome, "amount": 1_000, "outcome": outcome, "notice_url": shop.url});
        let payment = twin.payment_with(body).await;
        assert_eq!(payment["status"], status, "{outcome}");
        assert!(
            payment["fail_reason"]
                .as_str()
                .unwrap_or_default()
                .starts_with(reason),
            "{outcome}"
        );
        let log = twin
            .get(&format!("/console/api/webhooks?merchant_uid={outcome}"))
            .await
            .response();
        assert_eq!(
            log.as_array().map(|log| !log.is_empty()),
            Some(told),
            "{outcome}"
        );
    }
    assert_eq!(
        twin.post(
            "/console/api/payments",
            json!({"merchant_uid": "x", "amount": 1, "outcome": "no"})
        )
        .await
        .status,
        400
    );
}

#[tokio::test]
async fn the_method_paid_by_need_not_be_the_one_asked_for() {
    let twin = Twin::start().await;
    let pay = async |pg: &str, method: &str, extra: serde_json::Value| {
        let mut body = json!({"merchant_uid": format!("{pg}{method}{extra}").chars().take(40).collect::<String>(), "amount": 60_000, "pg": pg, "pay_method": method});
        body.as_object_mut()
            .expect("an object")
            .extend(extra.as_object().cloned().unwrap_or_default());
        twin.payment_with(body).await
    };
    assert_eq!(
        pay("kakaopay", "card", json!({})).await["pay_method"],
        "point"
    );
    let card = pay(
        "kcp",
        "card",
        json!({"card_code": "365", "card_quota": 3, "easy_pay": "samsungpay"}),
    )
    .await;
    assert_eq!(
        (
            &card["card_name"],
            &card["card_quota"],
            &card["emb_pg_provider"]
        ),
        (&json!("삼성카드"), &json!(3), &json!("samsungpay"))
    );
    assert_eq!(
        pay("kcp", "samsungpay", json!({})).await["pay_method"],
        "samsung"
    );
    let transfer = pay("kcp", "trans", json!({"bank_code": "088"})).await;
    assert_eq!(
        (&transfer["bank_name"], &transfer["card_name"]),
        (&json!("신한은행"), &json!(null))
    );
    assert_eq!(
        pay("paypal", "card", json!({"amount": 10.5})).await["currency"],
        "USD"
    );
}
