//! Who carries text messages.

use clap::Args;
use secrecy::SecretString;

use super::error::ConfigError;
use crate::notify::{Carrier, SolapiAccount};

#[derive(Debug, Args)]
#[command(next_help_heading = "Text messages through Solapi (all three, or none)")]
pub struct SolapiArgs {
    #[arg(long, env = "SOLAPI_API_KEY", hide_env_values = true)]
    pub solapi_api_key: Option<String>,
    #[arg(long, env = "SOLAPI_API_SECRET", hide_env_values = true)]
    pub solapi_api_secret: Option<SecretString>,
    /// The sender's number, registered with Solapi
    #[arg(long, env = "SOLAPI_FROM")]
    pub solapi_from: Option<String>,
    #[arg(long, env = "SOLAPI_API_URL", default_value = "https://api.solapi.com")]
    pub solapi_api_url: String,
}

impl SolapiArgs {
    /// `sandbox_url`: where the sandbox answers, if it stands in for i'mport; its inbox takes the messages then.
    pub(super) fn carrier(&self, sandbox_url: Option<&str>) -> Result<Carrier, ConfigError> {
        match (&self.solapi_api_key, &self.solapi_api_secret, &self.solapi_from) {
            (Some(key), Some(secret), Some(from)) => Ok(Carrier::Solapi(SolapiAccount {
                api_url: self.solapi_api_url.trim_end_matches('/').to_owned(),
                api_key: key.clone(),
                api_secret: secret.clone(),
                from: from.clone(),
            })),
            (None, None, None) => Ok(sandbox_url.map_or(Carrier::Log, |sandbox| Carrier::Sandbox {
                messages_url: format!("{sandbox}/console/api/messages"),
            })),
            _ => Err(ConfigError(
                "half a set of Solapi settings: set SOLAPI_API_KEY, SOLAPI_API_SECRET and SOLAPI_FROM, or none of them"
                    .to_owned(),
            )),
        }
    }
}
