//! The driver against a file: what goes in comes out, parameters go by their number, refusals have SQLite's codes.

use sqlx::{Connection, Executor, SqlSafeStr, Statement, error::ErrorKind};

use super::*;

fn open() -> (Lite, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.db");
    std::fs::File::create_new(&file).unwrap();
    let lite = Lite::open(&LiteOptions::of_file(file)).unwrap();
    lite.act("CREATE TABLE kinds (id INTEGER PRIMARY KEY, words TEXT, truth INTEGER CHECK (truth IN (0, 1)))").unwrap();
    (lite, folder)
}

#[tokio::test]
async fn what_goes_in_comes_out() {
    let (mut lite, _folder) = open();
    for (id, words, truth) in [(1_i64, Some("한글 '\0'"), true), (i64::MAX, None, false)] {
        let insert = sqlx::query("INSERT INTO kinds (truth, words, id) VALUES ($3, $2, $1)");
        let done = insert.bind(id).bind(words).bind(truth).execute(&mut lite).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    let all = sqlx::query_as("SELECT id, words, truth FROM kinds ORDER BY id");
    let all: Vec<(i64, Option<String>, bool)> = all.fetch_all(&mut lite).await.unwrap();
    assert_eq!(all, [(1, Some("한글 '\0'".to_owned()), true), (i64::MAX, None, false)]);
}

#[tokio::test]
async fn what_does_not_fit_is_an_error_and_no_guess() {
    let (mut lite, _folder) = open();
    sqlx::raw_sql("INSERT INTO kinds VALUES (1, 'one', 1); INSERT INTO kinds VALUES (2, NULL, 0)")
        .execute(&mut lite)
        .await
        .unwrap();
    let words = sqlx::query_scalar::<_, i64>("SELECT words FROM kinds WHERE id = $1").bind(1_i64);
    assert!(matches!(words.fetch_one(&mut lite).await, Err(sqlx::Error::ColumnDecode { .. })));
    let nothing = sqlx::query_scalar::<_, String>("SELECT words FROM kinds WHERE id = $1").bind(2_i64);
    assert!(matches!(nothing.fetch_one(&mut lite).await, Err(sqlx::Error::ColumnDecode { .. })));
    let unbound = sqlx::query("SELECT words FROM kinds WHERE id = $2").bind(1_i64);
    assert!(matches!(unbound.fetch_all(&mut lite).await, Err(sqlx::Error::Encode(_))));
}

#[tokio::test]
async fn refusals_have_sqlites_codes() {
    let (mut lite, _folder) = open();
    let mut refused = async |sql: &'static str| {
        let error = sqlx::query(sql).execute(&mut lite).await.unwrap_err();
        let error = error.into_database_error().unwrap();
        (error.code().unwrap().into_owned(), error.kind())
    };
    assert_eq!(refused("INSERT INTO kinds VALUES (1, 'one', 2)").await, ("275".to_owned(), ErrorKind::CheckViolation));
    assert_eq!(refused("SELECT nothing FROM nowhere").await, ("1".to_owned(), ErrorKind::Other));
}

#[tokio::test]
async fn a_transaction_is_undone_unless_it_is_committed() {
    let (mut lite, _folder) = open();
    for commit in [false, true] {
        let mut tx = lite.begin().await.unwrap();
        tx.execute("INSERT INTO kinds (words) VALUES ('here')").await.unwrap();
        if commit {
            tx.commit().await.unwrap();
        }
    }
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM kinds").fetch_one(&mut lite).await.unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_text_tells_its_columns_and_parameters() {
    let (mut lite, _folder) = open();
    let described = lite.prepare("SELECT id, words FROM kinds WHERE id = $1".into_sql_str()).await.unwrap();
    let names: Vec<_> = described.columns().iter().map(|column| sqlx::Column::name(column).to_owned()).collect();
    assert_eq!(names, ["id", "words"]);
    assert!(matches!(described.parameters(), Some(sqlx::Either::Right(1))));
    assert!(lite.prepare("SELECT".into_sql_str()).await.is_err());
}
