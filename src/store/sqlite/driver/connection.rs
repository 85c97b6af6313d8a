//! One connection.

use std::{collections::HashMap, fmt, sync::Arc};

use rusqlite::OpenFlags;
use sqlx::{Connection, Error, SqlStr, Transaction};
use sqlx_core::transaction::TransactionManager;

use super::{
    InPlace,
    error::told,
    options::{LiteOptions, SETTINGS},
    row::LiteColumn,
};

/// More than the shop has texts, so that each is compiled once a connection.
const STATEMENTS: usize = 256;

pub struct Lite {
    pub(super) sqlite: rusqlite::Connection,
    /// Of each text that answers rows.
    pub(super) columns: HashMap<String, Arc<[LiteColumn]>>,
}

impl fmt::Debug for Lite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lite").field("file", &self.sqlite.path()).finish_non_exhaustive()
    }
}

impl Lite {
    pub fn open(options: &LiteOptions) -> Result<Self, Error> {
        // Only one task at a time has a connection, so SQLite needs no lock for it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = rusqlite::Connection::open_with_flags(options.file(), flags).map_err(told)?;
        // A reader never waits, but for the moment in which another program recovers or rolls over the log.
        sqlite.busy_timeout(std::time::Duration::from_secs(1)).map_err(told)?;
        sqlite.execute_batch(SETTINGS).map_err(told)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { sqlite, columns: HashMap::new() })
    }

    /// Texts that bind nothing and answer nothing.
    pub fn act(&self, texts: &str) -> Result<(), Error> {
        self.sqlite.execute_batch(texts).map_err(told)
    }

    /// The same on a thread that may wait for the disk. The connection is lost with a runtime that shuts down.
    pub async fn aside(self, texts: &'static str) -> Result<(Self, Result<(), Error>), Error> {
        let acting = tokio::task::spawn_blocking(move || {
            let acted = self.act(texts);
            (self, acted)
        });
        acting.await.map_err(|_| Error::PoolClosed)
    }
}

impl Connection for Lite {
    type Database = InPlace;
    type Options = LiteOptions;

    async fn close(self) -> Result<(), Error> {
        self.sqlite.close().map_err(|(_, e)| told(e))
    }

    async fn close_hard(self) -> Result<(), Error> {
        self.close().await
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.act("SELECT 1")
    }

    async fn begin(&mut self) -> Result<Transaction<'_, InPlace>, Error> {
        Transaction::begin(self, None).await
    }

    fn shrink_buffers(&mut self) {
        self.sqlite.flush_prepared_statement_cache();
    }

    /// Nothing is kept back.
    async fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn should_flush(&self) -> bool {
        false
    }
}

/// Plain transactions, one at a time. The shop's own share commits, see [`super::super::Writer`].
#[derive(Debug)]
pub struct Transactions;

impl TransactionManager for Transactions {
    type Database = InPlace;

    async fn begin(conn: &mut Lite, statement: Option<SqlStr>) -> Result<(), Error> {
        conn.act(statement.as_ref().map_or("BEGIN", SqlStr::as_str))
    }

    async fn commit(conn: &mut Lite) -> Result<(), Error> {
        conn.act("COMMIT")
    }

    async fn rollback(conn: &mut Lite) -> Result<(), Error> {
        conn.act("ROLLBACK")
    }

    fn start_rollback(conn: &mut Lite) {
        if let Err(e) = conn.act("ROLLBACK") {
            tracing::debug!(error = %e, "there was nothing to roll back");
        }
    }

    fn get_transaction_depth(conn: &Lite) -> usize {
        usize::from(!conn.sqlite.is_autocommit())
    }
}
