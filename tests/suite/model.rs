//! Random histories of many orders at once: windows, news that come twice, late, together or never, trouble at
//! i'mport's side, crashes between any two steps, cancels in the console
//! and by the shopper, goods that leave. However they went, once everything has
//! drained the money is where the orders say, and the goods too.
//!
//! `MODEL_ORDERS` sets how many orders live on each engine (5,000 by default). A history that fails is shortened, printed, and its seed
//! kept in `tests/suite/model-regressions.txt`, which is tried first from then on.

mod act;
mod check;
mod iamport;
mod shopper;
mod world;

use std::cell::Cell;

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestRunner};

use self::{
    act::{Act, history},
    world::World,
};
use crate::skip::{NO_SERVER, skip};
use crate::support::{Engine, TestShop};

/// Orders that live beside each other in one history.
const ORDERS: usize = 20;
const ORDERS_BY_DEFAULT: usize = 5_000;

#[expect(
    clippy::disallowed_methods,
    reason = "the tests have no configuration but this"
)]
fn orders_wanted() -> usize {
    std::env::var("MODEL_ORDERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(ORDERS_BY_DEFAULT)
}

/// Worlds that live beside each other: most of a history is waiting for answers.
const WORLDS: u64 = 3;

/// Unoptimised, a history with all that it may wait for takes more than a thread's usual two megabytes.
const STACK: usize = 16 << 20;

fn live_through(engine: Engine) {
    let histories = orders_wanted().div_ceil(ORDERS * WORLDS as usize);
    std::thread::scope(|threads| {
        let begin = |world| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread
                .spawn_scoped(threads, move || live_in_one_world(engine, histories, world))
                .unwrap()
        };
        let worlds: Vec<_> = (0..WORLDS).map(begin).collect();
        for world in worlds {
            world
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
    println!(
        "{} orders lived through {} histories",
        histories * ORDERS * WORLDS as usize,
        histories * WORLDS as usize
    );
}

fn live_in_one_world(engine: Engine, histories: usize, world: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let Some(shop) = runtime.block_on(TestShop::start(engine)) else {
        skip(NO_SERVER);
        return;
    };
    let config = Config::default();
    // With one seed for all, each world still has histories of its own.
    let rng_seed = match config.rng_seed {
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed.wrapping_add(world)),
        RngSeed::Random => RngSeed::Random,
    };
    let config = Config {
        rng_seed,
        cases: u32::try_from(histories).unwrap(),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/suite/model-regressions.txt",
        ))),
        max_shrink_iters: 200,
        ..config
    };
    let number = Cell::new(0_usize);
    let outcome = TestRunner::new(config).run(&history(ORDERS), |acts| {
        number.set(number.get() + 1);
        runtime
            .block_on(live(&shop, &acts, number.get()))
            .map_err(TestCaseError::fail)
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
}

async fn live(shop: &TestShop, acts: &[Act], number: usize) -> Result<(), String> {
    let mut world = World::new(shop, ORDERS, number).await;
    for act in acts {
        world.live(act).await;
    }
    world.drain().await;
    let held = world.check().await;
    if let Err(what) = &held {
        eprintln!(
            "history {number} of {} acts: {what}; looking for a shorter one",
            acts.len()
        );
    }
    held
}

#[test]
fn money_and_goods_add_up_after_any_history_on_sqlite() {
    live_through(Engine::Sqlite);
}

#[test]
fn money_and_goods_add_up_after_any_history_on_postgres() {
    live_through(Engine::Postgres);
}
