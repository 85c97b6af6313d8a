//! An i'mport that answers every look-up with the words it is given, however false or broken.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use imp_checkout::{checkout::Shop, iamport, keys::Keys};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::support::{TestShop, terms};

#[derive(Clone, Default)]
struct Words {
    said: Arc<Mutex<(u16, Vec<u8>)>>,
}

pub struct Liar {
    url: String,
    words: Words,
}

async fn get_token() -> Json<Value> {
    let grant = json!({ "access_token": "t", "now": 1_000, "expired_at": 2_800 });
    Json(json!({ "code": 0, "message": null, "response": grant }))
}

async fn repeat(State(words): State<Words>) -> Response {
    let (http, body) = words
        .said
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    (StatusCode::from_u16(http).unwrap(), Bytes::from(body)).into_response()
}

impl Liar {
    pub async fn start() -> Self {
        let words = Words::default();
        let router = Router::new()
            .route("/users/getToken", post(get_token))
            .fallback(repeat)
            .with_state(words.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, words }
    }

    pub fn says(&self, http: u16, body: impl Into<Vec<u8>>) {
        *self
            .words
            .said
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = (http, body.into());
    }

    /// In i'mport's envelope.
    pub fn answers(&self, response: &Value) {
        self.says(
            200,
            json!({ "code": 0, "message": null, "response": response }).to_string(),
        );
    }

    pub fn client(&self, shop: &TestShop) -> iamport::Client {
        let secret = "s".to_owned().into();
        let access = iamport::Access {
            api_url: self.url.clone(),
            imp_key: "k".into(),
            imp_secret: secret,
        };
        iamport::Client::new(access, shop.clock.clone()).unwrap()
    }

    /// The same shop, store and all, that takes this for i'mport.
    pub fn deceive(&self, shop: &TestShop) -> Shop {
        let (db, clock) = (shop.shop.db().clone(), shop.clock.clone());
        Shop::new(
            db,
            self.client(shop),
            clock,
            Keys::new(&[7; 32]),
            terms(&shop.url),
        )
    }
}

/// What i'mport truly says of this payment.
pub async fn truth(shop: &TestShop, merchant_uid: &str) -> Value {
    let path = format!("payments?merchant_uid={merchant_uid}");
    shop.console(reqwest::Method::GET, &path, Value::Null).await[0].clone()
}
