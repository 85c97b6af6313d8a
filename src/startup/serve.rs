//! Puts everything together, serves, and ends in good order.

use std::{future::IntoFuture, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{middleware, serve::ListenerExt};
use leptos::config::{Env, LeptosOptions};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    error::ServeError,
    policies,
    shop::{client, keys},
};
use crate::{
    app::{PageContext, Sdk, TestMode},
    catalogue,
    checkout::Shop,
    clock::Clock,
    config::{ConfigError, Mode, PostcodeSearch, ServeArgs},
    domain::payment::Channels,
    http::{AppState, Csp, Drain, DrainingListener, assets, drain, router},
    notify,
    sandbox::Sandbox,
    store::Db,
    workers::Workers,
};

/// What is running is given so long to finish.
const GRACE: Duration = Duration::from_secs(25);

/// Serves until `stop` is cancelled; then finishes what runs.
pub async fn serve(args: &ServeArgs, database_url: &str, stop: CancellationToken) -> Result<(), ServeError> {
    let mode = args.mode()?;
    let terms = args.terms(&mode)?;
    let tasks = TaskTracker::new();
    let drain = Drain { begun: stop.clone(), over: CancellationToken::new() };
    tasks.spawn(drain.clone().follow(Duration::from_secs(args.drain_seconds)));
    let sandbox = match &mode {
        Mode::Sandbox => Some(start_sandbox(args, &tasks, &drain.over).await?),
        Mode::Live { .. } => None,
    };
    let db = Db::open(database_url).await?;
    catalogue::load_at_start(&db, args.catalogue.as_deref()).await?;
    let keys = keys(args, &db).await?;
    let iamport = client(args, &mode, sandbox.as_deref())?;
    let notifier = notify::Notifier::new(args.carrier(sandbox.as_deref())?, Clock::System)?;
    let shop = Shop::new(db.clone(), iamport, Clock::System, keys, terms);
    let leptos = leptos_options(args);
    let state = AppState {
        page: Arc::new(page(args, &leptos, &shop, sandbox.as_deref())?),
        leptos,
        csp: Arc::new(csp(args, sandbox.as_deref())),
        metrics: PrometheusBuilder::new().install_recorder()?,
        trust_proxy: args.trust_proxy,
        shop: shop.clone(),
    };
    let listen = |e| ServeError::Listen(args.site_addr, e);
    let listener = TcpListener::bind(args.site_addr).await.map_err(listen)?;
    Workers { shop: shop.clone(), notifier }.start(&tasks, &stop);
    greet(&shop, sandbox.as_deref(), args);
    let door = DrainingListener::new(listener, &drain).map_err(listen)?.tap_io(answer_at_once);
    let routes = router(state).layer(middleware::from_fn_with_state(drain.clone(), drain::close_connections));
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(door, service).with_graceful_shutdown(drain.over.clone().cancelled_owned());
    tokio::select! {
        served = server.into_future() => served.map_err(ServeError::Serve)?,
        // A connection that never ends must not keep us.
        () = async { drain.over.cancelled().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not finish in time");
        }
    }
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::warn!("some background work did not finish in time; the next start takes it up");
    }
    db.close().await;
    Ok(())
}

/// The last piece of an answer does not wait for the first one's receipt.
fn answer_at_once(connection: &mut TcpStream) {
    if let Err(error) = connection.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its answers together");
    }
}

async fn start_sandbox(args: &ServeArgs, tasks: &TaskTracker, stop: &CancellationToken) -> Result<String, ServeError> {
    let sandbox = Sandbox::bind(args.sandbox.config()).await?;
    let url = sandbox.url().to_owned();
    let stop = stop.clone();
    tasks.spawn(async move {
        if let Err(e) = sandbox.run(stop).await {
            tracing::error!(error = %crate::telemetry::chain(&e), "the sandbox failed");
        }
    });
    Ok(url)
}

fn leptos_options(args: &ServeArgs) -> LeptosOptions {
    let env = if args.leptos_watch { Env::DEV } else { Env::PROD };
    // Live reload looks for a style sheet whose address stays.
    let pkg = if args.leptos_watch { assets::FOLDER.to_owned() } else { assets::edition(Path::new(&args.site_root)) };
    LeptosOptions::builder()
        .output_name("imp-checkout")
        .site_root(args.site_root.clone())
        .site_pkg_dir(pkg)
        .env(env)
        .site_addr(args.site_addr)
        .reload_port(args.reload_port)
        .build()
}

fn page(
    args: &ServeArgs,
    leptos: &LeptosOptions,
    shop: &Shop,
    sandbox: Option<&str>,
) -> Result<PageContext, ConfigError> {
    let script_url = args.sdk_url(sandbox);
    let test_mode = match (sandbox, shop.terms().mode) {
        (Some(sandbox), _) => Some(TestMode::Sandbox { console_url: format!("{sandbox}/console") }),
        (None, Channels::Test) => Some(TestMode::TestChannels),
        (None, Channels::Live) => None,
    };
    Ok(PageContext {
        test_mode,
        sdk: Arc::new(Sdk { jquery_url: args.jquery_url(&script_url), script_url }),
        postcode_script: args.postcode_search.map(|search| search.script().into()),
        assets: format!("/{}/{}", leptos.site_pkg_dir, leptos.output_name).into(),
        shop: Arc::new(args.shop_info()),
        policies: Arc::new(policies::read(args.shop.policies.as_deref())?),
        ..PageContext::default()
    })
}

fn csp(args: &ServeArgs, sandbox: Option<&str>) -> Csp {
    let reload = args.leptos_watch.then(|| format!("ws://{}:{}", args.site_addr.ip(), args.reload_port));
    let csp = match sandbox {
        Some(sandbox) => Csp::for_sandbox(sandbox, reload.as_deref()),
        None => Csp::for_live(reload.as_deref()).with_sdk(&args.sdk_url(None)),
    };
    match args.postcode_search.map(PostcodeSearch::frames) {
        Some(frames) => csp.framing(frames),
        None => csp,
    }
}

fn greet(shop: &Shop, sandbox: Option<&str>, args: &ServeArgs) {
    let url = &shop.terms().public_url;
    let store = shop.db().engine();
    match sandbox {
        Some(sandbox) => {
            tracing::info!(shop = %url, console = %format!("{sandbox}/console"), store, "open for trying: no real money moves, the sandbox stands in for i'mport")
        }
        None => {
            let sentence = match shop.terms().mode {
                Channels::Live => "open for business",
                Channels::Test => "open for trying: test channels, no real money moves",
            };
            tracing::info!(shop = %url, merchant = shop.terms().merchant_code, store, "{sentence}");
            if args.is_reached_from_here_alone() {
                tracing::warn!(
                    "phones and i'mport's notices are told to come to {url}, which only this machine knows: set PUBLIC_URL to the shop's address"
                );
            }
        }
    }
    if !Path::new(&args.site_root).join("pkg").is_dir() {
        tracing::warn!(
            site_root = args.site_root,
            "the pages' assets are missing: build with `make run` or `cargo leptos build --release`, or set LEPTOS_SITE_ROOT"
        );
    }
}
