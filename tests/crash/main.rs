//! The real program under load, killed (-9) again and again while i'mport's sandbox loses, delays and repeats what
//! it tells; and then the books are opened. Every choice comes from one seed, which is printed; `CRASH_SEED` repeats
//! it (as far as two processes and a clock can be repeated), `CRASH_KILLS` asks for more than the usual kills.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../shared/address.rs"]
mod address;
mod books;
mod browser;
mod city;
#[path = "../shared/database.rs"]
mod database;
mod drain;
mod healing;
mod phones;
mod plant;
#[path = "../shared/sigterm.rs"]
mod sigterm;
mod silence;
#[path = "../shared/skip.rs"]
mod skip;

use std::time::Duration;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    city::{City, Tally},
    plant::{Engine, Plant},
    skip::{NO_SERVER, skip},
};

const KILLS: u64 = 50;
const SHOPPERS: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_on_sqlite() {
    run(Plant::build(Engine::Sqlite)
        .await
        .expect("because SQLite is built in"))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_on_postgres() {
    match Plant::build(Engine::Postgres).await {
        Some(plant) => run(plant).await,
        None => skip(NO_SERVER),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests have no configuration but this"
)]
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn run(mut plant: Plant) {
    let (seed, kills) = (
        asked("CRASH_SEED").unwrap_or_else(rand::random),
        asked("CRASH_KILLS").unwrap_or(KILLS),
    );
    let began = tokio::time::Instant::now();
    println!(
        "{}: CRASH_SEED={seed}, {kills} kills, {SHOPPERS} shoppers",
        plant.engine()
    );
    // Some shop has to be there before the first kill makes sense.
    plant.start_shop();
    plant.wait_until_it_serves().await;

    let (tally, stop, shoppers) = (
        Tally::default(),
        CancellationToken::new(),
        TaskTracker::new(),
    );
    for number in 0..SHOPPERS {
        let city = City::new(
            &plant,
            tally.clone(),
            StdRng::seed_from_u64(seed.wrapping_add(number)),
        );
        shoppers.spawn(city.live(stop.clone()));
    }
    let early = kill_again_and_again(&mut plant, kills, &mut StdRng::seed_from_u64(!seed)).await;
    stop.cancel();
    shoppers.close();
    shoppers.wait().await;
    println!("{kills} kills, {early} of them during a start; {tally}");

    plant.clear_faults().await;
    let healed = healing::with_all_news_lost(&plant).await;
    println!("all news lost, in real time: {healed}");
    plant.stop_shop_in_good_order().await;
    drain::everything(&plant).await;
    let books = books::open(&plant).await;
    println!(
        "{books}; {}; {} s in all",
        plant.phones(),
        began.elapsed().as_secs()
    );
    books.check(&plant, kills);
}

/// How many of the kills hit a start.
async fn kill_again_and_again(plant: &mut Plant, kills: u64, rng: &mut StdRng) -> u64 {
    let mut early = 0;
    for _ in 0..kills {
        if rng.random_bool(0.15) {
            early += 1;
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..200))).await;
        } else {
            plant.wait_until_it_serves().await;
            tokio::time::sleep(Duration::from_millis(rng.random_range(50..1_200))).await;
        }
        plant.kill_shop().await;
        plant.start_shop();
    }
    plant.wait_until_it_serves().await;
    early
}
