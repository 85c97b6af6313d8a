//! What happens without a visitor. Each worker takes no input, reads its work anew each time, does one batch and
//! tells how much it did; the loop, the pauses and the end are shared. Tests call `run_once` and need no sleep.

mod arrivals;
mod books;
mod expiry;
mod inbox;
mod outbox;
mod sweeper;

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{checkout::Shop, notify::Notifier};

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
        if i64::try_from(count).is_ok_and(|n| n >= limit) { Self::Full } else { Self::Done(count) }
    }
}

/// All workers of one node.
#[derive(Clone)]
pub struct Workers {
    pub shop: Shop,
    pub notifier: Notifier,
}

impl Workers {
    /// Starts them; they end when `stop` is cancelled and their batch is finished.
    pub fn start(&self, tasks: &TaskTracker, stop: &CancellationToken) {
        let [a, b, c, d, e] = std::array::from_fn(|_| self.clone());
        let [stop_a, stop_b, stop_c, stop_d, stop_e] = std::array::from_fn(|_| stop.clone());
        tasks.spawn(async move {
            every("inbox", Duration::from_secs(1), &a.shop.nudges().inbox, &stop_a, || inbox::run_once(&a)).await;
        });
        let (shop, stop_meeting) = (self.shop.clone(), stop.clone());
        shop.arrivals().open();
        tasks.spawn(async move { arrivals::meet(&shop, &stop_meeting).await });
        tasks.spawn(async move {
            every("outbox", Duration::from_secs(1), &b.shop.nudges().outbox, &stop_b, || outbox::run_once(&b)).await;
        });
        tasks.spawn(async move {
            every("sweeper", Duration::from_secs(2), &Notify::new(), &stop_c, || sweeper::run_once(&c)).await;
        });
        tasks.spawn(async move {
            every("expiry", Duration::from_secs(10), &Notify::new(), &stop_d, || expiry::run_once(&d)).await;
        });
        tasks.spawn(async move {
            every("books", Duration::from_secs(60), &Notify::new(), &stop_e, || books::run_once(&e)).await;
        });
    }

    /// Works until there is nothing left to do right now; for tests.
    pub async fn drain(&self) -> Result<(), crate::checkout::Error> {
        loop {
            let did = [
                inbox::run_once(self).await?,
                outbox::run_once(self).await?,
                sweeper::run_once(self).await?,
                expiry::run_once(self).await?,
                books::run_once(self).await?,
            ];
            if did == [Progress::Done(0); 5] {
                return Ok(());
            }
        }
    }
}

/// Runs batches until told to stop: at once after a full one, else after a nudge or a pause.
async fn every<F>(
    name: &'static str,
    pause: Duration,
    nudge: &Notify,
    stop: &CancellationToken,
    run_once: impl Fn() -> F,
) where
    F: Future<Output = Result<Progress, crate::checkout::Error>>,
{
    let mut failures: u32 = 0;
    while !stop.is_cancelled() {
        // A panic is a fault of ours, but no reason to stop working for good.
        match AssertUnwindSafe(run_once()).catch_unwind().await {
            Ok(Ok(Progress::Full)) => {
                failures = 0;
                continue;
            }
            Ok(Ok(Progress::Done(_))) => failures = 0,
            Ok(Err(e)) => {
                failures += 1;
                tell(name, &e);
            }
            Err(_) => {
                failures += 1;
                tracing::error!(worker = name, "a batch panicked; it is tried again");
            }
        }
        // Nodes that started together do not stay in step.
        let jitter = Duration::from_millis(u64::from(rand::random::<u8>()));
        tokio::select! {
            () = stop.cancelled() => {}
            () = nudge.notified() => {}
            () = tokio::time::sleep(after(failures, pause) + jitter) => {}
        }
    }
}

/// Ever longer while batches fail, and soon enough after whatever was in the way is gone.
fn after(failures: u32, pause: Duration) -> Duration {
    (pause * 2_u32.saturating_pow(failures.min(4))).min(LONGEST_PAUSE.max(pause))
}

/// That the database is away has been said already, by the store.
fn tell(worker: &'static str, error: &crate::checkout::Error) {
    let error_text = crate::telemetry::chain(error);
    if error.is_said_already() {
        tracing::debug!(worker, error = error_text, "a batch waits for the database");
    } else {
        tracing::error!(worker, error = error_text, "a batch failed; it is tried again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_worker_comes_ever_more_rarely_but_within_ten_seconds() {
        let second = Duration::from_secs(1);
        assert_eq!([0, 1, 2, 3, 4, 99].map(|n| after(n, second).as_secs()), [1, 2, 4, 8, 10, 10]);
        assert_eq!(after(3, 60 * second), 60 * second);
    }
}
