//! A browser without pages: it keeps its cookie, calls what the pages call, and follows nothing.

use std::time::Duration;

use axum::response::IntoResponse;
use axum_extra::extract::cookie::{Cookie, SignedCookieJar};
use imp_checkout::{domain::ids::OrderId, keys};
use reqwest::{Response, StatusCode, header, redirect::Policy};
use serde_json::{Value, json};

use super::shop::TestShop;

/// An attempt whose window may open.
#[derive(Clone, Debug)]
pub struct Placed {
    pub order: OrderId,
    pub uid: String,
    pub request: Value,
}

impl Placed {
    pub fn read(answer: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            order: OrderId::parse(&text(&answer["order_id"])).unwrap(),
            uid: text(&answer["request"]["merchant_uid"]),
            request: answer["request"].clone(),
        }
    }

    /// Where the PG brings the shopper back to, under whatever name the shop is asked.
    pub fn way_back(&self) -> &str {
        let url = self.request["m_redirect_url"].as_str().unwrap();
        &url[url.find("/payments/").unwrap()..]
    }

    /// Of the order's link.
    pub fn token(&self) -> &str {
        self.way_back().split_once("token=").unwrap().1
    }
}

/// Follows no redirects, and never waits for long.
pub fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

/// As the shop gives it to a browser for which it has stored something.
fn cookie_of(shop: &TestShop) -> String {
    let customer = Cookie::new("customer", keys::new_customer_id().to_string());
    let jar = SignedCookieJar::new(shop.shop.keys().cookies().clone()).add(customer);
    let answer = jar.into_response();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// A client with cookies that follows no redirects; it speaks like a program, not like a form.
#[derive(Clone)]
pub struct Browser {
    pub http: reqwest::Client,
    pub base: String,
    pub cookie: String,
}

impl Browser {
    pub async fn new(shop: &TestShop) -> Self {
        let http = client();
        Self {
            http,
            base: shop.url.clone(),
            cookie: cookie_of(shop),
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        let request = self
            .http
            .get(format!("{}{path}", self.base))
            .header(header::COOKIE, &self.cookie);
        request
            .header(header::ACCEPT, "text/html")
            .send()
            .await
            .unwrap()
    }

    pub async fn call(&self, function: &str, form: &[(&str, &str)]) -> Response {
        let request = self
            .http
            .post(format!("{}/api/{function}", self.base))
            .header(header::COOKIE, &self.cookie);
        request
            .header(header::ACCEPT, "application/json")
            .form(form)
            .send()
            .await
            .unwrap()
    }

    pub async fn json(&self, function: &str, form: &[(&str, &str)]) -> Value {
        let answer = self.call(function, form).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{function}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    pub async fn add(&self, product: &str, quantity: &str) {
        self.json("cart/add", &[("product", product), ("quantity", quantity)])
            .await;
    }

    pub async fn seen(&self) -> String {
        self.json("cart", &[]).await["seen"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The order form, filled in well.
    pub async fn place_with(&self, method: &str) -> Placed {
        let seen = self.seen().await;
        Placed::read(&self.json("orders/place", &form(method, &seen)).await)
    }

    /// A chair, paid by card.
    pub async fn place(&self) -> Placed {
        self.add("norway-swivel-chair", "1").await;
        self.place_with("card").await
    }

    pub async fn retry(&self, order: &OrderId, method: &str) -> Placed {
        let fields = [
            ("order_id", order.as_str()),
            ("method", method),
            ("agree", "on"),
        ];
        Placed::read(&self.json("orders/retry", &fields).await)
    }

    /// The seed's merchant endpoint: status and JSON.
    pub async fn complete(&self, imp_uid: &str, merchant_uid: &str) -> (u16, Value) {
        let request = self
            .http
            .post(format!("{}/payments/complete", self.base))
            .header(header::COOKIE, &self.cookie);
        let answer = request
            .json(&json!({ "imp_uid": imp_uid, "merchant_uid": merchant_uid }))
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// The stage that the order's page shows.
    pub async fn stage(&self, order: &OrderId) -> String {
        self.json("orders/read", &[("order_id", order.as_str())])
            .await["stage"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub fn form<'a>(method: &'a str, seen: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "홍길동"),
        ("tel", "01042424242"),
        ("email", "gildong@gmail.com"),
        ("postcode", "01181"),
        ("addr1", "서울시 강남구 신사동 1"),
        ("addr2", "101호"),
        ("memo", "문 앞에 놓아주세요"),
        ("method", method),
        ("agree", "on"),
        ("seen", seen),
    ]
}

pub fn imp_uid(payment: &Value) -> String {
    payment["imp_uid"].as_str().unwrap().to_owned()
}
