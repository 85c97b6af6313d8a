//! Orders that are paid while nobody tells the shop: neither a webhook nor the browser.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    browser::{Browser, PRODUCTS},
    plant::Plant,
};

pub struct Silent {
    browser: Browser,
    order: String,
    pub imp_uid: String,
}

/// An order of one chair under `fault`, of which nobody is ever told: neither by a webhook nor by the browser.
/// Its id, the attempt's `merchant_uid` and the cookie to look at it with.
pub async fn pay_in_silence(plant: &Plant, fault: Option<Value>) -> Silent {
    let browser = Browser::open(&plant.http, &plant.shop)
        .await
        .unwrap()
        .unwrap();
    browser
        .call("cart/add", &[("product", PRODUCTS[0]), ("quantity", "1")])
        .await
        .unwrap()
        .unwrap();
    let placed = browser.place("card").await.unwrap().unwrap();
    let request = &placed["request"];
    let matches = json!({ "merchant_uid": request["merchant_uid"] });
    let faults = [
        Some(json!({ "drop_webhook": true })),
        Some(json!({ "drop_callback": true })),
        fault,
    ];
    let rules: Vec<Value> = faults
        .into_iter()
        .flatten()
        .map(|fault| json!({ "match": matches, "fault": fault }))
        .collect();
    plant
        .console(Method::PUT, "faults", &json!(rules))
        .await
        .unwrap();
    let mut window = request.clone();
    window["outcome"] = json!("paid");
    let seen = plant
        .console(Method::POST, "payments", &window)
        .await
        .unwrap();
    let order = placed["order_id"].as_str().unwrap().to_owned();
    Silent {
        browser,
        order,
        imp_uid: seen["imp_uid"].as_str().unwrap().to_owned(),
    }
}

impl Silent {
    pub async fn stage(&self) -> String {
        let view = self
            .browser
            .call("orders/read", &[("order_id", &self.order)])
            .await
            .unwrap()
            .unwrap();
        view["stage"].as_str().unwrap().to_owned()
    }
}
