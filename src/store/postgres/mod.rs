//! PostgreSQL as the store of several nodes: a pool whose every step is bounded in time, so that a database that
//! went away, or fell silent, costs a request some seconds and never more. Works behind a pooler in transaction
//! mode, where each transaction may meet another session.

mod address;
mod connector;
mod gate;
mod lease;
mod migrate;
mod run;
mod tx;

use std::{fmt, sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    managed::{Pool, PoolError, QueueMode, TimeoutType},
};

use self::{
    address::Address,
    connector::{Connector, is_full},
    gate::Gate,
    lease::Lease,
};
pub use self::{migrate::migrate, tx::PgTx};
use super::Error;

/// Twenty sessions keep two cores of PostgreSQL busy; more only queue there instead of here.
const MAX_SESSIONS: usize = 20;
/// Requests that may wait for a session; a crowd beyond that is told at once to come back.
const MAX_WAITING: usize = 500;
/// For a free session, and for a new one.
const PATIENCE: Duration = Duration::from_secs(3);
/// For one statement, its way there and back included; the server itself gives up a little before.
const DEADLINE: Duration = Duration::from_secs(12);

/// Whose session a statement runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// One of ours, from connect to close.
    Own,
    /// Whichever the pooler hands out, for one transaction.
    Shared,
}

#[derive(Clone)]
pub struct Pg {
    pool: Pool<Connector>,
    gate: Arc<Gate>,
    sessions: Sessions,
}

impl fmt::Debug for Pg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pg").field("sessions", &self.sessions).finish_non_exhaustive()
    }
}

impl Pg {
    /// Waits for so long until the database answers; a wrong password or name is told at once.
    pub async fn open(url: &str, patience: Duration) -> Result<Self, Error> {
        let Address { options, sessions } = Address::parse(url)?;
        let connector = Connector::new(options);
        connector.wait_for_database(patience).await?;
        let pool = Pool::builder(connector)
            .max_size(MAX_SESSIONS)
            // The busiest sessions stay busy, and the others stay idle.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(2 * PATIENCE))
            .recycle_timeout(Some(PATIENCE))
            .build()
            .expect("because time-outs have a runtime");
        Ok(Self { pool, gate: Arc::default(), sessions })
    }

    /// A session for one statement or transaction.
    async fn lease(&self) -> Result<Lease, sqlx::Error> {
        self.gate.enter()?;
        if self.pool.status().waiting >= MAX_WAITING {
            return Err(sqlx::Error::PoolTimedOut);
        }
        match self.pool.get().await {
            Ok(session) => {
                self.gate.answered();
                Ok(Lease::new(session))
            }
            // It has no room for one more session; those that we have go on.
            Err(PoolError::Backend(e)) if is_full(&e) => Err(e),
            Err(PoolError::Backend(e)) => Err(self.gate.refused(&e)),
            // All sessions are busy: that says nothing about the database.
            Err(PoolError::Timeout(TimeoutType::Wait)) => Err(sqlx::Error::PoolTimedOut),
            Err(PoolError::Closed) => Err(sqlx::Error::PoolClosed),
            Err(e @ (PoolError::Timeout(_) | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_))) => {
                Err(self.gate.refused(&e))
            }
        }
    }

    /// Sessions in use finish what they do.
    pub fn close(&self) {
        self.pool.close();
    }
}
