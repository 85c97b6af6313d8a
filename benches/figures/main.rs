//! Figures of the money path, as tables. `cargo bench --bench figures -- NAME…` takes some of them alone: `settle`,
//! `million`, `sweep`, `doors`, `move`. SQLite lies on the disk that holds `target/`; PostgreSQL is measured where
//! `TEST_POSTGRES_URL` names a server, whose own durability settings are printed beside the figures.
//!
//! i'mport is a stub on the loopback that answers at once: what is measured is the shop, not the network.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../../tests/shared/database.rs"]
mod database;
mod doors;
mod million;
mod moving;
mod settle;
mod stats;
mod store;
mod stub;
mod sweep;

use crate::store::{Engine, Store};

#[tokio::main]
async fn main() {
    // cargo passes `--bench`.
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|arg| arg == name);
    let engines = if asked == ["move"] {
        &[][..]
    } else {
        &[Engine::Sqlite, Engine::Postgres]
    };
    for engine in engines.iter().copied() {
        let Some(store) = Store::open(engine).await else {
            println!("\nPostgreSQL: skipped, TEST_POSTGRES_URL is not set");
            continue;
        };
        println!("\n{}", store.title().await);
        if wanted("settle") {
            settle::measure(&store).await;
        }
        if wanted("doors") {
            doors::measure(&store).await;
        }
        if wanted("million") || wanted("sweep") {
            million::fill(&store).await;
        }
        if wanted("million") {
            million::measure(&store).await;
        }
        if wanted("sweep") {
            sweep::measure(&store).await;
        }
        store.close().await;
    }
    if wanted("move") {
        moving::measure().await;
    }
}
