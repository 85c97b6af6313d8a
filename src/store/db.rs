//! One database, two engines. One SQL text serves both; the few differences are named here.

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::Error;

/// SQLite has one writer; a pool of one connection queues writers fairly instead of letting them collide.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

#[derive(Debug)]
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// One body, compiled once per engine, on a connection that may lag no commit but must not write.
macro_rules! reading {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { read: $conn, .. } => $body,
            $crate::store::Db::Postgres($conn) => $body,
        }
    };
}

/// One body, compiled once per engine, for a single statement that writes.
macro_rules! writing {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { write: $conn, .. } => $body,
            $crate::store::Db::Postgres($conn) => $body,
        }
    };
}

/// One body, compiled once per engine, inside a transaction.
macro_rules! within {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

pub(super) use {reading, within, writing};

impl Db {
    /// `sqlite://path` or `postgres://…`; creates an SQLite file and its folder, and brings the tables up to date.
    /// Refuses a database into which a shop has been copied in part.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let db = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await?
        } else {
            Self::open_sqlite(url).await?
        };
        db.migrate().await?;
        db.refuse_unfinished_copy().await?;
        Ok(db)
    }

    async fn open_postgres(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url)
            .map_err(Error::Open)?
            .application_name("imp-checkout")
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(20)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await
            .map_err(Error::Open)?;
        Ok(Self::Postgres(pool))
    }

    async fn open_sqlite(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(Error::Open)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged payment survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .disable_statement_logging();
        if let Some(folder) = options.get_filename().parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error::Open(sqlx::Error::Io(e)))?;
        }
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone())
            .await
            .map_err(Error::Open)?;
        let read = SqlitePoolOptions::new().max_connections(8).connect_with(options).await.map_err(Error::Open)?;
        Ok(Self::Sqlite { read, write })
    }

    async fn migrate(&self) -> Result<(), Error> {
        match self {
            Self::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await,
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await,
        }
        .map_err(Error::Migrate)
    }

    /// A transaction that may write. SQLite takes its one write lock at once, so that no deadlock can follow.
    pub async fn begin(&self) -> Result<Tx, Error> {
        match self {
            Self::Sqlite { write, .. } => write.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite),
            Self::Postgres(pool) => begin_whole(pool.clone()).await.map(Tx::Postgres),
        }
        .map_err(|e| Error::Query("begin a transaction", e))
    }

    /// Answers if the database does.
    pub async fn ping(&self) -> Result<(), Error> {
        reading!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop))
            .map_err(|e| Error::Query("reach the database", e))
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Picks the text for this engine where one text cannot serve both.
    pub(super) const fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite { .. } => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}

/// Begins in a task of its own, so that it ends even if the caller is gone: sqlx 0.9.0 forgets a `BEGIN` whose future
/// is dropped on its way (a browser that hangs up is enough) and hands the connection, inside a transaction that
/// nobody will commit, to the next caller. transact-rs/sqlx#4393.
#[expect(clippy::disallowed_methods, reason = "it ends by itself, and whatever it began is rolled back with it")]
async fn begin_whole(pool: PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    tokio::spawn(async move { pool.begin().await }).await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

impl Tx {
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
        .map_err(|e| Error::Query("commit", e))
    }

    pub(super) const fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}
