//! A target that holds anything but our own unfinished copy is left as it is.

use sqlx::{AssertSqlSafe, PgConnection};

use super::{
    error::{MoveError, failed},
    tables::{MIGRATIONS, Table, Tables, quoted},
};

const TABLE_NAMES: &str = "
    SELECT relname::TEXT
      FROM pg_class
     WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind IN ('r', 'p')
     ORDER BY 1";

/// What the migrations themselves fill.
const FILLED_BY_MIGRATIONS: &[&str] = &["order_moves", "attempt_moves"];

/// Before anything is made there.
pub async fn refuse_foreign(connection: &mut PgConnection) -> Result<(), MoveError> {
    let names = sqlx::query_scalar(TABLE_NAMES)
        .persistent(false)
        .fetch_all(connection)
        .await;
    let names: Vec<String> = names.map_err(failed("read the tables of", "the target"))?;
    if names.is_empty() || names.iter().any(|name| name == MIGRATIONS) {
        return Ok(());
    }
    Err(MoveError::Foreign(names.join(", ")))
}

pub async fn refuse_not_empty(connection: &mut PgConnection) -> Result<(), MoveError> {
    let mut filled = Vec::new();
    for Table { name, .. } in Tables::read(connection).await?.all {
        if !FILLED_BY_MIGRATIONS.contains(&name.as_str()) && !is_empty(connection, &name).await? {
            filled.push(name);
        }
    }
    if filled.is_empty() {
        Ok(())
    } else {
        Err(MoveError::NotEmpty(filled.join(", ")))
    }
}

pub async fn is_empty(connection: &mut PgConnection, table: &str) -> Result<bool, MoveError> {
    let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {})", quoted(table));
    let empty = sqlx::query_scalar(AssertSqlSafe(sql))
        .persistent(false)
        .fetch_one(connection)
        .await;
    empty.map_err(failed("look into", table))
}
