//! Parses the command line, runs a subcommand, and turns signals into an orderly end.

use std::process::ExitCode;

use clap::Parser;
use imp_checkout::{
    catalogue,
    commands::{self, Repair},
    config::{Cli, Command, MoveArgs, SandboxArgs, Settings},
    sandbox::{self, Sandbox},
    startup,
    store::Db,
    telemetry,
};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A page is made of many small pieces of memory; the system's own allocator takes a fifth longer for one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start(&cli.log.log, cli.log.log_format);
    match run(cli).await {
        Ok(code) => code,
        Err(e) => {
            eprintln!("imp-checkout: {}", telemetry::chain(&*e));
            ExitCode::from(2)
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let stop = CancellationToken::new();
    let signals = TaskTracker::new();
    signals.spawn(cancel_on_signal(stop.clone()));
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => {
            startup::serve(Settings::resolve(&cli.serve)?, cli.store.url(), stop).await?
        }
        Command::Sandbox => run_sandbox(&cli.serve.sandbox, stop).await?,
        Command::Migrate {
            moving: Some(MoveArgs { from, to }),
        } => {
            return tokio::select! {
                moved = commands::move_shop(from, to) => Ok(if moved? { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
                () = stop.cancelled() => Err("stopped; run this again, and what is there already is not copied again".into()),
            };
        }
        Command::Migrate { moving: None } => {
            let db = Db::open(cli.store.url()).await?;
            println!(
                "The tables in this {} database are up to date.",
                db.engine()
            );
            db.close().await;
        }
        Command::Reconcile { from, to, repair } => {
            let shop = startup::open_shop(Settings::resolve(&cli.serve)?, cli.store.url()).await?;
            let period = commands::period(from, to, shop.clock().now())?;
            let repair = if repair { Repair::Yes } else { Repair::No };
            let agrees = commands::reconcile(&shop, period, repair).await?;
            shop.db().close().await;
            return Ok(if agrees {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Command::Order { id } => {
            let shop = startup::open_shop(Settings::resolve(&cli.serve)?, cli.store.url()).await?;
            let found = commands::show_order(&shop, &id).await?;
            shop.db().close().await;
            if !found {
                return Err(format!("nothing is known by {id}").into());
            }
        }
        Command::Dispatch { id, by } => {
            let shop = startup::open_shop(Settings::resolve(&cli.serve)?, cli.store.url()).await?;
            let goes = commands::dispatch(&shop, &id, &by).await?;
            shop.db().close().await;
            return Ok(if goes {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Command::Tasks { again } => {
            let shop = startup::open_shop(Settings::resolve(&cli.serve)?, cli.store.url()).await?;
            commands::show_tasks(&shop, again).await?;
            shop.db().close().await;
        }
        Command::Doctor => {
            let found = startup::doctor(&cli.serve, cli.store.url()).await;
            let mut wrong = false;
            for finding in found {
                wrong |= matches!(finding, startup::Finding::Wrong(_));
                println!("{finding}");
            }
            return Ok(if wrong {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            });
        }
        Command::Catalogue { file } => {
            let db = Db::open(cli.store.url()).await?;
            let count = catalogue::load(&db, &file).await?;
            println!("{count} products are on sale.");
            db.close().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_sandbox(
    args: &SandboxArgs,
    stop: CancellationToken,
) -> Result<(), Box<dyn std::error::Error>> {
    let config = sandbox::Config {
        addr: args.sandbox_addr,
        public_url: args.public_url()?,
        state_file: args.sandbox_state.clone(),
        seed: args.sandbox_seed,
    };
    let sandbox = Sandbox::bind(config).await?;
    println!(
        "The sandbox answers at {url}; its console is {url}/console",
        url = sandbox.url()
    );
    Ok(sandbox.run(stop).await?)
}

/// SIGTERM from whoever runs us, SIGINT from a terminal or from cargo-leptos.
async fn cancel_on_signal(stop: CancellationToken) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: what runs is finished first");
    stop.cancel();
}
