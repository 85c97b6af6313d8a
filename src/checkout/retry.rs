//! Goes through a transaction again when it was undone through no fault of its own: another one was in its way, or the
//! connection broke before it could commit. Not when the database is away: waiting is the shopper's choice.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use crate::{checkout::Error, store::InDoubt, telemetry::chain};

const TRIES: usize = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(10);

/// `run` is one whole transaction, from begin to commit. `in_doubt`: what if nobody knows whether it was committed.
pub(super) async fn retry_transaction<T, F>(
    in_doubt: InDoubt,
    mut run: impl FnMut() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    // Two that were in each other's way do not come back at the same moment.
    let pauses = ExponentialBuilder::default()
        .with_min_delay(FIRST_PAUSE)
        .with_max_times(TRIES - 1)
        .with_jitter();
    // On the heap: a transaction is a large future, and its callers are deep already.
    (move || Box::pin(run()))
        .retry(pauses)
        .when(|e| matches!(e, Error::Store(e) if e.is_retryable(in_doubt)))
        .notify(|e, _| {
            metrics::counter!("imp_transactions_repeated_total").increment(1);
            tracing::info!(error = %chain(e), "a transaction is gone through again");
        })
        .await
}
