use serde_json::{Value, json};

use super::support::{Twin, uid};

#[tokio::test]
async fn find_answers_the_newest_and_find_all_every_attempt() {
    let twin = Twin::start().await;
    twin.payment("L1", json!(1_000), "failed").await;
    let paid = twin.payment("L1", json!(1_000), "paid").await;
    assert_eq!(
        twin.get("/payments/find/L1").await.response()["imp_uid"],
        paid["imp_uid"]
    );
    assert_eq!(
        twin.get("/payments/find/L1/failed").await.response()["status"],
        "failed"
    );
    assert_eq!(
        twin.get("/payments/find/L1?sorting=started")
            .await
            .response()["status"],
        "failed"
    );
    let all = twin
        .get("/payments/findAll/L1?limit=1&page=2")
        .await
        .response();
    assert_eq!(
        (&all["total"], &all["previous"], &all["next"]),
        (&json!(2), &json!(1), &json!(0))
    );
    assert_eq!(all["list"][0]["status"], "failed");
    let none = twin.get("/payments/find/none").await;
    assert_eq!(
        (none.status, none.code(), none.message()),
        (404, -1, "존재하지 않는 결제정보입니다.")
    );
    let wrong = twin.get("/payments/find/L1/nonsense").await;
    assert_eq!(
        (wrong.status, wrong.message()),
        (400, "지원되지 않는 상태값입니다.")
    );
}

#[tokio::test]
async fn several_are_found_partly_or_not_at_all() {
    let twin = Twin::start().await;
    let (one, _) = (
        twin.payment("L2", json!(1_000), "paid").await,
        twin.payment("L3", json!(2_000), "paid").await,
    );
    let both = twin
        .get(&format!(
            "/payments?imp_uid[]={}&merchant_uid[]=L3",
            uid(&one)
        ))
        .await;
    assert_eq!(
        (both.status, both.body["response"].as_array().map(Vec::len)),
        (200, Some(2))
    );
    assert_eq!(
        twin.get("/payments?imp_uid[]=imp_1&merchant_uid[]=L3")
            .await
            .status,
        207
    );
    assert_eq!(twin.get("/payments?imp_uid[]=imp_1").await.status, 404);
    assert_eq!(twin.get("/payments").await.status, 400);
    let many = (0..101)
        .map(|index| format!("imp_uid[]=imp_{index}"))
        .collect::<Vec<_>>()
        .join("&");
    assert_eq!(twin.get(&format!("/payments?{many}")).await.status, 400);
}

#[tokio::test]
async fn lists_by_status_come_in_pages_within_a_window_of_time() {
    let twin = Twin::start().await;
    for index in 0..5 {
        twin.payment(
            &format!("L4{index}"),
            json!(1_000),
            if index % 2 == 0 { "paid" } else { "failed" },
        )
        .await;
    }
    let page = async |query: &str| twin.get(&format!("/payments/status/{query}")).await;
    let paid = page("paid?limit=2").await.response();
    assert_eq!(
        (
            &paid["total"],
            &paid["next"],
            paid["list"].as_array().map(Vec::len)
        ),
        (&json!(3), &json!(2), Some(2))
    );
    assert_eq!(page("all?limit=100").await.response()["total"], json!(5));
    assert_eq!(page("cancelled").await.response()["list"], json!([]));
    for wrong in [
        "paid?page=9",
        "paid?limit=0",
        "paid?page=x",
        "nonsense",
        "all?from=1&to=100000000",
        "all?sorting=up",
    ] {
        assert_eq!(page(wrong).await.status, 400, "{wrong}");
    }
    twin.put(
        "/console/api/clock",
        json!({"advance_seconds": 91 * 86_400}),
    )
    .await
    .response();
    let token = twin.token_of("sandbox_key", "sandbox_secret").await;
    let request = twin
        .http
        .get(format!("{}/payments/status/all", twin.url))
        .header("Authorization", token);
    let body: Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(
        body["response"]["total"],
        json!(0),
        "what is older than ninety days is out of the window"
    );
}

#[tokio::test]
async fn test_channels_can_be_hidden() {
    let twin = Twin::start().await;
    let payment = twin.payment("L5", json!(1_000), "paid").await;
    twin.put(
        "/console/api/settings",
        json!({"strict_include_sandbox": true}),
    )
    .await
    .response();
    assert_eq!(twin.lookup(&payment).await.status, 404);
    let shown = twin
        .get(&format!(
            "/payments/{}?include_sandbox=true&extension=true",
            uid(&payment)
        ))
        .await
        .response();
    assert!(shown["extension"].is_object());
}
