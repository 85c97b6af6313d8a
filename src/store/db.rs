//! One database, two engines. One SQL text serves both; the few differences are named here.

use std::{num::NonZero, path::Path, str::FromStr, thread::available_parallelism, time::Duration};

use sqlx::{
    ConnectOptions, Connection,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

use super::{
    Error,
    postgres::{self, Pg, PgTransaction},
    sqlite::{Purpose, Readers, WriteGuard, Writer},
    statement::{Answer, Engine, Query, Statement},
};

/// What sqlx calls the file of `sqlite::memory:`.
const IN_MEMORY: &str = "file:";
const NEEDS_FILE: &str =
    "a shop keeps its orders in a file, sqlite://data/imp-checkout.db for example";
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
    Postgres(PgTransaction),
}

/// Reads, perhaps before the last commit of others.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'d>(&'d Db);

/// Writes one statement, which is stored for good once it answers.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'d>(&'d Db);

impl Engine for Reading<'_> {
    async fn run(self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        match self.0 {
            Db::Sqlite { read, .. } => read.get().await?.run(statement),
            Db::Postgres(pg) => pg.run(statement).await,
        }
    }
}

impl Engine for Writing<'_> {
    async fn run(self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        let write = match self.0 {
            Db::Sqlite { write, .. } => write,
            Db::Postgres(pg) => return pg.run(statement).await,
        };
        let mut guard = write.join(Purpose::Statement).await?;
        match guard.run(statement) {
            Ok(answer) => guard.commit().await.map(|()| answer),
            Err(e) => {
                guard.refuse(&e);
                Err(e)
            }
        }
    }
}

impl Engine for &mut Tx {
    async fn run(self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        match self {
            Tx::Sqlite(guard) => guard.run(statement),
            Tx::Postgres(tx) => tx.run(statement).await,
        }
    }
}

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
        postgres::migrate(&pg, migrator.set_locking(false))
            .await
            .map_err(not_migrated)?;
        Ok(Self::Postgres(pg))
    }

    /// sqlx brings the tables up to date; from then on rusqlite is used.
    async fn open_sqlite(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(Error::Open)?
            .create_if_missing(true);
        let file = options.get_filename().to_owned();
        if file.starts_with(IN_MEMORY) {
            return Err(Error::Open(sqlx::Error::Configuration(NEEDS_FILE.into())));
        }
        if let Some(folder) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error::Open(sqlx::Error::Io(e)))?;
        }
        make_private(&file).map_err(|e| Error::Open(sqlx::Error::Io(e)))?;
        let mut conn = options
            .journal_mode(SqliteJournalMode::Wal)
            .connect()
            .await
            .map_err(Error::Open)?;
        beside_newer(sqlx::migrate!("migrations/sqlite"))
            .run(&mut conn)
            .await
            .map_err(not_migrated)?;
        conn.close().await.map_err(Error::Open)?;
        let write = Writer::open(&file).map_err(Error::Open)?;
        let read = Readers::open(&file, readers()).map_err(Error::Open)?;
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
        self.read("reach the database", "SELECT 1")
            .execute()
            .await
            .map(drop)
    }

    /// A statement that only reads. `what`: the deed, for errors.
    pub const fn read(&self, what: &'static str, sql: &'static str) -> Query<'_, Reading<'_>> {
        Query::new(Reading(self), what, sql)
    }

    /// A statement that writes, alone.
    pub const fn write(&self, what: &'static str, sql: &'static str) -> Query<'_, Writing<'_>> {
        Query::new(Writing(self), what, sql)
    }

    /// Texts that bind nothing, and take care of their own transactions.
    pub async fn execute_batch(&self, texts: &str) -> Result<(), Error> {
        match self {
            Self::Sqlite { write, .. } => write.execute_batch(texts).await,
            Self::Postgres(pg) => pg.execute_batch(texts).await,
        }
        .map_err(|e| Error::Query("run a script", e))
    }

    /// Whether the engine understands a statement.
    pub async fn prepare(&self, sql: &'static str) -> Result<(), Error> {
        match self {
            Self::Sqlite { read, .. } => match read.get().await {
                Ok(reader) => reader.prepare(sql),
                Err(e) => Err(e),
            },
            Self::Postgres(pg) => pg.prepare(sql).await,
        }
        .map_err(|e| Error::Query("prepare a statement", e))
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

/// A new file is its owner's alone to read: it will hold names and addresses. SQLite gives its companions the same mode.
fn make_private(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;

    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(e),
    }
}

/// A read runs on the thread that asks, so more connections than threads would lie idle.
fn readers() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// Editions before the first release had other files under the same numbers.
fn not_migrated(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMismatch(_) => Error::Unreleased(error),
        other => Error::Migrate(other),
    }
}

/// While nodes are replaced one after the other, one of the old may start beside tables that a new one has brought
/// forward already. It works, since a migration never breaks the release before it.
const fn beside_newer(mut migrator: Migrator) -> Migrator {
    migrator.ignore_missing = true;
    migrator
}

impl Tx {
    /// A statement within this transaction. `what`: the deed, for errors.
    pub const fn query<'t>(
        &'t mut self,
        what: &'static str,
        sql: &'static str,
    ) -> Query<'t, &'t mut Self> {
        Query::new(self, what, sql)
    }

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
    async fn a_database_from_before_the_first_release_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/shop.db", folder.path().display());
        let db = Db::open(&url).await.unwrap();
        db.execute_batch("UPDATE _sqlx_migrations SET checksum = x'00'")
            .await
            .unwrap();
        db.close().await;
        let refused = Db::open(&url).await.unwrap_err();
        assert!(matches!(refused, Error::Unreleased(_)), "{refused}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_new_database_is_its_owners_alone_to_read() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/shop.db", folder.path().display());
        let db = Db::open(&url).await.unwrap();
        db.can_write().await.unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        for file in files {
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{:?}", file.file_name());
        }
        db.close().await;
    }

    #[tokio::test]
    async fn what_is_no_address_of_ours_is_not_taken_for_a_new_file() {
        for url in [
            "",
            "shop.db",
            "mysql://localhost/shop",
            "postgre://localhost/shop",
            "POSTGRES://localhost/shop",
        ] {
            let refused = Db::open(url).await.unwrap_err();
            assert!(matches!(refused, Error::Address), "{url}: {refused}");
        }
    }
}
