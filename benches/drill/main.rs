//! The drill: three nodes behind nginx, shoppers who never stop buying, and everything that goes wrong with machines.
//! `make drill` builds and runs it. At the end the shop's books must fit i'mport's, every order must have come to its
//! end, and no shopper may have read a wrong page:
//!
//! - an answer is the right page, or a 503 with a sentence and a `Retry-After` while PostgreSQL cannot be reached;
//! - a request that was on a node just when it was killed may break off; asked again, as its shopper would, it
//!   goes through, and nothing is ordered or charged twice;
//! - a node that is stopped in good order takes nobody's request with it.
#![expect(clippy::unwrap_used, reason = "a drill fails by panicking")]

#[path = "../../tests/shared/address.rs"]
mod address;
#[path = "../../tests/crash/books/mod.rs"]
mod books;
mod customer;
#[path = "../../tests/shared/database.rs"]
#[expect(dead_code, reason = "the nodes share a PostgreSQL")]
mod database;
#[path = "../../tests/crash/drain.rs"]
mod drain;
#[path = "../../tests/shared/forwarder.rs"]
#[expect(dead_code, reason = "the drill needs a part of what the wire can do")]
mod forwarder;
mod node;
#[path = "../../tests/crash/phones.rs"]
mod phones;
mod plant;
#[path = "../../tests/shared/plenty.rs"]
mod plenty;
mod postgres;
mod proxy;
#[path = "../../tests/shared/shopper.rs"]
#[expect(
    dead_code,
    reason = "the drill counts whole purchases, not their steps"
)]
mod shopper;
#[path = "../../tests/shared/sigterm.rs"]
mod sigterm;
mod tally;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::Parser;
use tokio::{
    signal,
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    customer::Customer,
    forwarder::Wire,
    plant::Plant,
    tally::{Allowed, Tally},
};

/// Longer than the whole drill takes.
const BOUND: Duration = Duration::from_secs(290);

#[derive(Debug, Parser)]
pub struct Args {
    /// How many shoppers buy at once
    #[arg(long, default_value_t = 12)]
    shoppers: usize,
    /// How long PostgreSQL is stopped
    #[arg(long, default_value_t = 20)]
    outage: u64,
    /// The shop's and the sandbox's program
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/target/release/imp-checkout"))]
    program: PathBuf,
    /// cargo says so
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    assert!(
        args.program.is_file(),
        "{} is missing: build it with `make drill`",
        args.program.display()
    );
    // Whatever ends this, the programs that it started end with it.
    tokio::select! {
        passed = timeout(BOUND, run(&args)) => match passed {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(_) => {
                println!("FAILED: the drill did not end within {} s", BOUND.as_secs());
                ExitCode::FAILURE
            }
        },
        _ = signal::ctrl_c() => ExitCode::from(130),
    }
}

async fn run(args: &Args) -> bool {
    let began = Instant::now();
    let mut plant = Plant::build(&args.program).await;
    let (tally, stop, shoppers) = (
        Tally::default(),
        CancellationToken::new(),
        TaskTracker::new(),
    );
    for number in 0..args.shoppers {
        shoppers.spawn(Customer::new(&plant, tally.clone()).live(number, stop.clone()));
    }
    everything_that_goes_wrong(&mut plant, &tally, args).await;
    stop.cancel();
    shoppers.close();
    shoppers.wait().await;
    println!("{tally}");

    plant.until_nothing_waits().await;
    let doubled = plant.shoppers_with_two_orders().await;
    plant.stop_nodes().await;
    drain::everything(&plant).await;
    let books = books::open(&plant).await;
    println!(
        "{books}; {doubled} shoppers with two orders; {} s in all",
        began.elapsed().as_secs()
    );
    books.check(&plant, 1);
    let passed = tally.wrong() == 0 && doubled == 0;
    println!(
        "{}",
        if passed {
            "The drill is passed."
        } else {
            "FAILED: see above."
        }
    );
    passed
}

async fn everything_that_goes_wrong(plant: &mut Plant, tally: &Tally, args: &Args) {
    tally.begin("all is well", Allowed::Nothing);
    sleep(Duration::from_secs(8)).await;

    tally.begin(
        "one node killed (-9), started again after 5 s",
        Allowed::BreakingOff,
    );
    plant.nodes[0].kill().await;
    sleep(Duration::from_secs(5)).await;
    plant.nodes[0].start().await;
    sleep(Duration::from_secs(3)).await;

    tally.begin("all nodes restarted, one after the other", Allowed::Nothing);
    for node in &mut plant.nodes {
        node.stop().await;
        node.start().await;
    }
    sleep(Duration::from_secs(3)).await;

    tally.begin("PostgreSQL stopped, and started again", Allowed::Refusal);
    plant.postgres.stop().await;
    sleep(Duration::from_secs(args.outage)).await;
    plant.postgres.start().await;
    plant.until_all_are_ready().await;
    tally.begin("after that", Allowed::Nothing);
    sleep(Duration::from_secs(5)).await;

    tally.begin(
        "one node cut off from PostgreSQL for 10 s",
        Allowed::Refusal,
    );
    plant.wire.set(Wire::Cut);
    sleep(Duration::from_secs(10)).await;
    plant.wire.set(Wire::Whole);
    plant.until_all_are_ready().await;

    tally.begin(
        "one node's wire to PostgreSQL frozen for 20 s",
        Allowed::Refusal,
    );
    plant.wire.set(Wire::Frozen);
    sleep(Duration::from_secs(20)).await;
    plant.wire.set(Wire::Whole);
    plant.until_all_are_ready().await;
    tally.begin("after that", Allowed::Nothing);
    sleep(Duration::from_secs(5)).await;
}
