//! One shopper's browser. It waits before a shop that is closed, and gives up what a kill breaks off.

use std::time::Duration;

use reqwest::{Client, Error, RequestBuilder, Response, header};
use serde_json::{Value, json};

pub const PRODUCTS: [&str; 4] = [
    "norway-swivel-chair",
    "linen-blanket",
    "ceramic-teapot",
    "carrots-10kg",
];

#[derive(Clone)]
pub struct Browser {
    http: Client,
    shop: String,
    cookie: String,
}

/// Whoever finds the shop closed waits at the door for a while; what breaks off behind the door is lost.
async fn patiently(request: RequestBuilder) -> Result<Response, Error> {
    for _ in 0..60 {
        match request
            .try_clone()
            .expect("because no body here is a stream")
            .send()
            .await
        {
            Err(e) if e.is_connect() => tokio::time::sleep(Duration::from_millis(50)).await,
            answer => return answer,
        }
    }
    request.send().await
}

impl Browser {
    /// A browser gets its cookie once the shop keeps something for it.
    pub async fn open(http: &Client, shop: &str) -> Result<Option<Self>, Error> {
        let add = http
            .post(format!("{shop}/api/cart/add"))
            .header(header::ACCEPT, "application/json")
            .form(&[("product", PRODUCTS[0]), ("quantity", "1")]);
        let added = patiently(add).await?;
        let cookie = added
            .headers()
            .get(header::SET_COOKIE)
            .and_then(|value| value.to_str().ok());
        let cookie = cookie
            .and_then(|cookie| cookie.split(';').next())
            .map(str::to_owned);
        let Some(cookie) = cookie else {
            return Ok(None);
        };
        let browser = Self {
            http: http.clone(),
            shop: shop.to_owned(),
            cookie,
        };
        browser
            .call("cart/remove", &[("product", PRODUCTS[0])])
            .await?;
        Ok(Some(browser))
    }

    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "application/json")
    }

    pub async fn call(
        &self,
        function: &str,
        form: &[(&str, &str)],
    ) -> Result<Option<Value>, Error> {
        let request = self.http.post(format!("{}/api/{function}", self.shop));
        let answer = patiently(self.with_cookie(request).form(form)).await?;
        let fine = answer.status() == 200;
        let answer = answer.json().await?;
        Ok(fine.then_some(answer))
    }

    pub async fn get(&self, path: &str) -> Result<(), Error> {
        patiently(self.with_cookie(self.http.get(format!("{}{path}", self.shop))))
            .await
            .map(drop)
    }

    pub async fn complete(&self, imp: &str, uid: &str) -> Result<(), Error> {
        let request = self.with_cookie(self.http.post(format!("{}/payments/complete", self.shop)));
        patiently(request.json(&json!({ "imp_uid": imp, "merchant_uid": uid })))
            .await
            .map(drop)
    }

    pub async fn place(&self, method: &str) -> Result<Option<Value>, Error> {
        let Some(cart) = self.call("cart", &[]).await? else {
            return Ok(None);
        };
        let form = [
            ("name", "홍길동"),
            ("tel", "01042424242"),
            ("email", "gildong@gmail.com"),
            ("postcode", "01181"),
            ("addr1", "서울시 강남구 신사동 1"),
            ("method", method),
            ("agree", "on"),
            ("seen", cart["seen"].as_str().unwrap_or_default()),
        ];
        self.call("orders/place", &form).await
    }
}
