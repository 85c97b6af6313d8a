//! PostgreSQL as the store of several nodes: a pool whose every step is bounded in time, so that a database that
//! went away, or fell silent, costs a request some seconds and never more. Works behind a pooler in transaction
//! mode, where each transaction may meet another session.

mod bounds;
mod circuit_breaker;
mod command;
mod connector;
pub mod fused;
mod migrate;
mod pooled_connection;
mod transaction;
mod url;

use std::{fmt, sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    managed::{Pool, PoolError, QueueMode, TimeoutType},
};
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

pub use self::url::DatabaseUrl;
use self::{
    bounds::{MAX_SESSIONS, MAX_WAITING, PATIENCE},
    circuit_breaker::CircuitBreaker,
    command::Command,
    connector::{Connector, is_full},
    pooled_connection::PooledConnection,
    url::Sessions,
};
pub use self::{migrate::migrate, transaction::PgTransaction};
use super::{
    Error, ErrorClass,
    statement::{Answer, Statement},
};

#[derive(Clone)]
pub struct Pg {
    pool: Pool<Connector>,
    breaker: Arc<CircuitBreaker>,
    sessions: Sessions,
}

impl fmt::Debug for Pg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pg")
            .field("sessions", &self.sessions)
            .finish_non_exhaustive()
    }
}

impl Pg {
    /// Waits for so long until the database answers; a wrong password or name is told at once.
    pub async fn open(url: &str, patience: Duration) -> Result<Self, Error> {
        let DatabaseUrl { options, sessions } = DatabaseUrl::parse(url)?;
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
        Ok(Self {
            pool,
            breaker: Arc::default(),
            sessions,
        })
    }

    /// A session for one statement or transaction.
    async fn connection(&self) -> Result<PooledConnection, sqlx::Error> {
        self.breaker.admit()?;
        if self.pool.status().waiting >= MAX_WAITING {
            return Err(sqlx::Error::PoolTimedOut);
        }
        match self.pool.get().await {
            Ok(session) => {
                self.breaker.close();
                Ok(PooledConnection::new(session))
            }
            // It has no room for one more session; those that we have go on.
            Err(PoolError::Backend(e)) if is_full(&e) => Err(e),
            Err(PoolError::Backend(e)) => Err(self.breaker.open(&e)),
            // All sessions are busy: that says nothing about the database.
            Err(PoolError::Timeout(TimeoutType::Wait)) => Err(sqlx::Error::PoolTimedOut),
            Err(PoolError::Closed) => Err(sqlx::Error::PoolClosed),
            Err(
                e @ (PoolError::Timeout(_)
                | PoolError::NoRuntimeSpecified
                | PoolError::PostCreateHook(_)),
            ) => Err(self.breaker.open(&e)),
        }
    }

    /// One statement. A read whose connection broke is asked once more: that is always safe.
    pub async fn run(&self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        match self.run_once(statement).await {
            Err(e)
                if only_reads(statement.sql) && ErrorClass::of(&e) == ErrorClass::Disconnected =>
            {
                self.run_once(statement).await
            }
            answer => answer,
        }
    }

    /// In a shared session a statement is parsed in one step and run in the next, and the pooler may put another
    /// session between them; a transaction holds it.
    async fn run_once(&self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        match self.sessions {
            Sessions::Own => {
                self.connection()
                    .await?
                    .run(Command::of(statement, self.sessions)?)
                    .await
            }
            Sessions::Shared => {
                let mut tx = self.begin().await?;
                let answer = tx.run(statement).await?;
                tx.commit().await?;
                Ok(answer)
            }
        }
    }

    pub async fn begin(&self) -> Result<PgTransaction, sqlx::Error> {
        match PgTransaction::begin(self.connection().await?, self.sessions).await {
            // Nothing was done yet.
            Err(e) if ErrorClass::of(&e) == ErrorClass::Disconnected => {
                PgTransaction::begin(self.connection().await?, self.sessions).await
            }
            begun => begun,
        }
    }

    /// Texts that bind nothing.
    pub async fn execute_batch(&self, texts: &str) -> Result<(), sqlx::Error> {
        self.connection()
            .await?
            .run(Command::plain(AssertSqlSafe(texts.to_owned())))
            .await
            .map(drop)
    }

    /// Whether PostgreSQL understands the text.
    pub async fn prepare(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        let mut connection = self.connection().await?;
        connection
            .session()
            .prepare(sql.into_sql_str())
            .await
            .map(drop)
    }

    /// Sessions in use finish what they do.
    pub fn close(&self) {
        self.pool.close();
    }
}

fn only_reads(sql: &str) -> bool {
    sql.trim_start().starts_with("SELECT")
}
