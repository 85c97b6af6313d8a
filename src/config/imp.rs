//! i'mport: who we are there, and where it is. Without credentials the sandbox stands in for it.

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::{error::ConfigError, given};
use crate::iamport;

/// The sandbox's merchant, known to everybody.
pub(super) const SANDBOX_MERCHANT: &str = "imp00000000";
const SANDBOX_KEY: &str = "sandbox_key";
const SANDBOX_SECRET: &str = "sandbox_secret";
const LIVE_API: &str = "https://api.iamport.kr";
const LIVE_SDK: &str = "https://cdn.iamport.kr/v1/iamport.js";

#[derive(Debug, Args)]
#[command(next_help_heading = "i'mport (all three, or none for the sandbox)")]
pub struct ImpArgs {
    /// Merchant code ("가맹점 식별코드") from i'mport's console
    #[arg(long, env = "IMP_MERCHANT_ID")]
    pub imp_merchant_id: Option<String>,
    /// REST API key from i'mport's console
    #[arg(long, env = "IMP_REST_KEY", hide_env_values = true)]
    pub imp_rest_key: Option<String>,
    /// REST API secret from i'mport's console
    #[arg(long, env = "IMP_REST_SECRET", hide_env_values = true)]
    pub imp_rest_secret: Option<SecretString>,
    /// INIAPI key from KG Inicis's merchant pages: only with it can i'mport close virtual accounts there, when a shopper
    /// calls an order off
    #[arg(long, env = "INICIS_API_KEY", hide_env_values = true)]
    pub inicis_api_key: Option<SecretString>,
    /// i'mport's REST API [default: https://api.iamport.kr, or the sandbox]
    #[arg(long, env = "IMP_API_URL")]
    pub imp_api_url: Option<String>,
    /// i'mport's SDK, current (v1/iamport.js) or legacy (js/iamport.payment-1.x.js)
    /// [default: https://cdn.iamport.kr/v1/iamport.js, or the sandbox's]
    #[arg(long, env = "IMP_SDK_URL")]
    pub imp_sdk_url: Option<String>,
    /// jQuery for the legacy SDK; loaded only with that
    #[arg(
        long,
        env = "IMP_JQUERY_URL",
        default_value = "https://code.jquery.com/jquery-1.12.4.min.js"
    )]
    pub imp_jquery_url: String,
    /// The channels are i'mport's test channels: test payments count, live ones do not
    #[arg(long, env = "IMP_TEST_CHANNELS")]
    pub imp_test_channels: bool,
    /// Have i'mport ask /payments/confirm before each approval (their support enables it)
    #[arg(long, env = "IMP_CONFIRM")]
    pub imp_confirm: bool,
}

/// The merchant's own account at i'mport.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub merchant_code: String,
    pub key: String,
    pub secret: SecretString,
}

impl ImpArgs {
    /// `None`: there are none, so the sandbox stands in. Half a set is an error.
    pub(super) fn credentials(&self) -> Result<Option<Credentials>, ConfigError> {
        let merchant_code = given::code("IMP_MERCHANT_ID", self.imp_merchant_id.as_ref())?;
        let key = given::code("IMP_REST_KEY", self.imp_rest_key.as_ref())?;
        let secret = given::secret(self.imp_rest_secret.as_ref());
        let shown = secret
            .as_ref()
            .map(|secret| secret.expose_secret().to_owned());
        given::code("IMP_REST_SECRET", shown.as_ref())?;
        if let (Some(merchant_code), Some(key), Some(secret)) = (merchant_code, key, &secret) {
            return Ok(Some(Credentials {
                merchant_code: merchant_code.to_owned(),
                key: key.to_owned(),
                secret: secret.clone(),
            }));
        }
        let given = [
            ("IMP_MERCHANT_ID", merchant_code.is_some()),
            ("IMP_REST_KEY", key.is_some()),
            ("IMP_REST_SECRET", secret.is_some()),
        ];
        if given.iter().all(|(_, there)| !there) {
            return Ok(None);
        }
        let missing: Vec<&str> = given
            .iter()
            .filter(|(_, there)| !there)
            .map(|(name, _)| *name)
            .collect();
        Err(ConfigError(format!(
            "half a set of i'mport credentials: set {} as well, or unset all three to use the sandbox",
            missing.join(" and ")
        )))
    }

    /// `sandbox_url`: where the sandbox answers, if it stands in.
    pub(super) fn access(
        &self,
        credentials: Option<&Credentials>,
        sandbox_url: Option<&str>,
    ) -> Result<iamport::Access, ConfigError> {
        let given = given::address("IMP_API_URL", self.imp_api_url.as_ref())?;
        let api_url = given.unwrap_or_else(|| sandbox_url.unwrap_or(LIVE_API).to_owned());
        let (imp_key, imp_secret) = match credentials {
            Some(Credentials { key, secret, .. }) => (key.clone(), secret.clone()),
            None => (SANDBOX_KEY.to_owned(), SANDBOX_SECRET.to_owned().into()),
        };
        Ok(iamport::Access {
            api_url,
            imp_key,
            imp_secret,
        })
    }

    pub(super) fn sdk_url(&self, sandbox_url: Option<&str>) -> Result<String, ConfigError> {
        let given = given::address("IMP_SDK_URL", self.imp_sdk_url.as_ref())?;
        Ok(given.unwrap_or_else(|| match sandbox_url {
            Some(sandbox) => format!("{sandbox}/v1/iamport.js"),
            None => LIVE_SDK.to_owned(),
        }))
    }

    /// Only the legacy scripts need it.
    pub(super) fn jquery_url(&self, sdk_url: &str) -> Result<Option<String>, ConfigError> {
        let jquery = given::address("IMP_JQUERY_URL", Some(&self.imp_jquery_url))?;
        let legacy = sdk_url
            .rsplit('/')
            .next()
            .is_some_and(|file| file.starts_with("iamport.payment"));
        Ok(jquery.filter(|_| legacy))
    }
}
