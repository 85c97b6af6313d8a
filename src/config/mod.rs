//! Command line and environment; `--help` is the manual. The only place that reads the environment.
#![allow(
    rustdoc::bare_urls,
    reason = "the comments are `--help`, which shows addresses as they are"
)]

mod channels;
mod error;
mod given;
mod imp;
mod messages;
mod postcode;
mod sandbox;
mod settings;
mod shop;
mod terms;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

use self::{
    channels::ChannelArgs, imp::ImpArgs, messages::SolapiArgs, shop::ShopArgs, terms::TermsArgs,
};
pub use self::{
    error::ConfigError,
    postcode::PostcodeSearch,
    sandbox::SandboxArgs,
    settings::{Imp, SandboxSettings, Settings, Site},
};
use crate::telemetry::LogFormat;

/// A checkout for Korean authenticated payment through i'mport (PortOne V1).
///
/// Without IMP credentials it starts the sandbox beside the shop: a pretend i'mport for trying everything
/// without money. With IMP_MERCHANT_ID, IMP_REST_KEY and IMP_REST_SECRET set, it is live.
#[derive(Debug, Parser)]
#[command(version, about, long_about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop (the default)
    Serve,
    /// Run the sandbox alone, for any shop in any language
    Sandbox,
    /// Create or update the database's tables, and stop; with --from and --to, move a whole shop from SQLite to
    /// PostgreSQL: exit status 0: moved, 1: copied, but the shop still runs and has to be stopped, 2: could not be moved
    Migrate {
        #[command(flatten)]
        moving: Option<MoveArgs>,
    },
    /// Tell what would keep the shop from selling, without starting it: settings, database and its disk, clock,
    /// credentials, channels, the way in. The exit status is 1 if something is wrong
    Doctor,
    /// Load a catalogue file into the database, also while the shop is running, and stop
    Catalogue { file: PathBuf },
    /// Compare our payments with i'mport's, print each difference; the exit status is 0 if they agree, 1 if
    /// not, 2 if they could not be compared
    Reconcile {
        /// First day, in Korean time, like 2026-11-01 [default: the last day]
        #[arg(long)]
        from: Option<jiff::civil::Date>,
        /// Last day, included [default: today]
        #[arg(long)]
        to: Option<jiff::civil::Date>,
        /// Look every differing payment up again and book what i'mport says
        #[arg(long)]
        repair: bool,
    },
    /// Show an order with its attempts, payments and history, by any number that names it (order, merchant_uid,
    /// imp_uid, approval number, virtual account)
    Order { id: String },
    /// Note that an order's goods have left: from then on the shopper returns them instead of cancelling. The exit
    /// status is 1 if they must not leave
    Dispatch {
        /// Any number that names the order, as for `order`
        id: String,
        /// Who sends them, for the order's history
        #[arg(long, default_value = "staff")]
        by: String,
    },
    /// Show what only a person can bring about: refunds and messages that were given up, disputed orders
    Tasks {
        /// Try the one with this number again
        #[arg(long)]
        again: Option<i64>,
    },
}

#[derive(Debug, Args)]
pub struct MoveArgs {
    /// The shop's SQLite file, like sqlite://data/imp-checkout.db; it is read only
    #[arg(long, requires = "to", required = false)]
    pub from: String,
    /// An empty PostgreSQL database, like postgres://user:password@host/database, or an unfinished copy to go on with
    #[arg(long, requires = "from", required = false)]
    pub to: String,
}

#[derive(Debug, Args)]
pub struct LogArgs {
    /// What to log, in the syntax of tracing's EnvFilter
    #[arg(long, env = "RUST_LOG", default_value = "info", global = true)]
    pub log: String,
    /// How log lines look
    #[arg(long, env = "LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

#[derive(Debug, Args)]
pub struct StoreArgs {
    /// An SQLite file (made if missing), or postgres://user:password@host/database for several nodes
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/imp-checkout.db",
        global = true,
        hide_env_values = true
    )]
    pub database_url: String,
}

impl StoreArgs {
    /// Without the blanks and line ends that files and consoles leave around it.
    pub fn url(&self) -> &str {
        self.database_url.trim()
    }
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the shop listens
    #[arg(long, env = "LEPTOS_SITE_ADDR", default_value = "127.0.0.1:3000")]
    pub site_addr: SocketAddr,
    /// Folder with the built pages' assets (wasm, JavaScript, CSS, pictures)
    #[arg(long, env = "LEPTOS_SITE_ROOT", default_value = "target/site")]
    pub site_root: String,
    /// How browsers and i'mport reach the shop, e.g. https://shop.example; whoever comes by another name is sent there
    /// [default: http://{site-addr}, and any name is right]
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Signs cookies and links: at least 32 characters [default: made once and kept in the database]
    #[arg(long, env = "SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<SecretString>,
    /// A catalogue to load at start [default: the built-in one, into an empty shop]
    #[arg(long, env = "CATALOGUE")]
    pub catalogue: Option<PathBuf>,
    /// Believe what proxies of yours say about where a request comes from (X-Forwarded-For, -Proto, -Host; Forwarded):
    /// how many there are, one behind the other (true: 1), or their networks, like 10.0.0.0/8,192.0.2.7
    #[arg(long, env = "TRUST_PROXY", num_args = 0..=1, default_value = "false", default_missing_value = "true")]
    pub trust_proxy: String,
    /// Seconds for which a node that was told to stop goes on answering what still comes, closing each connection
    /// after its answer; behind a proxy, a little more than the proxy keeps idle connections
    #[arg(long, env = "DRAIN_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=60))]
    pub drain_seconds: u64,
    /// Let shoppers search for their postcode in a layer on the order form; typing it stays possible
    #[arg(long, env = "POSTCODE_SEARCH", value_enum)]
    pub postcode_search: Option<PostcodeSearch>,
    /// Set by `cargo leptos watch`: pages reload when the program changes
    #[arg(long, env = "LEPTOS_WATCH", hide = true)]
    pub leptos_watch: bool,
    #[arg(long, env = "LEPTOS_RELOAD_PORT", default_value_t = 3001, hide = true)]
    pub reload_port: u32,
    #[command(flatten)]
    pub imp: ImpArgs,
    #[command(flatten)]
    pub channels: ChannelArgs,
    #[command(flatten)]
    pub sandbox: SandboxArgs,
    #[command(flatten)]
    pub terms: TermsArgs,
    #[command(flatten)]
    pub solapi: SolapiArgs,
    #[command(flatten)]
    pub shop: ShopArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
