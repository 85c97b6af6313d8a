//! Once an hour: books what changed at i'mport without anybody telling us.

use super::{Progress, Workers};
use crate::checkout::Error;

pub async fn run_once(workers: &Workers) -> Result<Progress, Error> {
    match workers.shop.reconcile_recent().await {
        Ok(0) => Ok(Progress::Done(0)),
        Ok(news) => {
            tracing::warn!(
                news,
                "payments had changed at i'mport without a notice; they are booked now"
            );
            Ok(Progress::Done(news))
        }
        Err(Error::Iamport(e)) => {
            tracing::warn!(error = %crate::telemetry::chain(&*e), "could not compare the books with i'mport's; tried again later");
            Ok(Progress::Done(0))
        }
        Err(e) => Err(e),
    }
}
