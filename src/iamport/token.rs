//! One access token for many callers: reused until shortly before it expires, fetched once however many wait.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{Client, Error, envelope};
use crate::clock::{Clock, Millis};

/// Asked for anew so many seconds before the end, so that none dies on its way.
const SPARE_SECONDS: i64 = 30;

pub struct TokenCache {
    clock: Clock,
    /// Held while fetching: who comes meanwhile waits and finds the new one.
    held: Mutex<Option<Held>>,
}

struct Held {
    token: Arc<SecretString>,
    until: Millis,
}

/// The lifetime is `expired_at - now` on i'mport's clock; ours may be off.
#[derive(Deserialize)]
struct Granted {
    access_token: SecretString,
    now: i64,
    expired_at: i64,
}

impl TokenCache {
    pub fn new(clock: Clock) -> Self {
        Self { clock, held: Mutex::new(None) }
    }
}

impl Client {
    /// A token that is good for at least some seconds.
    pub(super) async fn token(&self) -> Result<Arc<SecretString>, Error> {
        let mut held = self.tokens.held.lock().await;
        let now = self.tokens.clock.now();
        if let Some(Held { token, until }) = held.as_ref()
            && now < *until
        {
            return Ok(Arc::clone(token));
        }
        let granted = self.get_token().await?;
        let token = Arc::new(granted.access_token);
        let life = granted.expired_at.saturating_sub(granted.now).saturating_sub(SPARE_SECONDS);
        *held = Some(Held { token: Arc::clone(&token), until: now.plus_seconds(life.max(0)) });
        Ok(token)
    }

    /// Forgets a token that i'mport refused, unless somebody has replaced it already.
    pub(super) async fn forget(&self, refused: &SecretString) {
        let mut held = self.tokens.held.lock().await;
        if held.as_ref().is_some_and(|h| h.token.expose_secret() == refused.expose_secret()) {
            *held = None;
        }
    }

    async fn get_token(&self) -> Result<Granted, Error> {
        const WHAT: &str = "get an access token";
        let unreachable = |source| Error::Unreachable { what: WHAT, source };
        let body = serde_json::json!({
            "imp_key": self.access.imp_key,
            "imp_secret": self.access.imp_secret.expose_secret(),
        });
        let url = format!("{}/users/getToken", self.access.api_url);
        let answer = self.http.post(url).json(&body).send().await.map_err(unreachable)?;
        let http = answer.status().as_u16();
        let body = answer.bytes().await.map_err(unreachable)?;
        envelope::open(WHAT, http, &body).map_err(Error::of_token)
    }

    /// Whether i'mport can be reached and accepts our credentials.
    pub async fn check_access(&self) -> Result<(), Error> {
        self.token().await.map(drop)
    }
}
