//! The PostgreSQL database that a shop moves into. It is marked as unfinished before the first row comes.

use std::str::FromStr;

use futures::StreamExt;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use super::{
    Beginning,
    error::{MoveError, failed},
    mark,
    merge::Rows,
    refusals::{is_empty, refuse_foreign, refuse_not_empty},
    statements::{bind, insertion, removals},
    tables::{Table, Tables, quoted},
    value::{Row, Value},
};
use crate::store::{Db, Error};

/// One run at a time; the lock ends with its transaction, however that ends.
const LOCK: &str =
    "SELECT pg_try_advisory_xact_lock(hashtext('moving'), hashtext(current_schema()))";
/// `$1`: a table's quoted name, `$2`: its counted column.
const CONTINUE_AFTER: &str = "SELECT setval(pg_get_serial_sequence($1, $2), $3)";

const WRONG_WAY: &str = "--to must be postgres://user:password@host/database: a shop moves from SQLite to PostgreSQL, and no other way (to copy an SQLite shop, stop it and copy its file)";

pub struct Target {
    pub reader: Reader,
    pub writer: Writer,
}

/// Reads within one transaction, which holds the lock; each read sees what is there by then.
pub struct Reader(PgConnection);

/// Writes statement by statement: what was written stays, wherever the run ends.
pub struct Writer(PgConnection);

impl Target {
    /// Makes the tables, and marks them as an unfinished copy of `source`; refuses what is anything else.
    pub async fn open(url: &str, source: &str) -> Result<(Self, Beginning), MoveError> {
        let mut writer = connect(url).await?;
        refuse_foreign(&mut writer).await?;
        make_tables(url).await?;
        let reader = Reader(lock(connect(url).await?).await?);
        let beginning = match mark::mark(&mut writer).await? {
            Some(mark) if mark.source != source => return Err(MoveError::OtherCopy(mark.source)),
            Some(mark) if mark.finished => return Err(MoveError::AlreadyMoved(mark.source)),
            Some(_) => Beginning::Resumed,
            None => {
                refuse_not_empty(&mut writer).await?;
                mark::begin(&mut writer, source).await?;
                Beginning::Fresh
            }
        };
        Ok((
            Self {
                reader,
                writer: Writer(writer),
            },
            beginning,
        ))
    }

    pub async fn close(self) -> Result<(), MoveError> {
        let failed = |e| Error::Query("close the target", e);
        self.writer.0.close().await.map_err(failed)?;
        Ok(self.reader.0.close().await.map_err(failed)?)
    }
}

impl Reader {
    pub async fn tables(&mut self) -> Result<Tables, MoveError> {
        Tables::read(&mut self.0).await
    }

    pub async fn is_empty(&mut self, table: &Table) -> Result<bool, MoveError> {
        is_empty(&mut self.0, &table.name).await
    }

    pub fn rows<'a>(&'a mut self, table: &'a Table) -> Rows<'a> {
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            table.column_list(),
            quoted(&table.name),
            table.key_list("COLLATE \"C\"")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .fetch(&mut self.0);
        rows.map(|row| Row::of_postgres(table, &row.map_err(failed("read back", &table.name))?))
            .boxed()
    }
}

impl Writer {
    /// A row that an interrupted run's last statement brought after all stays as it is.
    pub async fn insert(&mut self, table: &Table, rows: &[Row]) -> Result<(), MoveError> {
        let mut query = sqlx::query(AssertSqlSafe(insertion(table)));
        for (at, column) in table.columns.iter().enumerate() {
            query = bind(query, column.kind, rows.iter().map(|row| &row.0[at]));
        }
        query
            .persistent(false)
            .execute(&mut self.0)
            .await
            .map(drop)
            .map_err(failed("copy", &table.name))
    }

    /// Removes the rows with these values in the key's first column, and before them what refers to them.
    pub async fn remove(
        &mut self,
        tables: &Tables,
        table: &Table,
        values: &[Value],
    ) -> Result<(), MoveError> {
        let refused = |source| MoveError::NotOurs {
            table: table.name.clone(),
            source,
        };
        for sql in removals(&tables.links, table) {
            let query = bind(
                sqlx::query(AssertSqlSafe(sql)),
                table.leading().kind,
                values.iter(),
            );
            query
                .persistent(false)
                .execute(&mut self.0)
                .await
                .map_err(refused)?;
        }
        Ok(())
    }

    /// Numbers go on after the highest that was copied; from here on the target is a whole shop.
    pub async fn finish(&mut self, tables: &Tables) -> Result<(), MoveError> {
        for table in &tables.all {
            let Some(counted) = &table.counted else {
                continue;
            };
            let highest = format!(
                "SELECT MAX({}) FROM {}",
                quoted(counted),
                quoted(&table.name)
            );
            let failed = || failed("set the numbers of", &table.name);
            let highest: Option<i64> = sqlx::query_scalar(AssertSqlSafe(highest))
                .persistent(false)
                .fetch_one(&mut self.0)
                .await
                .map_err(failed())?;
            let Some(highest) = highest else { continue };
            let query = sqlx::query(CONTINUE_AFTER)
                .bind(quoted(&table.name))
                .bind(counted)
                .bind(highest);
            query
                .persistent(false)
                .execute(&mut self.0)
                .await
                .map_err(failed())?;
        }
        Ok(mark::finish(&mut self.0).await?)
    }
}

async fn connect(url: &str) -> Result<PgConnection, MoveError> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(MoveError::Way(WRONG_WAY));
    }
    let options = PgConnectOptions::from_str(url).map_err(Error::Open)?;
    let options = options
        .application_name("imp-checkout migrate")
        .disable_statement_logging();
    Ok(options.connect().await.map_err(Error::Open)?)
}

/// As for a shop of its own. That a copy is under way there is found out only after the tables are up to date.
async fn make_tables(url: &str) -> Result<(), MoveError> {
    match Db::open(url).await {
        Ok(db) => {
            db.close().await;
            Ok(())
        }
        Err(Error::UnfinishedCopy { .. }) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

async fn lock(mut connection: PgConnection) -> Result<PgConnection, MoveError> {
    let failed = |e| Error::Query("lock the target", e);
    sqlx::query("BEGIN")
        .persistent(false)
        .execute(&mut connection)
        .await
        .map_err(failed)?;
    let locked: bool = sqlx::query_scalar(LOCK)
        .persistent(false)
        .fetch_one(&mut connection)
        .await
        .map_err(failed)?;
    if locked {
        Ok(connection)
    } else {
        Err(MoveError::Busy)
    }
}
