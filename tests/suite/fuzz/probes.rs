//! Requests for every door of the shop, made of what each takes when all is well.

use proptest::{prelude::*, sample::select, strategy::Union};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::nearly;
use crate::support::form;

/// One request. Texts hold one byte a character, so that every byte fits into a line of JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Probe {
    pub method: String,
    pub path: String,
    pub kind: String,
    pub accept: String,
    pub body: String,
}

fn as_text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

pub fn as_bytes(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect()
}

/// A door, and what it takes when all is well.
struct Door {
    path: &'static str,
    takes: Takes,
}

enum Takes {
    Query(Pairs),
    Form(Pairs),
    Json(Map<String, Value>),
}

type Pairs = Vec<(&'static str, &'static str)>;

/// Ids that exist make the odd ones beside them go further; who sends a probe puts them in.
fn doors() -> Vec<Door> {
    let returned: Pairs = vec![
        ("order", "THE-ORDER"),
        ("imp_uid", "THE-IMP-UID"),
        ("merchant_uid", "THE-MERCHANT-UID"),
        ("imp_success", "true"),
        ("error_code", "F400"),
        ("error_msg", "결제가 중단되었습니다"),
        ("token", "0"),
    ];
    let told: Pairs = vec![
        ("imp_uid", "THE-IMP-UID"),
        ("merchant_uid", "THE-MERCHANT-UID"),
        ("status", "paid"),
    ];
    let with = |fields: &Pairs, more: &[(&'static str, &'static str)]| [fields, more].concat();
    let named: Pairs = vec![("order_id", "THE-ORDER"), ("token", "0")];
    let account: &[_] = &[
        ("refund_bank", "004"),
        ("refund_account", "1234567890"),
        ("refund_holder", "홍길동"),
    ];
    let receipt: &[_] = &[
        ("memo_preset", "own"),
        ("receipt", "company"),
        ("receipt_business", "1248100998"),
        ("receipt_tel", "010"),
    ];
    let as_json = |fields: &Pairs| {
        Takes::Json(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect::<Map<_, _>>(),
        )
    };
    let asked = Takes::Json(object(
        json!({ "merchant_uid": "THE-MERCHANT-UID", "amount": 64_900, "status": "paid" }),
    ));
    [
        ("/payments/webhook", Takes::Form(told.clone())),
        ("/payments/webhook", as_json(&told)),
        ("/payments/complete", Takes::Query(returned.clone())),
        ("/payments/complete", Takes::Form(returned)),
        ("/payments/complete", as_json(&told)),
        (
            "/payments/confirm",
            Takes::Form(with(&told, &[("amount", "64900")])),
        ),
        ("/payments/confirm", asked),
        (
            "/api/cart/add",
            Takes::Form(vec![("product", "wool-socks"), ("quantity", "1")]),
        ),
        (
            "/api/cart/change",
            Takes::Form(vec![("product", "wool-socks"), ("quantity", "1")]),
        ),
        (
            "/api/cart/remove",
            Takes::Form(vec![("product", "wool-socks")]),
        ),
        ("/api/orders/place", Takes::Form(form("card", "THE-CART"))),
        (
            "/api/orders/place",
            Takes::Form(with(&form("vbank", "THE-CART"), receipt)),
        ),
        (
            "/api/orders/retry",
            Takes::Form(with(&named, &[("method", "card"), ("agree", "on")])),
        ),
        (
            "/api/orders/cancel",
            Takes::Form(with(&named, &[&[("confirm", "yes")], account].concat())),
        ),
        (
            "/api/orders/refund-account",
            Takes::Form(with(&named, account)),
        ),
        (
            "/api/orders/find",
            Takes::Form(vec![("order_number", "THE-ORDER"), ("tel", "01042424242")]),
        ),
        (
            "/api/orders/complete",
            Takes::Form(with(
                &named,
                &[&told[..], &[("claims_success", "true")]].concat(),
            )),
        ),
        ("/api/orders/stage", Takes::Form(named.clone())),
        ("/api/orders/read", Takes::Form(named)),
        ("/api/language", Takes::Form(vec![("lang", "en")])),
        (
            "/checkout",
            Takes::Query(vec![("__path", "/api/orders/place"), ("__err", "{}")]),
        ),
        (
            "/cart",
            Takes::Query(vec![("__path", "/api/cart/add"), ("__err", "eyJ9")]),
        ),
    ]
    .map(|(path, takes)| Door { path, takes })
    .into()
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value {
        map
    } else {
        Map::new()
    }
}

/// Half of the senders declare something else than they send.
fn kinds(right: &'static str) -> impl Strategy<Value = String> {
    let all = [
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
        "",
    ];
    prop_oneof![3 => Just(right.to_owned()), 1 => select(all.to_vec()).prop_map(str::to_owned)]
}

fn probes_of(door: Door) -> BoxedStrategy<Probe> {
    let Door { path, takes } = door;
    let accepts = select(vec!["application/json", "text/html", "*/*"]);
    let post = move |kind, body: BoxedStrategy<Vec<u8>>| {
        (kinds(kind), accepts, nearly::broken(body)).prop_map(move |(kind, accept, body)| Probe {
            method: "POST".to_owned(),
            path: path.to_owned(),
            kind,
            accept: accept.to_owned(),
            body: as_text(&body),
        })
    };
    match takes {
        Takes::Form(good) => post(
            "application/x-www-form-urlencoded",
            nearly::form(good).prop_map(String::into_bytes).boxed(),
        )
        .boxed(),
        Takes::Json(good) => {
            let body = nearly::object(good)
                .prop_map(|object| Value::Object(object).to_string().into_bytes());
            post("application/json", body.boxed()).boxed()
        }
        Takes::Query(good) => nearly::broken(nearly::form(good).prop_map(String::into_bytes))
            .prop_map(move |query| Probe {
                method: "GET".to_owned(),
                path: format!("{path}?{}", as_text(&query)),
                kind: String::new(),
                accept: "text/html".to_owned(),
                body: String::new(),
            })
            .boxed(),
    }
}

pub fn probes() -> Union<BoxedStrategy<Probe>> {
    Union::new(doors().into_iter().map(probes_of))
}
