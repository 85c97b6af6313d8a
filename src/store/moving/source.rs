//! The SQLite file that a shop moves out of: read from one snapshot, never written to, never created.

use std::{str::FromStr, time::Duration};

use futures::StreamExt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteLockingMode},
};

use super::{
    error::{MoveError, failed},
    merge::Rows,
    tables::{MIGRATIONS, Table, quoted},
    value::Row,
};
use crate::store::Error;

static OURS: Migrator = sqlx::migrate!("migrations/sqlite");

const HAS_MIGRATIONS: &str =
    "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";
const VERSIONS: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

const WRONG_WAY: &str = "--from must be sqlite://file: a shop moves from SQLite to PostgreSQL, and no other way (PostgreSQL's own tools, pg_dump and pg_restore, move between servers)";

/// Who else may have the file open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nobody has, and nobody can until this connection ends.
    Alone,
    /// Somebody has, most likely the shop: what it writes from now on is not seen here.
    Shared,
}

pub struct Source {
    connection: SqliteConnection,
    hold: Hold,
    path: String,
}

impl Source {
    pub async fn open(url: &str) -> Result<Self, MoveError> {
        let options = options(url)?;
        let named = options.get_filename();
        let Ok(path) = std::fs::canonicalize(named).map(|path| path.display().to_string()) else {
            return Err(MoveError::NoFile(named.display().to_string()));
        };
        let (connection, hold) =
            match snapshot(options.clone().locking_mode(SqliteLockingMode::Exclusive)).await {
                Ok(connection) => (connection, Hold::Alone),
                Err(e) if is_busy(&e) => {
                    let patient = options.busy_timeout(Duration::from_secs(5));
                    (snapshot(patient).await.map_err(Error::Open)?, Hold::Shared)
                }
                Err(e) if is_no_database(&e) => return Err(MoveError::NoShop(path)),
                Err(e) => return Err(Error::Open(e).into()),
            };
        let mut source = Self {
            connection,
            hold,
            path,
        };
        source.refuse_other_tables().await?;
        Ok(source)
    }

    pub const fn hold(&self) -> Hold {
        self.hold
    }

    /// The file's whole path, by which an unfinished copy knows its source.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Lets others have the file again.
    pub async fn close(self) -> Result<(), MoveError> {
        self.connection
            .close()
            .await
            .map_err(|e| Error::Query("close the source", e).into())
    }

    /// The tables are those of this program, neither older nor newer.
    async fn refuse_other_tables(&mut self) -> Result<(), MoveError> {
        let failed = |e| Error::Query("read which tables the source has", e);
        let has_migrations: bool = sqlx::query_scalar(HAS_MIGRATIONS)
            .bind(MIGRATIONS)
            .fetch_one(&mut self.connection)
            .await
            .map_err(failed)?;
        if !has_migrations {
            return Err(MoveError::NoShop(self.path.clone()));
        }
        let theirs: Vec<i64> = sqlx::query_scalar(VERSIONS)
            .fetch_all(&mut self.connection)
            .await
            .map_err(failed)?;
        let ours: Vec<i64> = OURS.iter().map(|migration| migration.version).collect();
        if theirs.iter().any(|version| !ours.contains(version)) {
            return Err(MoveError::Ahead(self.path.clone()));
        }
        if theirs.len() < ours.len() {
            return Err(MoveError::Behind(self.path.clone()));
        }
        Ok(())
    }

    pub fn rows<'a>(&'a mut self, table: &'a Table) -> Rows<'a> {
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            table.column_list(),
            quoted(&table.name),
            table.key_list("COLLATE BINARY")
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut self.connection);
        rows.map(|row| Row::of_sqlite(table, &row.map_err(failed("read", &table.name))?))
            .boxed()
    }
}

fn options(url: &str) -> Result<SqliteConnectOptions, MoveError> {
    if !url.starts_with("sqlite:") {
        return Err(MoveError::Way(WRONG_WAY));
    }
    Ok(SqliteConnectOptions::from_str(url)
        .map_err(Error::Open)?
        .create_if_missing(false)
        .pragma("query_only", "ON")
        // Else its thread and ours wait for each other at every row.
        .row_buffer_size(2_000)
        .busy_timeout(Duration::ZERO)
        .disable_statement_logging())
}

/// A connection on which every read sees the same moment.
async fn snapshot(options: SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    let mut connection = options.connect().await?;
    sqlx::query("BEGIN").execute(&mut connection).await?;
    // The moment is that of the first read.
    sqlx::query("SELECT COUNT(*) FROM sqlite_schema")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

/// SQLite's primary result code is the low byte.
fn code(error: &sqlx::Error) -> Option<i64> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i64>().ok().map(|code| code & 0xff)
}

fn is_busy(error: &sqlx::Error) -> bool {
    const BUSY: i64 = 5;
    code(error) == Some(BUSY)
}

fn is_no_database(error: &sqlx::Error) -> bool {
    const NOT_A_DATABASE: i64 = 26;
    code(error) == Some(NOT_A_DATABASE)
}
