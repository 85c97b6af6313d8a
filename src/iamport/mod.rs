//! The client of i'mport's REST API: token, look-ups, registration of amounts, cancel.
//! It judges answers by the envelope's `code`, never by the HTTP status alone, and keeps "i'mport says no"
//! apart from "i'mport could not be asked". Absent on purpose: any opinion about orders.

mod calls;
mod envelope;
mod error;
mod papers;
mod token;
mod wire;

use std::time::Duration;

use secrecy::SecretString;

pub use self::{
    calls::{Cancel, RefundTo},
    error::Error,
    papers::{NewReceipt, Receipt},
};
use crate::{clock::Clock, iamport::token::TokenCache};

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
    http: reqwest::Client,
    access: Access,
    tokens: TokenCache,
    /// KG Inicis wants its own key for closing accounts.
    inicis_api_key: Option<SecretString>,
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
        Ok(Self { http, access, tokens: TokenCache::new(clock), inicis_api_key: None })
    }

    /// `key`: the INIAPI key from KG Inicis's merchant pages.
    #[must_use]
    pub fn with_inicis_api_key(mut self, key: Option<SecretString>) -> Self {
        self.inicis_api_key = key;
        self
    }
}
