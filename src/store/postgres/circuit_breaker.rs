//! A circuit breaker. While the database is away, one caller at a time finds out whether it is back, and all others are told at once
//! that it is not: nobody queues for a thing that is not there, and the log says it twice, not a thousand times.

use std::{
    error::Error,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::telemetry::chain;

/// How often somebody tries, while it is away.
const BETWEEN_TRIES: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
pub struct CircuitBreaker {
    away: Mutex<Option<Away>>,
}

#[derive(Debug)]
struct Away {
    since: Instant,
    next_try: Instant,
    why: String,
}

#[derive(Debug, thiserror::Error)]
#[error("PostgreSQL cannot be reached: {0}")]
struct Unreachable(String);

fn unreachable(why: String) -> sqlx::Error {
    sqlx::Error::Io(io::Error::new(
        io::ErrorKind::NotConnected,
        Unreachable(why),
    ))
}

impl CircuitBreaker {
    fn lock(&self) -> MutexGuard<'_, Option<Away>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets everybody in while all is well, else one now and then.
    pub fn admit(&self) -> Result<(), sqlx::Error> {
        match self.lock().as_mut() {
            None => Ok(()),
            Some(away) if Instant::now() < away.next_try => Err(unreachable(away.why.clone())),
            Some(away) => {
                away.next_try = Instant::now() + BETWEEN_TRIES;
                Ok(())
            }
        }
    }

    /// The database answers.
    pub fn close(&self) {
        if let Some(away) = self.lock().take() {
            tracing::info!(
                seconds = away.since.elapsed().as_secs(),
                "PostgreSQL answers again"
            );
        }
    }

    /// No session could be had.
    pub fn open(&self, error: &(dyn Error + 'static)) -> sqlx::Error {
        let (why, now) = (chain(error), Instant::now());
        let mut away = self.lock();
        let since = away.as_ref().map_or(now, |away| away.since);
        if away.is_none() {
            tracing::error!(
                why,
                "PostgreSQL is away; shoppers are asked to come back, and work waits"
            );
        }
        *away = Some(Away {
            since,
            next_try: now + BETWEEN_TRIES,
            why: why.clone(),
        });
        unreachable(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ErrorClass;

    #[tokio::test]
    async fn one_at_a_time_tries_while_the_database_is_away() {
        let breaker = CircuitBreaker::default();
        breaker.admit().unwrap();
        let told = breaker.open(&sqlx::Error::PoolTimedOut);
        assert_eq!(ErrorClass::of(&told), ErrorClass::Unavailable);
        assert_eq!(
            ErrorClass::of(&breaker.admit().unwrap_err()),
            ErrorClass::Unavailable
        );
        breaker.lock().as_mut().unwrap().next_try = Instant::now();
        breaker.admit().unwrap();
        breaker.admit().unwrap_err();
        breaker.close();
        breaker.admit().unwrap();
        breaker.admit().unwrap();
    }
}
