//! A shopper with patience: whoever is asked to come back does, whoever's connection breaks tries again, and both go
//! on where they were.

use std::time::Duration;

use rand::RngExt;
use reqwest::{Client, Method, Response, header};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::{
    plant::Plant,
    shopper::{Answer, Ask, Body, Line, Origin, Step, Wrong, buy},
    tally::Tally,
};

const PRODUCTS: [&str; 4] = [
    "norway-swivel-chair",
    "linen-blanket",
    "ceramic-teapot",
    "carrots-10kg",
];
/// Nobody is more patient than this.
const TRIES: usize = 200;

pub struct Customer {
    http: Client,
    shop: String,
    sandbox: String,
    tally: Tally,
}

impl Customer {
    pub fn new(plant: &Plant, tally: Tally) -> Self {
        Self {
            http: plant.http.clone(),
            shop: plant.shop.clone(),
            sandbox: plant.sandbox.clone(),
            tally,
        }
    }

    pub async fn live(mut self, number: usize, stop: CancellationToken) {
        let mut turn = number;
        while !stop.is_cancelled() {
            let (began, tally) = (Instant::now(), self.tally.clone());
            match buy(&mut self, PRODUCTS[turn % PRODUCTS.len()]).await {
                Ok(_) => tally.bought(began.elapsed()),
                Err(wrong) => tally.saw_wrong(wrong.to_string()),
            }
            turn += 1;
        }
    }

    async fn once(&self, origin: Origin, ask: &Ask) -> Result<Response, reqwest::Error> {
        let base = match origin {
            Origin::Shop => &self.shop,
            Origin::Sandbox => &self.sandbox,
        };
        let (method, accept) = if ask.body.is_some() {
            (Method::POST, "application/json")
        } else {
            (Method::GET, "text/html")
        };
        let request = self
            .http
            .request(method, format!("{base}{}", ask.path))
            .header(header::ACCEPT, accept);
        let request = request.header(header::ACCEPT_LANGUAGE, "ko");
        let request = match &ask.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        match &ask.body {
            Some(Body::Form(text)) => request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(text.clone()),
            Some(Body::Json(text)) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(text.clone()),
            None => request,
        }
        .send()
        .await
    }
}

impl Line for Customer {
    async fn ask(&mut self, origin: Origin, step: Step, ask: Ask) -> Result<Answer, String> {
        for _ in 0..TRIES {
            let began = self.tally.phase();
            let response = self
                .once(origin, &ask)
                .await
                .map_err(|e| format!("the proxy itself failed: {e}"))?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = response
                .text()
                .await
                .map_err(|e| format!("the answer broke off: {e}"))?;
            let what = format!(
                "{}: {status} {}",
                step.name(),
                body.chars().take(200).collect::<String>()
            );
            match status {
                503 if is_polite(&headers, &body) => self.tally.refused(began, what),
                // nginx, whose node is gone.
                502 => self.tally.broke_off(began, what),
                _ => {
                    let cookie = headers
                        .get(header::SET_COOKIE)
                        .and_then(|value| value.to_str().ok());
                    let cookie = cookie
                        .and_then(|cookie| cookie.split(';').next())
                        .map(str::to_owned);
                    return Ok(Answer {
                        status,
                        cookie,
                        body,
                    });
                }
            }
            let pause = rand::rng().random_range(200..600);
            sleep(Duration::from_millis(pause)).await;
        }
        Err("even the most patient shopper left".to_owned())
    }

    /// i'mport asks the shop before it approves, and takes no answer for a no.
    fn pays_again(&mut self, declined: &Wrong) -> bool {
        self.tally.was_declined(declined.to_string());
        true
    }
}

/// A sentence, and when to come back: as a page for people, as JSON for a page's own calls.
fn is_polite(headers: &header::HeaderMap, body: &str) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let sentence = if kind.starts_with("text/html") {
        body.contains("role=\"alert\"") && body.contains("</html>") && body.contains("lang=\"ko\"")
    } else {
        body.contains("\"message\"")
    };
    sentence && headers.contains_key(header::RETRY_AFTER)
}
