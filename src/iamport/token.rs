//! One access token for many callers: reused until shortly before it expires, fetched once however many wait.

use std::{sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{sync::Mutex, time::Instant};

use super::{Error, lenient::Fields};
use crate::clock::{Clock, Millis};

/// Asked for anew so many seconds before the end, so that none dies on its way.
const SPARE_SECONDS: i64 = 30;

/// A failure answers all who asked before it was known, and who ask in the moment after: while i'mport is silent, each
/// would wait for a call of their own, one after the other.
const FAILURE_LASTS: Duration = Duration::from_secs(1);

pub struct TokenCache {
    clock: Clock,
    /// Held while fetching: who comes meanwhile waits and finds what came of it.
    held: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Held>,
    failed: Option<Failed>,
}

struct Held {
    token: Arc<SecretString>,
    until: Millis,
}

struct Failed {
    at: Instant,
    /// i'mport's words about our credentials; `None` for trouble that may pass.
    refused: Option<String>,
}

impl Failed {
    fn error(&self) -> Error {
        match &self.refused {
            Some(message) => Error::Credentials {
                message: message.clone(),
            },
            None => Error::Silent,
        }
    }
}

/// The lifetime is `expired_at - now` on i'mport's clock; ours may be off.
#[derive(Deserialize)]
pub struct Granted {
    access_token: SecretString,
    #[serde(default)]
    now: Value,
    #[serde(default)]
    expired_at: Value,
}

/// Without readable times a token is asked for anew after so many seconds: i'mport keeps each for at least a minute.
const UNKNOWN_LIFE_SECONDS: i64 = 60;

impl Granted {
    fn life_seconds(&self) -> i64 {
        let times = json!({ "now": self.now, "expired_at": self.expired_at });
        let mut times = Fields::of(&times);
        match (times.time("expired_at"), times.time("now")) {
            (Some(end), Some(now)) => end.saturating_sub(now),
            (Some(_) | None, Some(_) | None) => UNKNOWN_LIFE_SECONDS,
        }
    }

    /// Unix seconds on i'mport's clock, if it says.
    pub fn now(&self) -> Option<i64> {
        Fields::of(&json!({ "now": self.now })).time("now")
    }
}

impl TokenCache {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            held: Mutex::default(),
        }
    }

    /// The one that is held, or else what `fetch` is granted.
    pub async fn get<F>(&self, fetch: impl FnOnce() -> F) -> Result<Arc<SecretString>, Error>
    where
        F: Future<Output = Result<Granted, Error>>,
    {
        let asked_at = Instant::now();
        let mut state = self.held.lock().await;
        let now = self.clock.now();
        if let Some(Held { token, until }) = &state.token
            && now < *until
        {
            return Ok(Arc::clone(token));
        }
        if let Some(failed) = &state.failed
            && asked_at < failed.at + FAILURE_LASTS
        {
            return Err(failed.error());
        }
        let granted = match fetch().await {
            Ok(granted) => granted,
            Err(error) => {
                let refused = match &error {
                    Error::Credentials { message } => Some(message.clone()),
                    _ => None,
                };
                state.failed = Some(Failed {
                    at: Instant::now(),
                    refused,
                });
                return Err(error);
            }
        };
        let life = granted.life_seconds().saturating_sub(SPARE_SECONDS);
        let token = Arc::new(granted.access_token);
        *state = State {
            token: Some(Held {
                token: Arc::clone(&token),
                until: now.plus_seconds(life.max(0)),
            }),
            failed: None,
        };
        Ok(token)
    }

    /// Unless somebody has replaced it already.
    pub async fn forget(&self, refused: &SecretString) {
        let held = &mut self.held.lock().await.token;
        let is_held = held
            .as_ref()
            .is_some_and(|held| held.token.expose_secret() == refused.expose_secret());
        if is_held {
            *held = None;
        }
    }
}
