//! The calls of i'mport's REST API, well and badly made, in an order in which each finds what it needs.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::uid;

/// How, the path as the document writes it, the one that is asked, and the body.
type Call = (Method, &'static str, String, Option<Value>);

/// On these payments, and on a virtual account that was made by the API.
pub fn calls(all: &BTreeMap<&'static str, Value>, settled: &Value) -> Vec<Call> {
    let (card, transfer, vbank) = (uid(&all["card"]), uid(&all["transfer"]), uid(&all["vbank"]));
    let cash = json!({"identifier": "01012345678"});
    let logis = json!({"sender": {"name": "a"}, "receiver": {"name": "b"}, "logis": {"company": "CJGLS", "invoice": "1", "sent_at": 1_760_000_000}});
    let person = json!({"name": "홍길동", "phone": "010-1234-5678", "birth": "900131", "gender_digit": "1", "carrier": "SKT", "channel_key": "x"});
    let account = json!({"pg": "nice", "merchant_uid": "API1", "amount": 1_000, "vbank_code": "004", "vbank_due": 4_000_000_000_i64, "vbank_holder": "가게"});
    let prepared = json!({"merchant_uid": "PRE", "amount": 10.5, "currency": "USD"});
    let keys = |secret: &str| json!({"imp_key": "sandbox_key", "imp_secret": secret});
    let external = json!({"name": "x", "amount": 11_000, "identifier": "010", "channel_key": "x"});
    vec![
        (Method::GET, "/users/pg", String::from("/users/pg"), None),
        (Method::GET, "/tiers/{tier_code}", "/tiers/XYZ".into(), None),
        (Method::GET, "/tiers/{tier_code}", "/tiers/NOT".into(), None),
        (
            Method::POST,
            "/users/getToken",
            "/users/getToken".into(),
            Some(keys("sandbox_secret")),
        ),
        (
            Method::POST,
            "/users/getToken",
            "/users/getToken".into(),
            Some(keys("wrong")),
        ),
        (
            Method::POST,
            "/payments/prepare",
            "/payments/prepare".into(),
            Some(prepared.clone()),
        ),
        (
            Method::PUT,
            "/payments/prepare",
            "/payments/prepare".into(),
            Some(prepared),
        ),
        (
            Method::GET,
            "/payments/prepare/{merchant_uid}",
            "/payments/prepare/PRE".into(),
            None,
        ),
        (
            Method::GET,
            "/payments",
            format!("/payments?imp_uid[]={card}&merchant_uid[]=vbank"),
            None,
        ),
        (
            Method::GET,
            "/payments",
            format!("/payments?imp_uid[]={card}&merchant_uid[]=nobody"),
            None,
        ),
        (
            Method::GET,
            "/payments",
            "/payments?imp_uid[]=imp_0".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/card/paid".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/find/{merchant_uid}/{payment_status}",
            "/payments/find/card/failed".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/findAll/{merchant_uid}/{payment_status}",
            "/payments/findAll/card/paid".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/findAll/{merchant_uid}/{payment_status}",
            "/payments/findAll/card/nonsense".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/status/{payment_status}",
            "/payments/status/all".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/status/{payment_status}",
            "/payments/status/nonsense".into(),
            None,
        ),
        (
            Method::GET,
            "/payments/{imp_uid}/balance",
            format!("/payments/{card}/balance"),
            None,
        ),
        (Method::POST, "/vbanks", "/vbanks".into(), Some(account)),
        (
            Method::PUT,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{}", uid(settled)),
            Some(json!({"amount": 2_000})),
        ),
        (
            Method::DELETE,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{vbank}"),
            None,
        ),
        (
            Method::DELETE,
            "/vbanks/{imp_uid}",
            format!("/vbanks/{vbank}"),
            None,
        ),
        (
            Method::POST,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            Some(cash.clone()),
        ),
        (
            Method::POST,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            Some(cash.clone()),
        ),
        (
            Method::GET,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            Method::DELETE,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            Method::GET,
            "/receipts/{imp_uid}",
            format!("/receipts/{transfer}"),
            None,
        ),
        (
            Method::POST,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            Some(external),
        ),
        (
            Method::GET,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            None,
        ),
        (
            Method::DELETE,
            "/receipts/external/{merchant_uid}",
            "/receipts/external/E1".into(),
            None,
        ),
        (
            Method::GET,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            None,
        ),
        (
            Method::POST,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            Some(logis.clone()),
        ),
        (
            Method::PUT,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            Some(logis),
        ),
        (
            Method::GET,
            "/escrows/logis/{imp_uid}",
            format!("/escrows/logis/{card}"),
            None,
        ),
        (
            Method::POST,
            "/certifications/otp/request",
            "/certifications/otp/request".into(),
            Some(person),
        ),
        (
            Method::GET,
            "/certifications/{imp_uid}",
            "/certifications/imp_0".into(),
            None,
        ),
        (Method::GET, "/cards", "/cards".into(), None),
        (
            Method::GET,
            "/cards/{card_standard_code}",
            "/cards/366".into(),
            None,
        ),
        (
            Method::GET,
            "/cards/{card_standard_code}",
            "/cards/999".into(),
            None,
        ),
        (Method::GET, "/banks", "/banks".into(), None),
        (
            Method::GET,
            "/banks/{bank_standard_code}",
            "/banks/004".into(),
            None,
        ),
        (
            Method::POST,
            "/payments/cancel",
            "/payments/cancel".into(),
            Some(json!({"imp_uid": card, "amount": 100})),
        ),
    ]
}
