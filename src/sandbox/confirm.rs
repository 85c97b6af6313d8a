//! confirm_process: just before approval the shop is asked whether it still wants the payment.
//! Anything but a 200 within ten seconds is a no.

use std::time::Duration;

use serde_json::{Value, json};

use super::ledger::Payment;
use super::world::World;

const LIMIT: Duration = Duration::from_secs(10);

/// `Err` holds the composed reason that the payment fails with.
pub async fn ask(world: &World, payment: &Payment) -> Result<(), String> {
    let Some(url) = &payment.asked.confirm_url else {
        return Ok(());
    };
    let body = json!({
        "imp_uid": payment.imp_uid,
        "merchant_uid": payment.asked.merchant_uid,
        "amount": payment.amount,
    });
    match world.http.post(url).timeout(LIMIT).json(&body).send().await {
        Ok(response) if response.status().as_u16() == 200 => Ok(()),
        Ok(response) => Err(compose(&reason(response).await)),
        Err(error) => {
            tracing::info!(%url, %error, "confirm call failed");
            Err(compose(UNKNOWN))
        }
    }
}

const UNKNOWN: &str = "알 수 없음";

async fn reason(response: reqwest::Response) -> String {
    let body: Option<Value> = response.json().await.ok();
    let reason = body
        .as_ref()
        .and_then(|body| body.get("reason"))
        .and_then(Value::as_str);
    reason.unwrap_or(UNKNOWN).chars().take(120).collect()
}

fn compose(reason: &str) -> String {
    format!("고객사 요청에 의해 결제를 중단합니다. (상세사유 : {reason})")
}
