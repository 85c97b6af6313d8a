use serde_json::json;

use super::support::{Twin, uid};

#[tokio::test]
async fn a_cash_receipt_is_for_cash_that_is_left() {
    let twin = Twin::start().await;
    let cash = json!({"identifier": "01012345678"});
    let card = twin.payment("D1", json!(11_000), "paid").await;
    assert_eq!(
        twin.post(&format!("/receipts/{}", uid(&card)), cash.clone())
            .await
            .status,
        400
    );
    let transfer = twin
        .payment_with(json!({"merchant_uid": "D2", "amount": 11_000, "pay_method": "trans"}))
        .await;
    twin.act(&transfer, "cancel", json!({"amount": 1_000}))
        .await
        .response();
    let path = format!("/receipts/{}", uid(&transfer));
    assert_eq!(twin.post(&path, json!({})).await.status, 400, "for whom?");
    let receipt = twin.post(&path, cash.clone()).await.response();
    assert_eq!(
        (&receipt["amount"], &receipt["vat"], &receipt["type"]),
        (&json!(10_000), &json!(909), &json!("person"))
    );
    assert_eq!(
        twin.lookup(&transfer).await.response()["cash_receipt_issued"],
        json!(true)
    );
    assert_eq!(
        twin.post(&path, cash.clone()).await.status,
        400,
        "one is enough"
    );
    assert!(twin.delete(&path).await.response()["cancelled_at"].as_i64() > Some(0));
    assert_eq!(twin.delete(&path).await.status, 400);
    let elsewhere = twin
        .payment_with(
            json!({"merchant_uid": "D3", "amount": 1_000, "pg": "kakaopay", "pay_method": "trans"}),
        )
        .await;
    assert_eq!(
        twin.post(&format!("/receipts/{}", uid(&elsewhere)), cash)
            .await
            .status,
        501
    );
}

#[tokio::test]
async fn an_escrow_shipment_is_registered_once_and_then_changed() {
    let twin = Twin::start().await;
    let plain = twin.payment("D4", json!(1_000), "paid").await;
    let escrow = twin
        .payment_with(json!({"merchant_uid": "D5", "amount": 1_000, "escrow": true}))
        .await;
    let logis = |company: &str| json!({"sender": {}, "receiver": {}, "logis": {"company": company, "invoice": "1234", "sent_at": 1_760_000_000}});
    let path = format!("/escrows/logis/{}", uid(&escrow));
    assert_eq!(
        twin.post(&format!("/escrows/logis/{}", uid(&plain)), logis("CJGLS"))
            .await
            .status,
        409
    );
    assert_eq!(
        twin.put(&path, logis("CJGLS")).await.status,
        409,
        "nothing to change yet"
    );
    assert_eq!(twin.post(&path, json!({})).await.status, 400);
    assert_eq!(
        twin.post(&path, logis("CJGLS")).await.response()["company"],
        "CJGLS"
    );
    assert_eq!(twin.post(&path, logis("CJGLS")).await.status, 409);
    assert_eq!(
        twin.put(&path, logis("SOMEONE")).await.response()["company"],
        "ETC"
    );
}
