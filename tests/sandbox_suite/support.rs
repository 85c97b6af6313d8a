//! A sandbox on a free port, a caller with a token, and a shop that writes down what it is sent.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use imp_checkout::sandbox::{Config, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

pub struct Twin {
    pub url: String,
    pub http: reqwest::Client,
    token: Mutex<Option<String>>,
    tasks: TaskTracker,
    stop: DropGuard,
}

/// A status and an envelope.
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> i64 {
        self.body["code"].as_i64().unwrap_or(i64::MIN)
    }

    pub fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    /// The `response` of a success; panics on a refusal.
    pub fn response(self) -> Value {
        assert_eq!(self.code(), 0, "{} {}", self.status, self.body);
        self.body["response"].clone()
    }
}

impl Twin {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    pub async fn start_with(state_file: Option<PathBuf>) -> Self {
        let config = Config {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            seed: Some(7),
            state_file,
            ..Config::default()
        };
        let sandbox = Sandbox::bind(config).await.expect("a free port");
        let url = sandbox.url().to_owned();
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        let shutdown = stop.clone();
        tasks.spawn(async move { sandbox.run(shutdown).await.expect("serves") });
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self {
            url,
            http: http.expect("a client"),
            token: Mutex::new(None),
            tasks,
            stop: stop.drop_guard(),
        }
    }

    /// Stops it and waits until everything is written.
    pub async fn stop(self) {
        drop(self.stop);
        self.tasks.close();
        self.tasks.wait().await;
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// A call with the default merchant's token.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let token = self.token().await;
        let request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .header("Authorization", token);
        let request = if let Some(body) = body {
            request.json(&body)
        } else {
            request
        };
        read(request.send().await.expect("an answer")).await
    }

    pub async fn token(&self) -> String {
        let kept = self.token.lock().expect("not poisoned").clone();
        if let Some(token) = kept {
            return token;
        }
        let token = self.token_of("sandbox_key", "sandbox_secret").await;
        *self.token.lock().expect("not poisoned") = Some(token.clone());
        token
    }

    /// The next call asks for the token anew.
    pub fn forget_token(&self) {
        *self.token.lock().expect("not poisoned") = None;
    }

    pub async fn token_of(&self, key: &str, secret: &str) -> String {
        let body = json!({"imp_key": key, "imp_secret": secret});
        let answer = self
            .http
            .post(format!("{}/users/getToken", self.url))
            .json(&body)
            .send()
            .await;
        let response = read(answer.expect("an answer")).await.response();
        response["access_token"]
            .as_str()
            .expect("a token")
            .to_owned()
    }

    /// A payment that went the way of `outcome`, made at the console.
    pub async fn payment(&self, merchant_uid: &str, amount: Value, outcome: &str) -> Value {
        self.payment_with(
            json!({"merchant_uid": merchant_uid, "amount": amount, "outcome": outcome}),
        )
        .await
    }

    pub async fn payment_with(&self, body: Value) -> Value {
        self.post("/console/api/payments", body).await.response()
    }

    pub async fn act(&self, payment: &Value, action: &str, body: Value) -> Answer {
        self.post(
            &format!("/console/api/payments/{}/{action}", uid(payment)),
            body,
        )
        .await
    }

    pub async fn lookup(&self, payment: &Value) -> Answer {
        self.get(&format!("/payments/{}", uid(payment))).await
    }

    pub async fn fault(&self, rule: Value) {
        self.put("/console/api/faults", rule).await.response();
    }

    /// Asks until the answer satisfies, for at most five seconds.
    pub async fn until(&self, path: &str, satisfied: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..250 {
            let response = self.get(path).await.response();
            if satisfied(&response) {
                return response;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} never satisfied");
    }
}

pub fn uid(payment: &Value) -> &str {
    payment["imp_uid"].as_str().expect("an imp_uid")
}

pub async fn read(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer { status, body }
}

/// What the shop was sent.
#[derive(Clone, Debug)]
pub struct Hit {
    pub content_type: String,
    pub body: String,
}

/// A shop that answers every post with the same status and body.
pub struct Shop {
    pub url: String,
    hits: Arc<Mutex<Vec<Hit>>>,
    _stop: DropGuard,
}

type Book = (Arc<Mutex<Vec<Hit>>>, u16, &'static str);

impl Shop {
    pub async fn start() -> Self {
        Self::answering(200, "").await
    }

    pub async fn answering(status: u16, body: &'static str) -> Self {
        let hits = Arc::new(Mutex::new(Vec::new()));
        let app = Router::new()
            .fallback(note)
            .with_state((Arc::clone(&hits), status, body));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let stop = CancellationToken::new();
        let shutdown = stop.clone().cancelled_owned();
        TaskTracker::new().spawn(async move {
            axum::serve(listener, app)
                .with_graceful_shutdown(shutdown)
                .await
                .expect("serves")
        });
        Self {
            url,
            hits,
            _stop: stop.drop_guard(),
        }
    }

    pub fn hits(&self) -> Vec<Hit> {
        self.hits.lock().expect("not poisoned").clone()
    }

    /// Waits until the shop was hit so often.
    pub async fn wait_for(&self, count: usize) -> Vec<Hit> {
        for _ in 0..250 {
            if self.hits().len() >= count {
                return self.hits();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{count} hits expected, seen {:?}", self.hits());
    }
}

async fn note(
    State((hits, status, answer)): State<Book>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let content_type = headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let hit = Hit {
        content_type,
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    hits.lock().expect("not poisoned").push(hit);
    (StatusCode::from_u16(status).expect("a status"), answer)
}
