//! Every door of the shop that takes bytes from outside.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
    response::Response,
};
use imp_checkout::{
    app::PageContext,
    http::{AppState, Csp, router},
    store::Db,
};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusBuilder;
use proptest::{prelude::*, sample::select};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tower::ServiceExt;

use super::{fuzz, nearly};
use crate::support::{Browser, Engine, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(every_door_bears_whatever_comes);

/// One request. Texts hold one byte a character, so that every byte fits into a line of JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Probe {
    method: String,
    path: String,
    kind: String,
    accept: String,
    body: String,
}

fn as_text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn as_bytes(text: &str) -> Vec<u8> {
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

/// Ids that exist make the odd ones beside them go further; `Target` puts them in.
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

fn probes(door: Door) -> BoxedStrategy<Probe> {
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

/// How many rows each table has that rubbish must not fill.
async fn rows(db: &Db) -> [i64; 7] {
    const TABLES: [&str; 7] = [
        "inbox",
        "orders",
        "attempts",
        "payments",
        "history",
        "outbox",
        "cart_lines",
    ];
    let counts = TABLES.map(|table| {
        db.read("count", format!("SELECT COUNT(*) FROM {table}").leak())
            .one()
    });
    let counts: Vec<i64> = futures::future::try_join_all(counts).await.unwrap();
    counts.try_into().unwrap()
}

/// Known fault: a form that is not UTF-8 is taken for a failure of ours by the server functions
/// (`a_form_that_is_not_utf8_is_the_senders_mistake`).
async fn is_known_fault(answer: Response) -> bool {
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap();
    serde_json::from_slice::<Value>(&body).is_ok_and(|body| body["error"] == "offline")
}

struct Target {
    router: Router,
    db: Db,
    cookie: String,
    /// What stands in a probe for names that are made up anew each time.
    names: [(&'static str, String); 4],
}

impl Target {
    fn new(shop: &TestShop, browser: &Browser, names: [(&'static str, String); 4]) -> Self {
        let state = AppState {
            shop: shop.shop.clone(),
            leptos: LeptosOptions::builder().output_name("imp-checkout").build(),
            page: Arc::new(PageContext::default()),
            csp: Arc::new(Csp::for_sandbox(&shop.sandbox, None)),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            proxies: imp_checkout::http::TrustedProxies::Hops(1),
            canonical: None,
        };
        Self {
            router: router(state),
            db: shop.shop.db().clone(),
            cookie: browser.cookie.clone(),
            names,
        }
    }

    fn named(&self, text: &str) -> Vec<u8> {
        as_bytes(
            &self
                .names
                .iter()
                .fold(text.to_owned(), |text, (name, value)| {
                    text.replace(name, value)
                }),
        )
    }

    /// What cannot even be said in HTTP is no probe.
    fn request(&self, probe: &Probe) -> Option<Request<Body>> {
        Request::builder()
            .method(probe.method.as_str())
            .uri(self.named(&probe.path))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, &probe.kind)
            .header(header::ACCEPT, &probe.accept)
            .header(header::REFERER, "http://127.0.0.1/checkout")
            .body(Body::from(self.named(&probe.body)))
            .ok()
    }

    async fn check(&self, probe: Probe) -> Result<(), String> {
        let Some(request) = self.request(&probe) else {
            return Ok(());
        };
        let before = rows(&self.db).await;
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        if status >= 500 && !is_known_fault(answer).await {
            return Err(format!("{} answers {status}", probe.path));
        }
        let after = rows(&self.db).await;
        let noticed = probe.path == "/payments/webhook" && status == 200;
        let mut expected = before;
        expected[0] += i64::from(noticed);
        let refused = status >= 400;
        if (refused || noticed) && after != expected {
            return Err(format!(
                "{} answers {status} and leaves {after:?} where {expected:?} was",
                probe.path
            ));
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_form_that_is_not_utf8_is_the_senders_mistake() {
    let shop = TestShop::start(Engine::Sqlite)
        .await
        .expect("because SQLite is built in");
    let browser = Browser::new(&shop).await;
    let request = browser
        .http
        .post(format!("{}/api/cart/add", shop.url))
        .header(header::COOKIE, &browser.cookie);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = request
        .body(b"product=brass-bell&quantity=1&\x80=".to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
}

async fn every_door_bears_whatever_comes(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "abandoned").await);
    assert_eq!(
        browser.complete(&imp, &placed.uid).await.0,
        400,
        "looked up and kept, before rows are counted"
    );
    browser.add("brass-bell", "1").await;
    let seen = browser.seen().await;
    let names = [
        ("THE-ORDER", placed.order.to_string()),
        ("THE-IMP-UID", imp),
        ("THE-MERCHANT-UID", placed.uid),
        (
            "THE-CART",
            serde_urlencoded::to_string([("", seen)]).unwrap()[1..].to_owned(),
        ),
    ];
    let target = Target::new(shop, &browser, names);
    let inputs = proptest::strategy::Union::new(doors().into_iter().map(probes));
    fuzz("doors", 10, &inputs, |probe| target.check(probe));
    // What was taken in has to be digested, too.
    shop.drain().await;
}
