//! The sandbox beside the shop, or alone.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::{error::ConfigError, given};

#[derive(Debug, Args)]
#[command(next_help_heading = "Sandbox")]
pub struct SandboxArgs {
    /// Where the sandbox listens
    #[arg(
        long,
        env = "SANDBOX_ADDR",
        default_value = "127.0.0.1:3100",
        global = true
    )]
    pub sandbox_addr: SocketAddr,
    /// How browsers reach the sandbox [default: http://{sandbox-addr}]
    #[arg(long, env = "SANDBOX_URL", global = true)]
    pub sandbox_url: Option<String>,
    /// Keep the sandbox's payments in this file across restarts
    #[arg(long, env = "SANDBOX_STATE", global = true)]
    pub sandbox_state: Option<PathBuf>,
    /// Make the sandbox's ids repeatable
    #[arg(long, env = "SANDBOX_SEED", global = true)]
    pub sandbox_seed: Option<u64>,
}

impl SandboxArgs {
    /// Where a sandbox with these settings answers.
    pub(super) fn url(&self) -> Result<String, ConfigError> {
        match self.public_url()? {
            Some(url) => Ok(url),
            None if self.sandbox_addr.port() == 0 => Err(ConfigError(
                "SANDBOX_ADDR must name a port: the shop tells browsers where the sandbox is"
                    .to_owned(),
            )),
            None => Ok(format!("http://{}", self.sandbox_addr)),
        }
    }

    /// As it was given.
    pub fn public_url(&self) -> Result<Option<String>, ConfigError> {
        given::origin("SANDBOX_URL", self.sandbox_url.as_ref())
    }

    pub(super) const fn is_set(&self) -> bool {
        self.sandbox_url.is_some() || self.sandbox_state.is_some() || self.sandbox_seed.is_some()
    }
}
