//! Makes sessions, and tells whether one that lay idle still works.

use std::{io, time::Duration};

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::{Instant, sleep, timeout};

use super::bounds::PATIENCE;
use crate::store::{Error, ErrorClass};

/// A session that was used a moment ago is not asked whether it lives: the next statement would tell as well, and is
/// repeated where that is safe. Asking each time doubles the way of every statement.
const FRESH: Duration = Duration::from_secs(1);
const MAX_AGE: Duration = Duration::from_secs(30 * 60);
/// Between two tries to connect.
const PAUSE: Duration = Duration::from_millis(100);

pub struct Connector {
    options: PgConnectOptions,
}

impl Connector {
    pub const fn new(options: PgConnectOptions) -> Self {
        Self { options }
    }

    /// One session outside the pool.
    pub async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let silent = || io::Error::new(io::ErrorKind::TimedOut, "no answer in time");
        timeout(PATIENCE, self.options.connect())
            .await
            .unwrap_or_else(|_| Err(silent().into()))
    }

    /// Where the database should be, for people; no password.
    fn place(&self) -> String {
        match self.options.get_socket() {
            Some(folder) => format!("the socket in {}", folder.display()),
            None => format!("{}:{}", self.options.get_host(), self.options.get_port()),
        }
    }

    /// A database that is only just starting, or failing over, is worth waiting for.
    pub async fn wait_for_database(&self, patience: Duration) -> Result<(), Error> {
        let (until, mut told) = (Instant::now() + patience, false);
        loop {
            let error = match self.connect().await {
                Ok(session) => return session.close().await.map_err(Error::Open),
                Err(e) if is_pooler(&e) => return Err(Error::Pooler(e)),
                Err(e) if ErrorClass::of(&e) == ErrorClass::Permanent => {
                    return Err(Error::Open(e));
                }
                Err(e) => e,
            };
            if Instant::now() >= until {
                return Err(Error::NoAnswer {
                    place: self.place(),
                    seconds: patience.as_secs(),
                    source: error,
                });
            }
            if !told {
                tracing::warn!(place = self.place(), %error, "PostgreSQL does not answer; waiting for it");
                told = true;
            }
            sleep(5 * PAUSE).await;
        }
    }
}

/// PostgreSQL itself knows the settings that we send along.
fn is_pooler(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.message().contains("unsupported startup parameter"))
}

/// Too many connections, and their like.
pub fn is_full(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.code().is_some_and(|code| code.len() == 5 && code.starts_with("53")))
}

impl Manager for Connector {
    type Type = PgConnection;
    type Error = sqlx::Error;

    /// A database that restarts refuses for a moment.
    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.connect().await {
                Err(e) if ErrorClass::of(&e) != ErrorClass::Permanent && Instant::now() < until => {
                    sleep(PAUSE).await
                }
                done => return done,
            }
        }
    }

    async fn recycle(
        &self,
        session: &mut PgConnection,
        metrics: &Metrics,
    ) -> RecycleResult<sqlx::Error> {
        if metrics.age() > MAX_AGE {
            return Err(RecycleError::message("old enough"));
        }
        if metrics.last_used() < FRESH {
            return Ok(());
        }
        Ok(session.ping().await?)
    }
}
