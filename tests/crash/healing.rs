//! Every webhook and every browser return is lost, and the program finds out by itself, in real time.

use std::{fmt, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    plant::Plant,
    silence::{Silent, pay_in_silence},
};

/// What the shop promises.
const WITHIN: Duration = Duration::from_secs(60);
const ORDERS: usize = 3;

pub struct Healed {
    paid: Duration,
    refunded: Duration,
}

impl fmt::Display for Healed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { paid, refunded } = self;
        write!(
            f,
            "{ORDERS} orders paid after {:.0} s, {ORDERS} mismatched payments given back after {:.0} s",
            paid.as_secs_f64(),
            refunded.as_secs_f64()
        )
    }
}

pub async fn with_all_news_lost(plant: &Plant) -> Healed {
    let began = Instant::now();
    let (mut paid, mut forged) = (Vec::new(), Vec::new());
    for _ in 0..ORDERS {
        paid.push(pay_in_silence(plant, None).await);
        forged.push(pay_in_silence(plant, Some(json!({ "approve_amount": 100 }))).await);
    }
    for order in &paid {
        until("a payment that nobody told of is found", began, || async {
            order.stage().await == "paid"
        })
        .await;
    }
    let found = began.elapsed();
    for order in &forged {
        until("a mismatched payment goes back", began, || {
            is_given_back(plant, order)
        })
        .await;
    }
    Healed {
        paid: found,
        refunded: began.elapsed(),
    }
}

async fn is_given_back(plant: &Plant, order: &Silent) -> bool {
    let seen = plant
        .console(
            Method::GET,
            &format!("payments/{}", order.imp_uid),
            &Value::Null,
        )
        .await
        .unwrap();
    seen["payment"]["status"] == "cancelled"
        && seen["payment"]["cancel_amount"] == seen["payment"]["amount"]
}

async fn until<F: Future<Output = bool>>(what: &str, began: Instant, check: impl Fn() -> F) {
    while !check().await {
        assert!(began.elapsed() < WITHIN, "not within a minute: {what}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
