//! i'mport's twin: REST API, JavaScript SDK, payment windows, webhooks and console, offline.
//!
//! It decides nothing about the shop: no order, no judgement, and not one type of the shop's client is
//! used here, so that a misspelt field cannot pass on both sides. Everything lives in memory behind one
//! lock (`state`); a state file keeps it over a restart when one is given.
//!
//! The rooms: `rest` (i'mport's API), `sdk` (both scripts), `windows` (what shoppers see), `console` (what
//! staff and tests do), `webhooks` and `confirm` (what the shop hears), `ledger` (every move of a payment),
//! `play` (where they meet), `faults` (what goes wrong on purpose).

mod agenda;
mod api;
mod certification;
mod certify;
mod clock;
mod codes;
mod confirm;
mod console;
mod faults;
mod gateway;
mod ids;
mod inbox;
mod journal;
mod ledger;
mod listener;
mod merchant;
mod money;
mod outcome;
mod papers;
mod play;
mod rest;
mod scheduler;
mod sdk;
mod settings;
mod state;
mod tokens;
mod told;
mod touched;
mod webhooks;
mod windows;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::response::Redirect;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Layer;
use tower::util::MapRequestLayer;

use clock::Clock;
use listener::{CuttableListener, Line};
use state::State;
use world::World;

/// How a sandbox is started.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens; port 0 takes any free one.
    pub addr: SocketAddr,
    /// How browsers and shops reach it; without it, `http://` and the bound address.
    pub public_url: Option<String>,
    /// Where its state survives a restart; without it, nothing does.
    pub state_file: Option<PathBuf>,
    /// The same seed gives the same ids.
    pub seed: Option<u64>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 3100)),
            public_url: None,
            state_file: None,
            seed: None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not listen on {0} for the sandbox")]
    Bind(SocketAddr, #[source] std::io::Error),
    #[error("could not prepare the HTTP client for the sandbox's webhooks")]
    Client(#[source] reqwest::Error),
    #[error("could not read the sandbox's state file {}", .0.display())]
    StateFile(PathBuf, #[source] std::io::Error),
    #[error("the sandbox stopped serving")]
    Serve(#[source] std::io::Error),
}

/// A sandbox whose port is bound and whose address is known; `run` serves it.
pub struct Sandbox {
    listener: TcpListener,
    world: Arc<World>,
    state_file: Option<PathBuf>,
}

impl Sandbox {
    /// Binds the port. Connections made from now on wait for `run`.
    pub async fn bind(config: Config) -> Result<Self, Error> {
        let failed = |error| Error::Bind(config.addr, error);
        let listener = TcpListener::bind(config.addr).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let url = config
            .public_url
            .unwrap_or_else(|| format!("http://{bound}"));
        let fresh = State::new(config.seed);
        let (state, offset) = match &config.state_file {
            None => (fresh, 0),
            Some(path) => {
                journal::read(path, fresh).map_err(|error| Error::StateFile(path.clone(), error))?
            }
        };
        let clock = Clock::with_offset(offset);
        let world = World::new(state, clock, url.trim_end_matches('/').to_owned())
            .map_err(Error::Client)?;
        Ok(Self {
            listener,
            world,
            state_file: config.state_file,
        })
    }

    /// How browsers and shops reach it; no slash at the end.
    pub fn url(&self) -> &str {
        &self.world.url
    }

    /// Serves until `shutdown`, then lets running webhooks end or gives them up.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), Error> {
        let Self {
            listener,
            world,
            state_file,
        } = self;
        world.tasks.spawn(scheduler::run(Arc::clone(&world)));
        if let Some(path) = state_file {
            world.tasks.spawn(journal::keep(Arc::clone(&world), path));
        }
        let app = without_trailing_slash(router(&world));
        let served = axum::serve(CuttableListener(listener), app)
            .with_graceful_shutdown(shutdown.cancelled_owned())
            .await
            .map_err(Error::Serve);
        world.shutdown.cancel();
        world.tasks.close();
        if tokio::time::timeout(std::time::Duration::from_secs(3), world.tasks.wait())
            .await
            .is_err()
        {
            tracing::info!("gave up webhooks that were still under way");
        }
        served
    }
}

fn router(world: &Arc<World>) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/console")))
        .route("/healthz", get(async || "ok"))
        .route(
            "/favicon.ico",
            get(async || axum::http::StatusCode::NO_CONTENT),
        )
        .merge(rest::routes(world))
        .merge(sdk::routes())
        .merge(windows::routes())
        .merge(certify::routes())
        .merge(console::routes(world))
        .fallback(rest::unknown)
        .with_state(Arc::clone(world))
}

type App = axum::extract::connect_info::IntoMakeServiceWithConnectInfo<
    tower::util::MapRequest<Router, fn(Request) -> Request>,
    Line,
>;

/// `/payments/cancel/` means `/payments/cancel`, as with the real API.
fn without_trailing_slash(router: Router) -> App {
    let trimmed = MapRequestLayer::new(trim as fn(Request) -> Request).layer(router);
    axum::ServiceExt::<Request>::into_make_service_with_connect_info::<Line>(trimmed)
}

fn trim(mut request: Request) -> Request {
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() || trimmed.len() == path.len() {
        return request;
    }
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    if let Ok(uri) = format!("{trimmed}{query}").parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}
