//! i'mport's ledger: every payment as its own REST API tells it.

use serde_json::{Value, json};

use crate::plant::Plant;

/// What i'mport holds of a payment.
pub struct Entry {
    pub imp_uid: String,
    pub merchant_uid: String,
    pub status: String,
    pub amount: i64,
    pub cancelled: i64,
    pub paid_at: i64,
    pub vbank_num: Option<String>,
}

impl Entry {
    pub fn captured(&self) -> bool {
        self.paid_at > 0
    }

    pub fn left(&self) -> i64 {
        self.amount - self.cancelled
    }
}

/// i'mport's list of everything, by its own REST API.
pub async fn ledger(plant: &Plant) -> Vec<Entry> {
    let credentials = json!({ "imp_key": "sandbox_key", "imp_secret": "sandbox_secret" });
    let token = plant
        .http
        .post(format!("{}/users/getToken", plant.sandbox))
        .json(&credentials);
    let token: Value = token.send().await.unwrap().json().await.unwrap();
    let token = token["response"]["access_token"].as_str().unwrap();
    let (mut entries, mut page) = (Vec::new(), 1);
    while page != 0 {
        let url = format!(
            "{}/payments/status/all?sorting=started&limit=1000&page={page}",
            plant.sandbox
        );
        let answer: Value = plant
            .http
            .get(url)
            .header("authorization", token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let answer = &answer["response"];
        entries.extend(answer["list"].as_array().unwrap().iter().map(entry));
        page = answer["next"].as_i64().unwrap();
    }
    entries
}

fn entry(payment: &Value) -> Entry {
    let text = |name: &str| payment[name].as_str().unwrap().to_owned();
    let number = |name: &str| {
        payment[name]
            .as_i64()
            .unwrap_or_else(|| panic!("{name} in {payment}"))
    };
    Entry {
        imp_uid: text("imp_uid"),
        merchant_uid: text("merchant_uid"),
        status: text("status"),
        amount: number("amount"),
        cancelled: number("cancel_amount"),
        paid_at: number("paid_at"),
        vbank_num: payment["vbank_num"].as_str().map(str::to_owned),
    }
}
