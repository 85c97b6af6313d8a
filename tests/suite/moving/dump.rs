//! Everything that a database holds, read without the program's own readers.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Column, ColumnIndex, Database, Decode, PgPool, Row, SqlitePool, Type};

/// Each table's rows, each a text for each column, in an order that depends on nothing but the values.
pub type Dump = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// What belongs to the database and not to the shop.
const NOT_THE_SHOPS: &[&str] = &["_sqlx_migrations", "copied_from"];

pub async fn dump(url: &str) -> Dump {
    let mut dump = if url.starts_with("sqlite:") {
        of_sqlite(url).await
    } else {
        of_postgres(url).await
    };
    dump.retain(|table, _| !NOT_THE_SHOPS.contains(&table.as_str()));
    dump.values_mut().for_each(|rows| rows.sort());
    dump
}

async fn of_sqlite(url: &str) -> Dump {
    let pool = SqlitePool::connect(url).await.unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    let mut dump = Dump::new();
    for table in tables {
        let rows = sqlx::query(everything(&table))
            .fetch_all(&pool)
            .await
            .unwrap();
        dump.insert(table, rows.iter().map(texts).collect());
    }
    pool.close().await;
    dump
}

async fn of_postgres(url: &str) -> Dump {
    let pool = PgPool::connect(url).await.unwrap();
    let tables = "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = current_schema()";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    let mut dump = Dump::new();
    for table in tables {
        let rows = sqlx::query(everything(&table))
            .fetch_all(&pool)
            .await
            .unwrap();
        dump.insert(table, rows.iter().map(texts).collect());
    }
    pool.close().await;
    dump
}

fn everything(table: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT * FROM {table}"))
}

/// Truth is a number, as SQLite keeps it.
fn texts<R: Row>(row: &R) -> BTreeMap<String, String>
where
    usize: ColumnIndex<R>,
    for<'a> Option<String>: Decode<'a, R::Database> + Type<R::Database>,
    for<'a> Option<i64>: Decode<'a, R::Database> + Type<R::Database>,
    for<'a> Option<bool>: Decode<'a, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    let text = |at: usize| {
        let nothing = || "nothing".to_owned();
        if let Ok(text) = row.try_get::<Option<String>, _>(at) {
            return text.map_or_else(nothing, |text| format!("{text:?}"));
        }
        if let Ok(number) = row.try_get::<Option<i64>, _>(at) {
            return number.map_or_else(nothing, |number| number.to_string());
        }
        match row.try_get::<Option<bool>, _>(at) {
            Ok(truth) => truth.map_or_else(nothing, |truth| i64::from(truth).to_string()),
            // The migrations' own.
            Err(_) => "something else".to_owned(),
        }
    };
    row.columns()
        .iter()
        .enumerate()
        .map(|(at, column)| (column.name().to_owned(), text(at)))
        .collect()
}
