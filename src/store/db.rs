//! One database, two engines. One SQL text serves both; the few differences are named here.

use std::{num::NonZero, str::FromStr, thread::available_parallelism, time::Duration};

use sqlx::{
    ConnectOptions, Connection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

use super::{
    Error,
    postgres::{self, Pg, PgTx},
    sqlite::{LiteOptions, Purpose, Readers, WriteGuard, Writer},
};

/// What sqlx calls the file of `sqlite::memory:`.
const IN_MEMORY: &str = "file:";
const NEEDS_FILE: &str = "a shop keeps its orders in a file, sqlite://data/imp-checkout.db for example";
/// How long a start waits for a PostgreSQL that does not answer yet.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { read: Readers, write: Writer },
    Postgres(Pg),
}

#[derive(Debug)]
pub enum Tx {
    Sqlite(WriteGuard),
    Postgres(PgTx),
}

/// One body, compiled once per engine, on a connection that may lag no commit but must not write.
macro_rules! reading {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { read, .. } => match read.get().await {
                Ok(mut reader) => {
                    let $conn = &mut *reader;
                    $body
                }
                Err(e) => Err(e),
            },
            $crate::store::Db::Postgres($conn) => $body,
        }
    };
}

/// One body, compiled once per engine, for a single statement that writes.
macro_rules! writing {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { write, .. } => {
                match write.join($crate::store::sqlite::Purpose::Statement).await {
                    Ok(mut turn) => {
                        let $conn = &mut *turn;
                        match $body {
                            Ok(done) => turn.commit().await.map(|()| done),
                            Err(e) => {
                                turn.refuse(&e);
                                Err(e)
                            }
                        }
                    }
                    Err(e) => Err(e),
                }
            }
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
                let $conn = &mut *tx;
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
        Self::open_within(PATIENCE, url).await
    }

    /// The same, waiting only so long for a PostgreSQL that does not answer yet.
    pub async fn open_within(patience: Duration, url: &str) -> Result<Self, Error> {
        let db = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url, patience).await?
        } else if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else {
            // A mistyped address would be taken for the name of a new file.
            return Err(Error::Address);
        };
        db.refuse_unfinished_copy().await?;
        Ok(db)
    }

    async fn open_postgres(url: &str, patience: Duration) -> Result<Self, Error> {
        let pg = Pg::open(url, patience).await?;
        let mut migrator = beside_newer(sqlx::migrate!("migrations/postgres"));
        postgres::migrate(&pg, migrator.set_locking(false)).await.map_err(Error::Migrate)?;
        Ok(Self::Postgres(pg))
    }

    /// sqlx's own driver brings the tables up to date; from then on ours is used.
    async fn open_sqlite(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url).map_err(Error::Open)?.create_if_missing(true);
        let file = options.get_filename().to_owned();
        if file.starts_with(IN_MEMORY) {
            return Err(Error::Open(sqlx::Error::Configuration(NEEDS_FILE.into())));
        }
        if let Some(folder) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error::Open(sqlx::Error::Io(e)))?;
        }
        let mut conn = options.journal_mode(SqliteJournalMode::Wal).connect().await.map_err(Error::Open)?;
        beside_newer(sqlx::migrate!("migrations/sqlite")).run(&mut conn).await.map_err(Error::Migrate)?;
        conn.close().await.map_err(Error::Open)?;
        let options = LiteOptions::of_file(file);
        let write = Writer::open(&options).map_err(Error::Open)?;
        let read = Readers::open(&options, readers()).map_err(Error::Open)?;
        Ok(Self::Sqlite { read, write })
    }

    /// A transaction that may write.
    pub async fn begin(&self) -> Result<Tx, Error> {
        match self {
            Self::Sqlite { write, .. } => write.join(Purpose::Transaction).await.map(Tx::Sqlite),
            Self::Postgres(pg) => pg.begin().await.map(Tx::Postgres),
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
            Self::Postgres(pg) => pg.close(),
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

/// A read runs on the thread that asks, so more connections than threads would lie idle.
fn readers() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// While nodes are replaced one after the other, one of the old may start beside tables that a new one has brought
/// forward already. It works, since a migration never breaks the release before it.
const fn beside_newer(mut migrator: Migrator) -> Migrator {
    migrator.ignore_missing = true;
    migrator
}

impl Tx {
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
        .map_err(Error::Commit)
    }

    pub(super) const fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_no_address_of_ours_is_not_taken_for_a_new_file() {
        for url in ["", "shop.db", "mysql://localhost/shop", "postgre://localhost/shop", "POSTGRES://localhost/shop"] {
            let refused = Db::open(url).await.unwrap_err();
            assert!(matches!(refused, Error::Address), "{url}: {refused}");
        }
    }
}
