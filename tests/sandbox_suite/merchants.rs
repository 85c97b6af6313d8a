use serde_json::json;

use super::support::{Twin, read, uid};

#[tokio::test]
async fn two_merchants_do_not_see_each_other() {
    let twin = Twin::start().await;
    let other =
        json!({"code": "imp11111111", "key": "k1", "secret": "s1", "providers": ["kcp", "paypal"]});
    twin.post("/console/api/merchants", other).await.response();
    let payment = twin.payment("M1", json!(1_000), "paid").await;
    let same_order = json!({"merchant": "imp11111111", "merchant_uid": "M1", "amount": 5_000});
    assert_eq!(
        twin.payment_with(same_order).await["pg_provider"],
        "kcp",
        "its default is its first channel"
    );
    let token = twin.token_of("k1", "s1").await;
    let get = async |path: String| {
        let request = twin
            .http
            .get(format!("{}{path}", twin.url))
            .header("Authorization", &token);
        read(request.send().await.expect("an answer")).await
    };
    assert_eq!(
        get(format!("/payments/{}", uid(&payment))).await.status,
        404
    );
    assert_eq!(
        get("/payments/find/M1".into()).await.response()["amount"],
        json!(5_000)
    );
    assert_eq!(
        get("/users/pg".into())
            .await
            .response()
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    let request = twin
        .http
        .post(format!("{}/payments/cancel", twin.url))
        .header("Authorization", &token);
    let refused = read(
        request
            .json(&json!({"imp_uid": uid(&payment)}))
            .send()
            .await
            .expect("an answer"),
    )
    .await;
    assert_eq!(refused.message(), "취소할 결제건이 존재하지 않습니다.");
}

#[tokio::test]
async fn a_reset_leaves_a_clean_ledger_and_the_settings() {
    let twin = Twin::start().await;
    twin.payment("M2", json!(1_000), "paid").await;
    twin.put("/console/api/settings", json!({"minimum_amount": 500}))
        .await
        .response();
    twin.post("/console/api/messages", json!({"to": "010", "text": "hi"}))
        .await
        .response();
    twin.post("/console/api/reset", json!({})).await.response();
    for list in [
        "/console/api/payments",
        "/console/api/messages",
        "/console/api/faults",
        "/console/api/webhooks",
    ] {
        assert_eq!(twin.get(list).await.response(), json!([]), "{list}");
    }
    assert_eq!(
        twin.get("/console/api/settings").await.response()["minimum_amount"],
        json!(500)
    );
}

#[tokio::test]
async fn a_sub_merchant_keeps_its_own_ledger_behind_the_agencys_keys() {
    let twin = Twin::start().await;
    let agency = json!({"code": "imp22222222", "key": "k2", "secret": "s2", "tiers": [{"tier_code": "AB1", "tier_name": "지점"}]});
    twin.post("/console/api/merchants", agency).await.response();
    let own = twin
        .payment_with(json!({"merchant": "imp22222222", "merchant_uid": "T1", "amount": 1_000}))
        .await;
    let theirs = twin
        .payment_with(json!({"merchant": "imp22222222/AB1", "merchant_uid": "T1", "amount": 2_000}))
        .await;
    let token = twin.token_of("k2", "s2").await;
    let get = async |tier: Option<&str>, path: String| {
        let request = twin
            .http
            .get(format!("{}{path}", twin.url))
            .header("Authorization", &token);
        let request = if let Some(tier) = tier {
            request.header("Tier", tier)
        } else {
            request
        };
        read(request.send().await.expect("an answer")).await
    };
    assert_eq!(
        get(None, "/payments/find/T1".into()).await.response()["amount"],
        json!(1_000)
    );
    assert_eq!(
        get(Some("AB1"), "/payments/find/T1".into())
            .await
            .response()["amount"],
        json!(2_000)
    );
    assert_eq!(
        get(None, format!("/payments/{}", uid(&theirs)))
            .await
            .status,
        404
    );
    assert_eq!(
        get(Some("AB1"), format!("/payments/{}", uid(&own)))
            .await
            .status,
        404
    );
    assert_eq!(
        get(Some("AB1"), "/payments/status/all".into())
            .await
            .response()["total"],
        json!(1)
    );
    assert_eq!(
        get(Some("NO1"), "/payments/find/T1".into()).await.status,
        401,
        "a tier that nobody registered"
    );
    assert_eq!(
        get(None, "/tiers/AB1".into()).await.response()["tier_name"],
        "지점"
    );
    for code in ["ab1", "ABCD", "A/1", ""] {
        let wrong = json!({"code": "imp33333333", "key": "k", "secret": "s", "tiers": [{"tier_code": code, "tier_name": "x"}]});
        assert_eq!(
            twin.post("/console/api/merchants", wrong).await.status,
            400,
            "{code}"
        );
    }
}
