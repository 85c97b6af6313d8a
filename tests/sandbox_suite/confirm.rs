use serde_json::{Value, json};

use super::support::{Shop, Twin};

#[tokio::test]
async fn the_shop_is_asked_before_approval_and_its_no_counts() {
    let (twin, shop) = (
        Twin::start().await,
        Shop::answering(409, r#"{"reason":"재고 부족"}"#).await,
    );
    let body = json!({"merchant_uid": "K1", "amount": 1_000, "confirm_url": format!("{}/confirm", shop.url), "notice_url": shop.url});
    let payment = twin.payment_with(body).await;
    assert_eq!(payment["status"], "failed");
    assert_eq!(
        payment["fail_reason"],
        "고객사 요청에 의해 결제를 중단합니다. (상세사유 : 재고 부족)"
    );
    let hits = shop.hits();
    let asked: Value = serde_json::from_str(&hits[0].body).expect("JSON");
    assert_eq!(
        asked,
        json!({"imp_uid": payment["imp_uid"], "merchant_uid": "K1", "amount": 1_000})
    );
    assert_eq!(hits.len(), 1, "a refusal causes no webhook");
}

#[tokio::test]
async fn a_yes_lets_the_payment_through_and_silence_is_a_no() {
    let (twin, shop) = (Twin::start().await, Shop::start().await);
    let yes = twin
        .payment_with(json!({"merchant_uid": "K2", "amount": 1_000, "confirm_url": shop.url}))
        .await;
    assert_eq!(yes["status"], "paid");
    let nobody = twin
        .payment_with(
            json!({"merchant_uid": "K3", "amount": 1_000, "confirm_url": "http://127.0.0.1:9/"}),
        )
        .await;
    assert_eq!(
        nobody["fail_reason"],
        "고객사 요청에 의해 결제를 중단합니다. (상세사유 : 알 수 없음)"
    );
}
