//! Every answer against the shapes that i'mport publishes: documented status, documented types, required
//! keys present, and no key that the real API does not have.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Answer, Twin, uid};

const SHAPES: &str = include_str!("../fixtures/sandbox/portone-v1.shapes.json");

struct Shapes(Value);

impl Shapes {
    fn load() -> Self {
        Self(serde_json::from_str(SHAPES).expect("the fixture is JSON"))
    }

    /// Checks an answer to `method path`, the path as the document writes it.
    fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let responses = &self.0["paths"][path][method.as_str().to_lowercase()]["responses"];
        let documented = &responses[answer.status.to_string()];
        assert!(
            documented.is_object(),
            "{method} {path}: status {} is not documented",
            answer.status
        );
        for key in ["code", "message", "response"] {
            assert!(
                answer.body.get(key).is_some(),
                "{method} {path}: the envelope lacks {key}"
            );
        }
        if answer.status == 200 && answer.code() == 0 {
            assert!(
                answer.body["message"].is_null(),
                "{method} {path}: a success has no message"
            );
            self.fits(&answer.body, documented, path);
        }
    }

    fn fits(&self, value: &Value, schema: &Value, place: &str) {
        let schema = self.flat(schema);
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            return self.object_fits(value, properties, &schema["required"], place);
        }
        let fits = match schema["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            _ => true,
        };
        assert!(fits, "{place}: {value} is no {}", schema["type"]);
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.fits(item, &schema["items"], &format!("{place}[{index}]"));
        }
    }

    fn object_fits(
        &self,
        value: &Value,
        properties: &serde_json::Map<String, Value>,
        required: &Value,
        place: &str,
    ) {
        let object = value
            .as_object()
            .unwrap_or_else(|| panic!("{place}: {value} is no object"));
        // The document also requires keys that it does not describe (of `prepare`); those are its own mistake.
        let required = required
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        for key in required.filter(|key| properties.contains_key(*key)) {
            assert!(
                object.get(key).is_some_and(|value| !value.is_null()),
                "{place}: {key} is required"
            );
        }
        for (key, inner) in object {
            let schema = properties
                .get(key)
                .unwrap_or_else(|| panic!("{place}: the real API has no {key}"));
            if !inner.is_null() {
                self.fits(inner, schema, &format!("{place}.{key}"));
            }
        }
    }

    /// A schema with its references and parts put together; the later part of an `allOf` wins.
    fn flat(&self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next())
        {
            return self.flat(&self.0["definitions"][name]);
        }
        let Some(parts) = schema["allOf"].as_array() else {
            return schema.clone();
        };
        let mut properties = serde_json::Map::new();
        for part in parts {
            properties.extend(
                self.flat(part)["properties"]
                    .as_object()
                    .cloned()
                    .unwrap_or_default(),
            );
        }
        json!({"properties": properties})
    }
}

/// One payment in every state, so that every field is filled somewhere.
async fn gallery(twin: &Twin) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for (name, outcome, pg) in [
        ("card", "paid", "html5_inicis"),
        ("vbank", "vbank", "nice"),
        ("failed", "failed", "kcp"),
        ("abandoned", "abandoned", "kcp"),
        ("wallet", "paid", "payco"),
    ] {
        let body = json!({"merchant_uid": name, "amount": 64_900, "outcome": outcome, "pg": pg, "custom_data": {"cart": 7},
            "name": "의자", "buyer_name": "김", "buyer_tel": "010", "escrow": true});
        all.insert(name, twin.payment_with(body).await);
    }
    let dollars = json!({"merchant_uid": "dollars", "amount": 10.5, "pg": "paypal"});
    all.insert("dollars", twin.payment_with(dollars).await);
    let refunded = twin.payment("refunded", json!(5_000), "paid").await;
    twin.act(&refunded, "cancel", json!({"amount": 1_000}))
        .await
        .response();
    all.insert("refunded", refunded);
    let transfer = json!({"merchant_uid": "transfer", "amount": 11_000, "pay_method": "trans"});
    all.insert("transfer", twin.payment_with(transfer).await);
    all
}

#[tokio::test]
async fn every_answer_has_the_published_shape() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    let all = gallery(&twin).await;
    let (get, post, put, delete) = (Method::GET, Method::POST, Method::PUT, Method::DELETE);
    let (card, transfer, vbank) = (uid(&all["card"]), uid(&all["transfer"]), uid(&all["vbank"]));
    let cash = json!({"identifier": "01012345678"});
    let logis = json!({"sender": {"name": "a"}, "receiver": {"name": "b"}, "logis": {"company": "CJGLS", "invoice": "1", "sent_at": 1_760_000_000}});
    let person = json!({"name": "홍길동", "phone": "010-1234-5678", "birth": "900131", "gender_digit": "1", "carrier": "SKT", "channel_key": "x"});
    let account = json!({"pg": "nice", "merchant_uid": "API1", "amount": 1_000, "vbank_code": "004", "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
    let settle = json!({"pg": "settle", "merchant_uid": "API2", "amount": 1_000, "vbank_code": "004", "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
    let prepared = json!({"merchant_uid": "PRE", "amount": 10.5, "currency": "USD"});
    let settled = twin.post("/vbanks", settle).await.response();
    let keys = |secret: &str| json!({"imp_key": "sandbox_key", "imp_secret": secret});
    let external = json!({"name": "x", "amount": 11_000, "identifier": "010", "channel_key": "x"});
    let fixed = [
        (&get, "/users/pg", String::from("/users/pg"), None),
        (&get, "/tiers/{tier_code}", "/tiers/XYZ".into(), None),
        (&get, "/tiers/{tier_code}", "/tiers/NOT".into(), None),
        (
            &post,
            "/users/getToken",
            "/users/getToken".into(),
            Some(keys("sandbox_secret")),
        ),
        (
            &post,
            "/users/getToken",
            "/users/getToken".into(),
            Some(keys("wrong")),
        ),
        (
            &post,
            "/payments/prepare",
            "/payments/prepare".into(),
            Some(prepared.clone()),
        ),
        (
            &put,
            "/payments/prepare",
            "/payments/prepare".into(),
            Some(prepared),
        ),
        (
            &get,
            "/payments/prepare/{merchant_uid}",
            "/payments/prepare/PRE".into(),
            None,
        ),
        (
            &get,
            "/payments",
            format!("/payments?imp_uid[]={card}&merchant_uid[]=vbank"),
            None,
        ),
        (
            &get,
            "/payments",
            format!("/payments?imp_uid[]={card}&merchant_uid[]=nobody"),
            None,
        ),
        (&get, "/payments", "/payments?imp_uid[]=imp_0".into(), None),
        (
            &get,
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/card/paid".into(),
            None,
        ),
        (
            &get,
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/card/failed".into(),
            None,
        ),
        (
            &get,
            "/payments/findAll/{merchant_uid}/{payment_status}",
            "/payments/findAll/card/paid".into(),
            None,
        ),
        (
            &get,
            "/payments/findAll/{merchant_uid}/{payment_status}",
            "/payments/findAll/card/nonsense".into(),
            None,
        ),
        (
            &get,
            "/payments/status/{payment_status}",
            "/payments/status/all".into(),
            None,
        ),
        (
            &get,
            "/payments/status/{payment_status}",
            "/payments/status/nonsense".into(),
            None,
        ),
        (
            &get,
            "/payments/{imp_uid}/balance",
            format!("/payments/{card}/balance"),
            None,
        ),
        (&post, "/vbanks", "/vbanks".into(), Some(account)),
        (
            &put,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{}", uid(&settled)),
            Some(json!({"amount": 2_000})),
        ),
        (
            &delete,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{vbank}"),
            None,
        ),
        (
            &delete,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{vbank}"),
            None,
        ),
        (
            &post,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            Some(cash.clone()),
        ),
        (
            &post,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            Some(cash.clone()),
        ),
        (
            &get,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            &delete,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            &get,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            &post,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            Some(external),
        ),
        (
            &get,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            None,
        ),
        (
            &delete,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            None,
        ),
        (
            &get,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            None,
        ),
        (
            &post,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            Some(logis.clone()),
        ),
        (
            &put,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            Some(logis),
        ),
        (
            &get,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            None,
        ),
        (
            &post,
            "/certifications/otp/request",
            "/certifications/otp/request".into(),
            Some(person),
        ),
        (
            &get,
            "/certifications/{imp_uid}",
            "/certifications/imp_0".into(),
            None,
        ),
        (&get, "/cards", "/cards".into(), None),
        (
            &get,
            "/cards/{card_standard_code}",
            "/cards/366".into(),
            None,
        ),
        (
            &get,
            "/cards/{card_standard_code}",
            "/cards/999".into(),
            None,
        ),
        (&get, "/banks", "/banks".into(), None),
        (
            &get,
            "/banks/{bank_standard_code}",
            "/banks/004".into(),
            None,
        ),
        (
            &post,
            "/payments/cancel",
            "/payments/cancel".into(),
            Some(json!({"imp_uid": card, "amount": 100})),
        ),
    ];
    for (method, path, address, body) in fixed {
        let answer = twin.call(method.clone(), &address, body).await;
        shapes.check(method, path, &answer);
    }
    for payment in all.values() {
        shapes.check(&get, "/payments/{imp_uid}", &twin.lookup(payment).await);
    }
}

#[tokio::test]
async fn every_key_of_a_payment_is_always_present() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    let published = shapes.0["definitions"]["PaymentAnnotation"]["properties"]
        .as_object()
        .cloned()
        .expect("an object");
    for (name, payment) in gallery(&twin).await {
        let seen = twin.lookup(&payment).await.response();
        for key in published.keys() {
            assert!(seen.get(key).is_some(), "{name} lacks {key}");
        }
    }
}

/// What the sandbox's README lists as beyond it.
const BEYOND: &[&str] = &[
    "subscribe",
    "benepia",
    "cvs",
    "kcpquick",
    "naver",
    "payco",
    "paymentwall",
    "partners",
];

#[tokio::test]
async fn every_published_call_is_answered_or_said_to_be_beyond() {
    let (twin, shapes) = (Twin::start().await, Shapes::load());
    for (path, methods) in shapes.0["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let method: Method = method.to_uppercase().parse().expect("a method");
            let address = path
                .split('/')
                .map(|part| if part.starts_with('{') { "imp_0" } else { part });
            let answer = twin
                .call(
                    method.clone(),
                    &address.collect::<Vec<_>>().join("/"),
                    Some(json!({})),
                )
                .await;
            let beyond = path.split('/').any(|part| BEYOND.contains(&part));
            assert_eq!(
                answer.status == 501,
                beyond,
                "{method} {path}: {}",
                answer.body
            );
            let unknown = answer.status == 405 || answer.message() == "존재하지 않는 API입니다.";
            assert!(
                !unknown && answer.body.get("code").is_some(),
                "{method} {path}: {}",
                answer.body
            );
        }
    }
}
