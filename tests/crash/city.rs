//! Shoppers, staff and a network of ill will. Whatever a shopper does can break off in the middle, since the shop
//! may be killed at any moment; the next day they order something else.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{RngExt, rngs::StdRng};
use reqwest::{Client, Error, Method};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    browser::{Browser, PRODUCTS},
    plant::{self, Plant},
};

/// What went on, for the record.
#[derive(Clone, Default)]
pub struct Tally(Arc<Counts>);

#[derive(Default)]
struct Counts {
    orders: AtomicU64,
    windows: AtomicU64,
    cancels: AtomicU64,
    faults: AtomicU64,
    broken_off: AtomicU64,
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let Counts {
            orders,
            windows,
            cancels,
            faults,
            broken_off,
        } = &*self.0;
        write!(
            f,
            "{} orders, {} windows, {} cancels by staff, {} faults, {} visits broken off by a kill",
            of(orders),
            of(windows),
            of(cancels),
            of(faults),
            of(broken_off)
        )
    }
}

pub struct City {
    http: Client,
    shop: String,
    sandbox: String,
    tally: Tally,
    rng: StdRng,
}

impl City {
    pub fn new(plant: &Plant, tally: Tally, rng: StdRng) -> Self {
        let (shop, sandbox) = (plant.shop.clone(), plant.sandbox.clone());
        Self {
            http: plant.http.clone(),
            shop,
            sandbox,
            tally,
            rng,
        }
    }

    pub async fn live(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if self.visit().await.is_err() {
                count(&self.tally.0.broken_off);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    async fn visit(&mut self) -> Result<(), Error> {
        let Some(browser) = Browser::open(&self.http, &self.shop).await? else {
            return Ok(());
        };
        let product = PRODUCTS[self.rng.random_range(0..PRODUCTS.len())];
        let quantity = self.rng.random_range(1..4).to_string();
        browser
            .call("cart/add", &[("product", product), ("quantity", &quantity)])
            .await?;
        browser.get("/checkout").await?;
        let method = if self.rng.random_bool(0.25) {
            "vbank"
        } else {
            "card"
        };
        let Some(placed) = browser.place(method).await? else {
            return Ok(());
        };
        count(&self.tally.0.orders);
        let mut windows = vec![placed["request"].clone()];
        if self.rng.random_bool(0.15) {
            let order = placed["order_id"].as_str().unwrap_or_default();
            let again = browser
                .call(
                    "orders/retry",
                    &[("order_id", order), ("method", "card"), ("agree", "on")],
                )
                .await;
            windows.extend(again?.map(|placed| placed["request"].clone()));
        }
        for request in windows {
            self.pay(&browser, &request).await?;
        }
        Ok(())
    }

    async fn console(&self, path: &str, body: &Value) -> Option<Value> {
        plant::console(&self.http, &self.sandbox, Method::POST, path, body).await
    }

    /// The window of one attempt, and what comes of it. Payments of the shop's attempts go on even if the shop
    /// is down meanwhile: i'mport does not care.
    async fn pay(&mut self, browser: &Browser, request: &Value) -> Result<(), Error> {
        self.conspire(request).await;
        let window = self.window(request);
        let Some(seen) = self.console("payments", &window).await else {
            return Ok(());
        };
        count(&self.tally.0.windows);
        let imp = seen["imp_uid"].as_str().unwrap_or_default();
        let told = self.tell(browser, request, imp).await;
        if request["pay_method"] == "vbank" && self.rng.random_bool(0.6) {
            self.console(&format!("payments/{imp}/deposit"), &json!({}))
                .await;
        }
        if self.rng.random_bool(0.2) {
            count(&self.tally.0.cancels);
            let cancel = if self.rng.random_bool(0.5) {
                json!({ "amount": 1_000 })
            } else {
                json!({})
            };
            self.console(&format!("payments/{imp}/cancel"), &cancel)
                .await;
        }
        told
    }

    fn window(&mut self, request: &Value) -> Value {
        let mut window = request.clone();
        let outcomes = if request["pay_method"] == "vbank" {
            ["vbank", "vbank", "vbank", "abandoned"]
        } else {
            [
                ["paid", "paid", "paid", "failed"],
                ["paid", "paid_but_lost", "cancelled_by_user", "abandoned"],
            ][self.rng.random_range(0..2)]
        };
        window["outcome"] = json!(outcomes[self.rng.random_range(0..4)]);
        if self.rng.random_bool(0.5) {
            // The merchant's contract without confirm_process: nobody asks before the money moves.
            window["confirm_url"] = Value::Null;
        }
        window
    }

    /// What goes wrong on i'mport's side for this attempt.
    async fn conspire(&mut self, request: &Value) {
        let faults = [
            json!({ "drop_webhook": true }),
            json!({ "delay_webhook_ms": self.rng.random_range(50..3_000) }),
            json!({ "duplicate_webhook": self.rng.random_range(1..4) }),
            json!({ "reorder_webhook": true }),
            json!({ "approve_amount": 100 }),
            json!({ "rest_status": 502 }),
            json!({ "empty_body": true }),
            json!({ "connection_reset": "after" }),
            json!({ "lookup_missing": true }),
            json!({ "rest_latency_ms": 300 }),
        ];
        let matches = json!({ "merchant_uid": request["merchant_uid"] });
        let chosen = faults.into_iter().filter(|_| self.rng.random_bool(0.15));
        let rules: Vec<Value> = chosen
            .map(|fault| json!({ "match": matches, "times": 1, "fault": fault }))
            .collect();
        self.tally.0.faults.fetch_add(
            u64::try_from(rules.len()).unwrap_or_default(),
            Ordering::Relaxed,
        );
        plant::console(
            &self.http,
            &self.sandbox,
            Method::PUT,
            "faults",
            &json!(rules),
        )
        .await;
    }

    /// The browser's part: lost, once, twice, by the other way, or by both at once.
    async fn tell(&mut self, browser: &Browser, request: &Value, imp: &str) -> Result<(), Error> {
        let uid = request["merchant_uid"].as_str().unwrap_or_default();
        let back = request["m_redirect_url"]
            .as_str()
            .unwrap_or_default()
            .replace(&self.shop, "");
        let path = format!("{back}&imp_uid={imp}&merchant_uid={uid}&imp_success=true");
        match self.rng.random_range(0..5) {
            0 => Ok(()),
            1 => browser.complete(imp, uid).await,
            2 => browser.get(&path).await,
            3 => tokio::try_join!(browser.complete(imp, uid), browser.get(&path)).map(drop),
            _ => {
                browser.complete(imp, uid).await?;
                browser.complete(imp, uid).await
            }
        }
    }
}
