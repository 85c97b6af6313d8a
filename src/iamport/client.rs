//! Who asks: one pool of connections, one token, our credentials.

use std::{sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};

use super::{
    Error, envelope,
    token::{Granted, TokenCache},
};
use crate::clock::Clock;

/// Everything waits for this call, whoever presses Pay too.
const TOKEN_PATIENCE: Duration = Duration::from_secs(4);

/// Where i'mport is and who we are there.
#[derive(Clone, Debug)]
pub struct Access {
    /// `https://api.iamport.kr`, without a trailing slash.
    pub api_url: String,
    pub imp_key: String,
    pub imp_secret: SecretString,
}

/// Shared by everything that asks i'mport; holds one pool of connections and one token.
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) access: Access,
    tokens: TokenCache,
    /// KG Inicis wants its own key for closing accounts.
    pub(super) inicis_api_key: Option<SecretString>,
}

impl Client {
    pub fn new(access: Access, clock: Clock) -> Result<Self, Error> {
        // One provider for the whole process; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("imp-checkout/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::Setup)?;
        Ok(Self {
            http,
            access,
            tokens: TokenCache::new(clock),
            inicis_api_key: None,
        })
    }

    /// `key`: the INIAPI key from KG Inicis's merchant pages.
    #[must_use]
    pub fn with_inicis_api_key(mut self, key: Option<SecretString>) -> Self {
        self.inicis_api_key = key;
        self
    }
}

impl Client {
    /// A token that is good for at least some seconds.
    pub(super) async fn token(&self) -> Result<Arc<SecretString>, Error> {
        self.tokens.get(|| self.get_token()).await
    }

    /// Forgets a token that i'mport refused, unless somebody has replaced it already.
    pub(super) async fn forget(&self, refused: &SecretString) {
        self.tokens.forget(refused).await;
    }

    async fn get_token(&self) -> Result<Granted, Error> {
        const WHAT: &str = "get an access token";
        let unreachable = |source| Error::Unreachable { what: WHAT, source };
        let body = serde_json::json!({
            "imp_key": self.access.imp_key,
            "imp_secret": self.access.imp_secret.expose_secret(),
        });
        let url = format!("{}/users/getToken", self.access.api_url);
        let answer = self
            .http
            .post(url)
            .json(&body)
            .timeout(TOKEN_PATIENCE)
            .send()
            .await
            .map_err(unreachable)?;
        let http = answer.status().as_u16();
        let body = answer.bytes().await.map_err(unreachable)?;
        envelope::open(WHAT, http, &body).map_err(Error::of_token)
    }

    /// i'mport's time in Unix seconds, if it says; an error where it cannot be reached, or refuses our credentials.
    pub async fn clock_seconds(&self) -> Result<Option<i64>, Error> {
        Ok(self.get_token().await?.now())
    }

    /// Whether i'mport can be reached and accepts our credentials.
    pub async fn check_access(&self) -> Result<(), Error> {
        self.token().await.map(drop)
    }
}
