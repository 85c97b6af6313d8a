//! What happens without a visitor. Each worker takes no input, reads its work anew each time, does one batch and
//! tells how much it did; the loop, the pauses and the end are shared. Tests call `run_once` and need no sleep.

mod books;
mod expiry;
mod inbox;
mod notice_queue;
mod outbox;
mod sweeper;

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    checkout::{Error, Shop},
    notify::Notifier,
};

/// How many pieces of one batch are worked on beside each other, so that one slow answer holds up none of the rest.
const AT_ONCE: usize = 8;

/// Between two tries of a worker whose batches fail.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What one batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The batch was full: there may be more at once.
    Full,
    /// So many pieces of work, and no more for now.
    Done(usize),
}

impl Progress {
    fn of(count: usize, limit: i64) -> Self {
        if i64::try_from(count).is_ok_and(|n| n >= limit) {
            Self::Full
        } else {
            Self::Done(count)
        }
    }
}

/// All workers of one node.
#[derive(Clone)]
pub struct Workers {
    pub shop: Shop,
    pub notifier: Notifier,
}

/// One background task: how long it rests, who can wake it before that, and its batch.
struct Task {
    name: &'static str,
    pause: Duration,
    nudge: fn(&Shop) -> Option<&Notify>,
    run_once: for<'a> fn(&'a Workers) -> BoxFuture<'a, Result<Progress, Error>>,
}

/// Every task that works in batches. The queue of webhooks (`notice_queue`) waits for single ones instead.
const TASKS: [Task; 5] = [
    Task {
        name: "inbox",
        pause: Duration::from_secs(1),
        nudge: |shop| Some(&shop.nudges().inbox),
        run_once: |workers| inbox::run_once(workers).boxed(),
    },
    Task {
        name: "outbox",
        pause: Duration::from_secs(1),
        nudge: |shop| Some(&shop.nudges().outbox),
        run_once: |workers| outbox::run_once(workers).boxed(),
    },
    Task {
        name: "sweeper",
        pause: Duration::from_secs(2),
        nudge: |_| None,
        run_once: |workers| sweeper::run_once(workers).boxed(),
    },
    Task {
        name: "expiry",
        pause: Duration::from_secs(10),
        nudge: |_| None,
        run_once: |workers| expiry::run_once(workers).boxed(),
    },
    Task {
        name: "books",
        pause: Duration::from_secs(60),
        nudge: |_| None,
        run_once: |workers| books::run_once(workers).boxed(),
    },
];

impl Workers {
    /// Starts them; they end when `stop` is cancelled and their batch is finished.
    pub fn start(&self, tasks: &TaskTracker, stop: &CancellationToken) {
        let (shop, stop_queue) = (self.shop.clone(), stop.clone());
        shop.notice_queue().open();
        tasks.spawn(async move { notice_queue::run(&shop, &stop_queue).await });
        for task in &TASKS {
            let (workers, stop) = (self.clone(), stop.clone());
            tasks.spawn(async move { every(task, &workers, &stop).await });
        }
    }

    /// Works until there is nothing left to do right now; for tests.
    pub async fn drain(&self) -> Result<(), Error> {
        loop {
            let mut idle = true;
            for task in &TASKS {
                idle &= (task.run_once)(self).await? == Progress::Done(0);
            }
            if idle {
                return Ok(());
            }
        }
    }
}

/// Runs batches until told to stop: at once after a full one, else after a nudge or a pause.
async fn every(task: &Task, workers: &Workers, stop: &CancellationToken) {
    let mut failures: u32 = 0;
    while !stop.is_cancelled() {
        // A panic is a fault of ours, but no reason to stop working for good.
        let ended = AssertUnwindSafe((task.run_once)(workers))
            .catch_unwind()
            .await;
        report(task, workers, &ended);
        match ended {
            Ok(Ok(Progress::Full)) => {
                failures = 0;
                continue;
            }
            Ok(Ok(Progress::Done(_))) => failures = 0,
            Ok(Err(e)) => {
                failures += 1;
                log_failure(task.name, &e);
            }
            Err(_) => {
                failures += 1;
                tracing::error!(worker = task.name, "a batch panicked; it is tried again");
            }
        }
        // Nodes that started together do not stay in step.
        let jitter = Duration::from_millis(u64::from(rand::random::<u8>()));
        tokio::select! {
            () = stop.cancelled() => {}
            () = nudged((task.nudge)(&workers.shop)) => {}
            () = tokio::time::sleep(after(failures, task.pause) + jitter) => {}
        }
    }
}

/// Never ends where nobody can nudge.
async fn nudged(nudge: Option<&Notify>) {
    match nudge {
        Some(nudge) => nudge.notified().await,
        None => std::future::pending().await,
    }
}

/// For operators: when each worker's batch last ended well (Unix seconds), and how its batches end.
fn report<T>(task: &Task, workers: &Workers, ended: &Result<Result<Progress, Error>, T>) {
    let result = match ended {
        Ok(Ok(_)) => "ok",
        Ok(Err(_)) => "failed",
        Err(_) => "panicked",
    };
    metrics::counter!("imp_worker_runs_total", "worker" => task.name, "result" => result)
        .increment(1);
    if result == "ok" {
        let seconds = workers.shop.clock().now().unix_seconds();
        #[expect(clippy::cast_precision_loss, reason = "seconds stay far below 2^53")]
        metrics::gauge!("imp_worker_last_run_seconds", "worker" => task.name).set(seconds as f64);
    }
}

/// Ever longer while batches fail, and soon enough after whatever was in the way is gone.
fn after(failures: u32, pause: Duration) -> Duration {
    (pause * 2_u32.saturating_pow(failures.min(4))).min(LONGEST_PAUSE.max(pause))
}

/// That the database is away has been said already, by the store.
fn log_failure(worker: &'static str, error: &Error) {
    let error_text = crate::telemetry::chain(error);
    if error.is_said_already() {
        tracing::debug!(worker, error = error_text, "a batch waits for the database");
    } else {
        tracing::error!(
            worker,
            error = error_text,
            "a batch failed; it is tried again"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_worker_comes_ever_more_rarely_but_within_ten_seconds() {
        let second = Duration::from_secs(1);
        assert_eq!(
            [0, 1, 2, 3, 4, 99].map(|n| after(n, second).as_secs()),
            [1, 2, 4, 8, 10, 10]
        );
        assert_eq!(after(3, 60 * second), 60 * second);
    }
}
