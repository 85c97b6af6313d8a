//! Who carries text messages.

use clap::Args;
use secrecy::SecretString;

use super::{error::ConfigError, given};
use crate::notify::{Carrier, SolapiAccount};

const SOLAPI: &str = "https://api.solapi.com";

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
    #[arg(long, env = "SOLAPI_API_URL", default_value = SOLAPI)]
    pub solapi_api_url: String,
}

impl SolapiArgs {
    /// `sandbox_url`: where the sandbox answers, if it stands in for i'mport; its inbox takes the messages then.
    pub(super) fn carrier(&self, sandbox_url: Option<&str>) -> Result<Carrier, ConfigError> {
        let api_url = given::address("SOLAPI_API_URL", Some(&self.solapi_api_url))?
            .unwrap_or_else(|| SOLAPI.to_owned());
        let key = given::code("SOLAPI_API_KEY", self.solapi_api_key.as_ref())?;
        let secret = given::secret(self.solapi_api_secret.as_ref());
        let from = given::text(self.solapi_from.as_ref());
        match (key, secret, from) {
            (Some(key), Some(api_secret), Some(from)) => Ok(Carrier::Solapi(SolapiAccount {
                api_url,
                api_key: key.to_owned(),
                api_secret,
                from: from.to_owned(),
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
