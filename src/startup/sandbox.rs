//! The sandbox's own settings, from the shop's.

use crate::{config::SandboxSettings, sandbox};

impl From<SandboxSettings> for sandbox::Config {
    fn from(settings: SandboxSettings) -> Self {
        let SandboxSettings {
            addr,
            public_url,
            state_file,
            seed,
            ..
        } = settings;
        Self {
            addr,
            public_url,
            state_file,
            seed,
        }
    }
}
