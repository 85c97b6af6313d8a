use serde_json::{Value, json};

use super::support::{Twin, uid};

async fn code_in_inbox(twin: &Twin) -> String {
    let messages = twin
        .get("/console/api/messages?to=01012345678")
        .await
        .response();
    let text = messages[0]["text"].as_str().expect("a message");
    text.chars().filter(char::is_ascii_digit).collect()
}

#[tokio::test]
async fn a_code_sent_to_a_phone_certifies_its_owner() {
    let twin = Twin::start().await;
    let person = json!({"name": "홍길동", "phone": "010-1234-5678", "birth": "900131", "gender_digit": "2", "carrier": "KT", "is_mvno": true, "channel_key": "x"});
    let asked = twin
        .post("/certifications/otp/request", person)
        .await
        .response();
    let path = format!("/certifications/{}", uid(&asked));
    assert_eq!(twin.get(&path).await.status, 404, "nobody is certified yet");
    let confirm = format!("/certifications/otp/confirm/{}", uid(&asked));
    assert_eq!(
        twin.post(&confirm, json!({"otp": "xxxxxx"})).await.status,
        400
    );
    let code = code_in_inbox(&twin).await;
    let certified = twin.post(&confirm, json!({"otp": code})).await.response();
    assert_eq!(
        (
            &certified["birthday"],
            &certified["gender"],
            &certified["carrier"]
        ),
        (&json!("1990-01-31"), &json!("female"), &json!("KT_MVNO"))
    );
    assert_eq!(
        twin.post(&confirm, json!({"otp": code})).await.status,
        400,
        "once is enough"
    );
    assert_eq!(twin.get(&path).await.response()["certified"], json!(true));
    twin.delete(&path).await.response();
    assert_eq!(
        twin.get(&path).await.message(),
        "인증결과가 존재하지 않습니다."
    );
}

#[tokio::test]
async fn impossible_people_are_refused() {
    let twin = Twin::start().await;
    for (key, value) in [
        ("birth", "901331"),
        ("gender_digit", "9"),
        ("carrier", "AT&T"),
        ("phone", "1"),
        ("name", ""),
    ] {
        let mut person = json!({"name": "김", "phone": "01012345678", "birth": "900131", "gender_digit": "1", "carrier": "SKT"});
        person[key] = json!(value);
        assert_eq!(
            twin.post("/certifications/otp/request", person)
                .await
                .status,
            400,
            "{key}"
        );
    }
}

#[tokio::test]
async fn the_window_certifies_whom_it_is_told() {
    let twin = Twin::start().await;
    let ask = json!({"user_code": "imp00000000", "params": {"merchant_uid": "C1", "m_redirect_url": "https://shop.example/back?o=1"},
        "device": "mobile", "edition": "v1", "page_origin": "https://shop.example", "request_id": "req_1"});
    let opened = twin.post("/certificates/open", ask).await.body;
    assert_eq!(opened["door"], "redirect");
    let address = format!(
        "{}{}",
        twin.url,
        opened["url"].as_str().expect("an address")
    );
    let form = [
        ("name", "김"),
        ("birth", "000101"),
        ("gender_digit", "4"),
        ("carrier", "SKT"),
        ("phone", "01012345678"),
    ];
    let answer = twin
        .http
        .post(&address)
        .form(&form)
        .send()
        .await
        .expect("an answer");
    let location = answer.headers()["location"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(
        location.starts_with("https://shop.example/back?o=1&success=true&imp_uid=imp_"),
        "{location}"
    );
    let imp_uid = location
        .split("imp_uid=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .expect("an id");
    let seen: Value = twin
        .get(&format!("/certifications/{imp_uid}"))
        .await
        .response();
    assert_eq!(
        (&seen["birthday"], &seen["origin"]),
        (&json!("2000-01-01"), &json!("https://shop.example"))
    );
}
