//! The message service, in the shape of Solapi: it counts what each text was sent how often.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

type Texts = Arc<Mutex<HashMap<String, usize>>>;

pub struct Phones {
    url: String,
    texts: Texts,
}

async fn receive(State(texts): State<Texts>, Json(body): Json<Value>) -> Json<Value> {
    let text = body["message"]["text"].as_str().unwrap().to_owned();
    *texts
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(text)
        .or_default() += 1;
    Json(json!({}))
}

impl Phones {
    pub async fn start() -> Self {
        let texts = Texts::default();
        let router = Router::new()
            .route("/messages/v4/send", post(receive))
            .with_state(texts.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, texts }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// How often the texts came in that hold this word.
    pub fn heard_of(&self, word: &str) -> usize {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .iter()
            .filter(|(text, _)| text.contains(word))
            .map(|(_, count)| count)
            .sum()
    }

    /// All that came in. Two refunds of one order may read alike.
    pub fn heard(&self) -> usize {
        self.texts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .sum()
    }
}

impl fmt::Display for Phones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let different = self
            .texts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len();
        write!(
            f,
            "{} text messages, {different} of them different",
            self.heard()
        )
    }
}
