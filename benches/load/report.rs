//! Figures as people read them, and as programs do.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    shopper::Step,
    site::{Style, Used},
    yardsticks::Yardsticks,
};

/// How long many of one thing took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    pub count: usize,
    pub p50: Duration,
    pub p95: Duration,
    pub p99: Duration,
}

impl Times {
    pub fn of(mut each: Vec<Duration>) -> Self {
        each.sort_unstable();
        let at = |percent: usize| {
            each.get(each.len() * percent / 100)
                .copied()
                .unwrap_or_default()
        };
        Self {
            count: each.len(),
            p50: at(50),
            p95: at(95),
            p99: at(99),
        }
    }

    fn json(&self) -> Value {
        json!({ "p50_ms": millis(self.p50), "p95_ms": millis(self.p95), "p99_ms": millis(self.p99) })
    }
}

/// So many shoppers, for a while.
#[derive(Clone, Debug)]
pub struct Run {
    pub shoppers: usize,
    pub took: Duration,
    pub whole: Times,
    /// As in `Step::ALL`.
    pub steps: [Times; 6],
    pub wrong: Vec<String>,
    pub used: Used,
    pub peak_memory: u64,
    /// How long after the last purchase the last notice was worked off.
    pub drained_after: Duration,
}

impl Run {
    fn a_second(&self) -> f64 {
        as_f64(self.whole.count) / self.took.as_secs_f64()
    }

    /// Processor seconds for one purchase, of everybody's.
    fn cpu_of_each(&self) -> Used {
        let each = |time: Duration| time / u32::try_from(self.whole.count.max(1)).unwrap();
        let Used {
            shops,
            sandbox,
            database,
            load,
        } = self.used;
        Used {
            shops: each(shops),
            sandbox: each(sandbox),
            database: each(database),
            load: each(load),
        }
    }
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn megabytes(bytes: u64) -> u64 {
    bytes / 1_000_000
}

#[derive(Default)]
pub struct Report {
    sites: Vec<Value>,
}

impl Report {
    pub fn begin(&mut self, style: Style, cold_start: Duration, yardsticks: Yardsticks) {
        let Yardsticks {
            commits,
            commits_at_once,
            bare_pages,
        } = yardsticks;
        println!("\n{style}");
        println!(
            "  yardsticks: {commits:.0} commits/s one after the other, {commits_at_once:.0} by 32 at once; {bare_pages:.0} bare pages/s"
        );
        println!(
            "  cold start until the first page: {:.0} ms",
            millis(cold_start)
        );
        println!(
            "  {:>8} {:>11} {:>7} {:>7} {:>7}   {:<46} {:>4} {:>6} {:>8}",
            "shoppers",
            "purchases/s",
            "p50",
            "p95",
            "p99",
            "CPU ms each: shop + sandbox + database + load",
            "MB",
            "wrong",
            "drained"
        );
        self.sites.push(json!({
            "site": style.to_string(),
            "cold_start_ms": millis(cold_start),
            "commits_a_second": commits.round(),
            "commits_a_second_by_32": commits_at_once.round(),
            "bare_pages_a_second": bare_pages.round(),
            "runs": [],
        }));
    }

    pub fn add(&mut self, run: Run) {
        let cpu = run.cpu_of_each();
        let cpu_text = format!(
            "{:.2} + {:.2} + {:.2} + {:.2}",
            millis(cpu.shops),
            millis(cpu.sandbox),
            millis(cpu.database),
            millis(cpu.load)
        );
        println!(
            "  {:>8} {:>11.0} {:>7.1} {:>7.1} {:>7.1}   {:<46} {:>4} {:>6} {:>6.0}ms",
            run.shoppers,
            run.a_second(),
            millis(run.whole.p50),
            millis(run.whole.p95),
            millis(run.whole.p99),
            cpu_text,
            megabytes(run.peak_memory),
            run.wrong.len(),
            millis(run.drained_after),
        );
        for (step, times) in Step::ALL.iter().zip(&run.steps) {
            println!(
                "  {:>20} {:>7.1} {:>7.1} {:>7.1}",
                step.name(),
                millis(times.p50),
                millis(times.p95),
                millis(times.p99)
            );
        }
        for wrong in run.wrong.iter().take(3) {
            println!("           wrong: {wrong}");
        }
        self.keep(&run);
    }

    fn keep(&mut self, run: &Run) {
        let cpu = run.cpu_of_each();
        let steps: serde_json::Map<String, Value> = Step::ALL
            .iter()
            .zip(&run.steps)
            .map(|(step, times)| (step.name().to_owned(), times.json()))
            .collect();
        let value = json!({
            "shoppers": run.shoppers,
            "purchases": run.whole.count,
            "purchases_a_second": (run.a_second() * 10.0).round() / 10.0,
            "whole": run.whole.json(),
            "steps": steps,
            "wrong": run.wrong.len(),
            "cpu_ms_each": {
                "shop": millis(cpu.shops),
                "sandbox": millis(cpu.sandbox),
                "database": millis(cpu.database),
                "load": millis(cpu.load),
            },
            "peak_memory_bytes": run.peak_memory,
            "drained_after_ms": millis(run.drained_after),
        });
        let site = self
            .sites
            .last_mut()
            .expect("because a site begins before its runs");
        site["runs"]
            .as_array_mut()
            .expect("because it was made as a list")
            .push(value);
    }

    pub fn json(&self) -> String {
        serde_json::to_string_pretty(&self.sites).expect("because it is plain data")
    }
}
