//! One connection, on rusqlite. A statement runs where it is asked for: each is found by an index and takes
//! microseconds, which is less than handing it over to another thread would cost. What takes longer, a commit that
//! waits for the disk, goes to a thread of its own ([`Connection::execute_blocking`]), and waiting for a file that
//! another program locks is left to the caller.

use std::{collections::HashMap, fmt, path::Path, sync::Arc, time::Duration};

use rusqlite::{OpenFlags, types::Value};
use sqlx::Error;

use super::error::from_rusqlite;
use crate::store::statement::{self, Answer, Arg, Statement};

/// `synchronous`: an acknowledged payment survives a power cut. `mmap_size`: pages are read from the mapped file
/// instead of being copied; a reader's own copies go stale with each commit. `wal_autocheckpoint`: the log is written
/// back into the file every 16 MB instead of 4, so that hot pages are written back less often.
const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 268435456;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 4000";

/// More than the shop has texts, so that each is compiled once a connection.
const STATEMENTS: usize = 256;
/// A reader never waits, but for the moment in which another program recovers or rolls over the log.
const BUSY: Duration = Duration::from_secs(1);

type Columns = Arc<[Box<str>]>;

pub struct Connection {
    sqlite: rusqlite::Connection,
    /// Of each text that answers rows.
    columns: HashMap<String, Columns>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("file", &self.sqlite.path())
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// To a file that exists.
    pub fn open(file: &Path) -> Result<Self, Error> {
        // Only one task at a time has a connection, so SQLite needs no lock for it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = rusqlite::Connection::open_with_flags(file, flags).map_err(from_rusqlite)?;
        sqlite.busy_timeout(BUSY).map_err(from_rusqlite)?;
        sqlite.execute_batch(SETTINGS).map_err(from_rusqlite)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self {
            sqlite,
            columns: HashMap::new(),
        })
    }

    /// To its end, and all that it answers.
    pub fn run(&mut self, statement: &Statement<'_>) -> Result<Answer, Error> {
        let sql = statement.sql;
        let mut prepared = self.sqlite.prepare_cached(sql).map_err(from_rusqlite)?;
        bind(&mut prepared, &statement.args)?;
        if !self.columns.contains_key(sql) {
            self.columns.insert(
                sql.to_owned(),
                prepared.column_names().into_iter().map(Box::from).collect(),
            );
        }
        let columns = &self.columns[sql];
        let mut answer = Answer::default();
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(from_rusqlite)? {
            let values: Result<Box<[Value]>, _> =
                (0..columns.len()).map(|at| row.get(at)).collect();
            let cells = Cells {
                columns: columns.clone(),
                values: values.map_err(from_rusqlite)?,
            };
            answer.rows.push(statement::Cells::Sqlite(cells));
        }
        answer.changed = self.sqlite.changes();
        Ok(answer)
    }

    /// Whether SQLite understands the text.
    pub fn prepare(&self, sql: &str) -> Result<(), Error> {
        self.sqlite.prepare(sql).map(drop).map_err(from_rusqlite)
    }

    /// Texts that bind nothing and answer nothing.
    pub fn execute_batch(&self, texts: &str) -> Result<(), Error> {
        self.sqlite.execute_batch(texts).map_err(from_rusqlite)
    }

    /// The same on a thread that may wait for the disk. The connection is lost with a runtime that shuts down.
    pub async fn execute_blocking(
        self,
        texts: &'static str,
    ) -> Result<(Self, Result<(), Error>), Error> {
        let executing = tokio::task::spawn_blocking(move || {
            let done = self.execute_batch(texts);
            (self, done)
        });
        executing.await.map_err(|_| Error::PoolClosed)
    }

    pub fn close(self) -> Result<(), Error> {
        self.sqlite.close().map_err(|(_, e)| from_rusqlite(e))
    }
}

/// SQLite numbers `$2` by where it stands in the text, not by its number.
fn bind(prepared: &mut rusqlite::Statement<'_>, args: &[Arg<'_>]) -> Result<(), Error> {
    for place in 1..=prepared.parameter_count() {
        let number = prepared
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let arg = number.and_then(|number| args.get(number.checked_sub(1)?));
        match arg {
            Some(Arg::Text(text)) => prepared.raw_bind_parameter(place, text.as_deref()),
            Some(Arg::Integer(number)) => prepared.raw_bind_parameter(place, number),
            Some(Arg::Integers(_)) => return Err(Error::Encode("SQLite has no lists".into())),
            None => {
                return Err(Error::Encode(
                    format!("nothing is bound to parameter {place}").into(),
                ));
            }
        }
        .map_err(from_rusqlite)?;
    }
    Ok(())
}

/// A row, taken out of SQLite whole: nothing of the statement stays in use.
#[derive(Debug)]
pub struct Cells {
    columns: Columns,
    values: Box<[Value]>,
}

impl Cells {
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| &**name == column)
    }

    pub fn is_null(&self, at: usize) -> Result<bool, Error> {
        self.value(at).map(|value| *value == Value::Null)
    }

    pub fn integer(&self, at: usize) -> Result<i64, Error> {
        match self.value(at)? {
            Value::Integer(number) => Ok(*number),
            other => Err(self.unexpected(at, other)),
        }
    }

    pub fn text(&self, at: usize) -> Result<&str, Error> {
        match self.value(at)? {
            Value::Text(text) => Ok(text),
            other => Err(self.unexpected(at, other)),
        }
    }

    fn value(&self, at: usize) -> Result<&Value, Error> {
        self.values.get(at).ok_or(Error::ColumnIndexOutOfBounds {
            index: at,
            len: self.values.len(),
        })
    }

    fn unexpected(&self, at: usize, value: &Value) -> Error {
        let source = format!("a value of another kind, {}", value.data_type()).into();
        Error::ColumnDecode {
            index: self.columns[at].to_string(),
            source,
        }
    }
}
