//! Why the program did not start, or ended.

use std::net::SocketAddr;

use crate::{catalogue::CatalogueError, config::ConfigError, iamport, notify, sandbox, store};

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    ConfigError(#[from] ConfigError),
    #[error("could not open the store")]
    Store(#[from] store::Error),
    #[error("could not load the catalogue")]
    Catalogue(#[from] CatalogueError),
    #[error("could not start the sandbox (set SANDBOX_ADDR to a free address)")]
    Sandbox(#[from] sandbox::Error),
    #[error("could not prepare for i'mport")]
    Iamport(#[from] iamport::Error),
    #[error("could not prepare for messages")]
    Notify(#[from] notify::Error),
    #[error("could not listen on {0}: set LEPTOS_SITE_ADDR to a free address")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error("could not start the metrics")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    #[error("the server failed")]
    Serve(#[source] std::io::Error),
}
