//! Whole purchases over HTTP, as tables and as JSON. `make bench` builds everything and runs it; by hand:
//!
//! ```sh
//! cargo bench --bench load -- --help
//! ```
//!
//! The programs are those of `target/release`: one sandbox, one or three shops. They, the database and this program share the
//! machine, so that a figure is what one such machine does as a whole.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../../tests/shared/address.rs"]
mod address;
#[path = "../../tests/shared/database.rs"]
mod database;
mod drive;
mod machine;
#[path = "../../tests/shared/plenty.rs"]
mod plenty;
mod report;
mod site;
mod wire;
mod yardsticks;

#[path = "../../tests/shared/shopper.rs"]
mod shopper;

use std::{path::PathBuf, time::Duration};

use clap::Parser;

use crate::{
    report::{Report, Run},
    site::{Site, Style},
};

#[derive(Debug, Parser)]
struct Args {
    /// What to measure, of: sqlite, postgres, nodes (three shops on one PostgreSQL) [default: all]
    sites: Vec<Style>,
    /// How many shoppers buy at once
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 32, 64])]
    shoppers: Vec<usize>,
    /// How long each takes, after two seconds to warm up
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Write every figure into this file
    #[arg(long)]
    json: Option<PathBuf>,
    /// The shop's and the sandbox's program
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/target/release/imp-checkout"))]
    program: PathBuf,
    /// cargo says so
    #[arg(long, hide = true)]
    bench: bool,
}

/// The programs' own, so that they are left more of the machine.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() {
    let args = Args::parse();
    assert!(
        args.program.is_file(),
        "{} is missing: build it with `make bench`",
        args.program.display()
    );
    let styles = if args.sites.is_empty() {
        Style::ALL.to_vec()
    } else {
        args.sites.clone()
    };
    let mut report = Report::default();
    for style in styles {
        let Some(site) = Site::open(style, &args.program).await else {
            println!("\n{style}: skipped, TEST_POSTGRES_URL is not set");
            continue;
        };
        report.begin(style, site.cold_start(), yardsticks::measure(&site).await);
        for &shoppers in &args.shoppers {
            let run: Run = drive::measure(&site, shoppers, Duration::from_secs(args.seconds)).await;
            report.add(run);
        }
        site.close().await;
    }
    if let Some(file) = args.json {
        std::fs::write(&file, report.json()).unwrap();
        println!("\nEvery figure: {}", file.display());
    }
}
