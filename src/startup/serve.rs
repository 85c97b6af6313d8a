//! Puts everything together, serves, and ends in good order.

use std::{future::IntoFuture, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{middleware, serve::ListenerExt};
use leptos::config::{Env, LeptosOptions};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    descriptors,
    error::ServeError,
    policies,
    shop::{client, keys},
};
use crate::{
    app::{PageContext, Sdk, TestMode},
    catalogue,
    checkout::Shop,
    clock::Clock,
    config::{ConfigError, Imp, PostcodeSearch, SandboxSettings, Settings, Site},
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
pub async fn serve(
    settings: Settings,
    database_url: &str,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    descriptors::raise();
    let tasks = TaskTracker::new();
    let drain = Drain {
        begun: stop.clone(),
        over: CancellationToken::new(),
    };
    tasks.spawn(drain.clone().follow(settings.drain));
    if let Some(sandbox) = &settings.sandbox {
        start_sandbox(sandbox.clone(), &tasks, &drain.over).await?;
    }
    let db = Db::open(database_url).await?;
    catalogue::load_at_start(&db, settings.catalogue.as_deref()).await?;
    let keys = keys(&settings, &db).await?;
    let notifier = notify::Notifier::new(settings.carrier.clone(), Clock::System)?;
    let shop = Shop::new(
        db.clone(),
        client(&settings)?,
        Clock::System,
        keys,
        settings.terms.clone(),
    );
    let leptos = leptos_options(&settings.site);
    let state = AppState {
        page: Arc::new(page(&settings, &leptos)?),
        leptos,
        csp: Arc::new(csp(&settings)),
        metrics: PrometheusBuilder::new().install_recorder()?,
        proxies: settings.site.proxies.clone(),
        canonical: settings.site.canonical.clone(),
        shop: shop.clone(),
    };
    let listen = |e| ServeError::Listen(settings.site.addr, e);
    let listener = TcpListener::bind(settings.site.addr)
        .await
        .map_err(listen)?;
    Workers {
        shop: shop.clone(),
        notifier,
    }
    .start(&tasks, &stop);
    greet(&settings, db.engine());
    let door = DrainingListener::new(listener, &drain)
        .map_err(listen)?
        .tap_io(answer_at_once);
    let routes = router(state).layer(middleware::from_fn_with_state(
        drain.clone(),
        drain::close_connections,
    ));
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let server =
        axum::serve(door, service).with_graceful_shutdown(drain.over.clone().cancelled_owned());
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

async fn start_sandbox(
    settings: SandboxSettings,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> Result<(), ServeError> {
    let sandbox = Sandbox::bind(settings.into()).await?;
    let stop = stop.clone();
    tasks.spawn(async move {
        if let Err(e) = sandbox.run(stop).await {
            tracing::error!(error = %crate::telemetry::chain(&e), "the sandbox failed");
        }
    });
    Ok(())
}

fn leptos_options(site: &Site) -> LeptosOptions {
    // Live reload looks for a style sheet whose address stays.
    let (env, pkg) = match site.reload_port {
        Some(_) => (Env::DEV, assets::FOLDER.to_owned()),
        None => (Env::PROD, assets::edition(Path::new(&site.root))),
    };
    LeptosOptions::builder()
        .output_name("imp-checkout")
        .site_root(site.root.clone())
        .site_pkg_dir(pkg)
        .env(env)
        .site_addr(site.addr)
        .reload_port(site.reload_port.unwrap_or_default())
        .build()
}

fn page(settings: &Settings, leptos: &LeptosOptions) -> Result<PageContext, ConfigError> {
    let test_mode = match (&settings.sandbox, settings.terms.mode) {
        (Some(sandbox), _) => Some(TestMode::Sandbox {
            console_url: console(sandbox),
        }),
        (None, Channels::Test) => Some(TestMode::TestChannels),
        (None, Channels::Live) => None,
    };
    let Imp {
        sdk_url,
        jquery_url,
        ..
    } = &settings.imp;
    Ok(PageContext {
        test_mode,
        sdk: Arc::new(Sdk {
            jquery_url: jquery_url.clone(),
            script_url: sdk_url.clone(),
        }),
        postcode_script: settings
            .site
            .postcode_search
            .map(|search| search.script().into()),
        assets: format!("/{}/{}", leptos.site_pkg_dir, leptos.output_name).into(),
        shop: Arc::new(settings.shop.clone()),
        policies: Arc::new(policies::read(settings.policies.as_deref())?),
        ..PageContext::default()
    })
}

fn console(sandbox: &SandboxSettings) -> String {
    format!("{}/console", sandbox.url)
}

fn csp(settings: &Settings) -> Csp {
    let site = &settings.site;
    let reload = site
        .reload_port
        .map(|port| format!("ws://{}:{port}", site.addr.ip()));
    let csp = match &settings.sandbox {
        Some(sandbox) => Csp::for_sandbox(&sandbox.url, reload.as_deref()),
        None => Csp::for_live(reload.as_deref()).with_sdk(&settings.imp.sdk_url),
    };
    match site.postcode_search.map(PostcodeSearch::frames) {
        Some(frames) => csp.framing(frames),
        None => csp,
    }
}

fn greet(settings: &Settings, store: &str) {
    let (url, site_root) = (&settings.terms.public_url, &settings.site.root);
    match &settings.sandbox {
        Some(sandbox) => {
            tracing::info!(shop = %url, console = %console(sandbox), store, "open for trying: no real money moves, the sandbox stands in for i'mport")
        }
        None => {
            let sentence = match settings.terms.mode {
                Channels::Live => "open for business",
                Channels::Test => "open for trying: test channels, no real money moves",
            };
            tracing::info!(shop = %url, merchant = settings.terms.merchant_code, store, "{sentence}");
            if settings.is_reached_from_here_alone() {
                tracing::warn!(
                    "phones and i'mport's notices are told to come to {url}, which only this machine knows: set PUBLIC_URL to the shop's address"
                );
            }
        }
    }
    if !Path::new(site_root).join("pkg").is_dir() {
        tracing::warn!(
            site_root,
            "the pages' assets are missing: build with `make run` or `cargo leptos build --release`, or set LEPTOS_SITE_ROOT"
        );
    }
}
