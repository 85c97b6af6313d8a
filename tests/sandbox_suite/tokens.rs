use serde_json::json;

use super::support::{Twin, read};

#[tokio::test]
async fn wrong_and_missing_keys_are_told_apart() {
    let twin = Twin::start().await;
    let wrong = twin
        .post(
            "/users/getToken",
            json!({"imp_key": "sandbox_key", "imp_secret": "no"}),
        )
        .await;
    assert_eq!((wrong.status, wrong.code()), (401, -1));
    assert_eq!(
        wrong.message(),
        "인증에 실패하였습니다. API키와 secret을 확인하세요."
    );
    let missing = twin
        .post("/users/getToken", json!({"imp_key": "sandbox_key"}))
        .await;
    assert_eq!((missing.status, missing.code()), (400, -1));
    assert_eq!(
        missing.message(),
        "imp_key, imp_secret 파라메터가 누락되었습니다."
    );
}

#[tokio::test]
async fn a_token_comes_in_by_any_of_the_known_ways() {
    let twin = Twin::start().await;
    let token = twin.token().await;
    let address = format!("{}/cards", twin.url);
    let ways = [
        twin.http.get(&address).header("Authorization", &token),
        twin.http
            .get(&address)
            .header("Authorization", format!("Bearer {token}")),
        twin.http.get(&address).header("X-ImpTokenHeader", &token),
        twin.http.get(format!("{address}?_token={token}")),
    ];
    for way in ways {
        assert_eq!(way.send().await.expect("an answer").status(), 200);
    }
    for none in [
        twin.http.get(&address),
        twin.http.get(&address).header("Authorization", "garbage"),
    ] {
        let answer = read(none.send().await.expect("an answer")).await;
        assert_eq!(
            (answer.status, answer.code(), answer.message()),
            (401, -1, "Unauthorized")
        );
    }
}

#[tokio::test]
async fn a_token_lives_half_an_hour_is_shared_and_stretched() {
    let twin = Twin::start().await;
    let ask = json!({"imp_key": "sandbox_key", "imp_secret": "sandbox_secret"});
    let first = twin.post("/users/getToken/", ask.clone()).await.response();
    let lifetime = first["expired_at"]
        .as_i64()
        .zip(first["now"].as_i64())
        .map(|(end, now)| end - now);
    assert_eq!(lifetime, Some(1_800));
    twin.put("/console/api/clock", json!({"advance_seconds": 1_700}))
        .await
        .response();
    let again = twin.post("/users/getToken", ask.clone()).await.response();
    assert_eq!(again["expired_at"], first["expired_at"]);
    twin.put("/console/api/clock", json!({"advance_seconds": 60}))
        .await
        .response();
    let stretched = twin.post("/users/getToken", ask.clone()).await.response();
    assert_eq!(stretched["access_token"], first["access_token"]);
    assert_eq!(
        stretched["expired_at"].as_i64(),
        first["expired_at"].as_i64().map(|end| end + 300)
    );
    twin.put("/console/api/clock", json!({"advance_seconds": 400}))
        .await
        .response();
    assert_eq!(twin.get("/cards").await.status, 401);
    let renewed = twin.post("/users/getToken", ask).await.response();
    assert_ne!(renewed["access_token"], first["access_token"]);
}
