//! A shop whose wire to PostgreSQL the test cuts, silences and mends.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::json;

use crate::{
    forwarder::{Forwarder, Wire},
    skip::{NO_SERVER, skip},
    support::{Engine, Placed, TestShop, database, folder},
};

/// Far beyond everything that a caller may be kept waiting.
pub const BOUND: Duration = Duration::from_secs(60);

/// A shop whose wire to PostgreSQL is in our hands.
pub struct Wired {
    pub shop: TestShop,
    pub wire: Forwarder,
    pub url: String,
}

impl Wired {
    pub async fn start() -> Option<Self> {
        let folder = folder();
        let Some(direct) = database(Engine::Postgres, folder.path()).await else {
            skip(NO_SERVER);
            return None;
        };
        let wire = Forwarder::start(&direct).await;
        let url = wire.url(&direct);
        Some(Self {
            shop: TestShop::start_on(&url, folder).await,
            wire,
            url,
        })
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.shop.shop.db().read("count", sql).one().await.unwrap()
    }

    pub async fn is_ready(&self) -> Response {
        reqwest::get(format!("{}/readyz", self.shop.url))
            .await
            .unwrap()
    }

    /// The wire is mended; the shop finds out by itself.
    pub async fn recover(&self) {
        self.wire.set(Wire::Whole);
        let ready = async { while self.is_ready().await.status() != StatusCode::OK {} };
        tokio::time::timeout(BOUND, ready)
            .await
            .expect("the shop never became ready again");
    }

    pub async fn notice(&self, placed: &Placed, imp: &str) -> StatusCode {
        let notice = json!({ "imp_uid": imp, "merchant_uid": placed.uid, "status": "paid" });
        let url = format!("{}/payments/webhook", self.shop.url);
        reqwest::Client::new()
            .post(url)
            .json(&notice)
            .send()
            .await
            .unwrap()
            .status()
    }
}
