//! Sharing a commit must not be noticed: what one writer undoes, gives up or is refused leaves the others alone, and
//! what could not be committed is nobody's.

use std::time::Duration;

use futures::future::join_all;
use sqlx::error::ErrorKind;
use tempfile::TempDir;

use super::*;
use crate::store::statement::{Arg, Cell, Statement};

fn statement<const N: usize>(sql: &'static str, args: [Arg<'static>; N]) -> Statement<'static> {
    Statement {
        what: "try it",
        sql,
        args: args.into(),
    }
}

struct Bench {
    writer: Writer,
    readers: Readers,
    _folder: TempDir,
}

const TABLES: &str = "
    CREATE TABLE parents (id INTEGER PRIMARY KEY);
    CREATE TABLE numbers (
        n      INTEGER PRIMARY KEY,
        turn   INTEGER NOT NULL,
        parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)";

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("numbers.db");
        std::fs::File::create_new(&file).unwrap();
        let writer = Writer::open(&file).unwrap();
        writer.execute_batch(TABLES).await.unwrap();
        Self {
            readers: Readers::open(&file, 2).unwrap(),
            writer,
            _folder: folder,
        }
    }

    /// Two rows of one transaction; a refused one is an error.
    async fn two(&self, turn: i64) -> Result<WriteGuard, sqlx::Error> {
        let mut tx = self.writer.join(Purpose::Transaction).await?;
        for n in [2 * turn, 2 * turn + 1] {
            tx.run(&statement(
                "INSERT INTO numbers (n, turn) VALUES ($1, $2)",
                [n.into(), turn.into()],
            ))?;
        }
        Ok(tx)
    }

    async fn one(&self, n: i64, parent: Option<i64>) -> Result<(), sqlx::Error> {
        let mut turn = self.writer.join(Purpose::Statement).await?;
        let insert = "INSERT INTO numbers (n, turn, parent) VALUES ($1, -1, $2)";
        match turn.run(&statement(insert, [n.into(), parent.into()])) {
            Ok(_) => turn.commit().await,
            Err(e) => {
                turn.refuse(&e);
                Err(e)
            }
        }
    }

    async fn stored(&self) -> Vec<i64> {
        let mut reader = self.readers.get().await.unwrap();
        let answer = reader
            .run(&statement("SELECT n FROM numbers ORDER BY n", []))
            .unwrap();
        answer
            .rows
            .iter()
            .map(|row| i64::read(row, 0).unwrap())
            .collect()
    }
}

#[tokio::test]
async fn what_one_undoes_the_others_keep() {
    let bench = &Bench::new().await;
    let all = (0..60).map(|turn| async move {
        let tx = bench.two(turn).await.unwrap();
        match turn % 3 {
            0 => drop(tx),
            _ => tx.commit().await.unwrap(),
        }
    });
    join_all(all).await;
    bench.one(1_000, None).await.unwrap();
    let kept: Vec<i64> = (0..120).filter(|n| n / 2 % 3 != 0).chain([1_000]).collect();
    assert_eq!(bench.stored().await, kept);
}

#[tokio::test]
async fn a_refused_statement_hurts_nobody_else() {
    let bench = &Bench::new().await;
    bench.one(7, None).await.unwrap();
    let all = (0..40).map(|n| async move { bench.one(n, None).await.is_ok() });
    let stored = join_all(all)
        .await
        .into_iter()
        .filter(|stored| *stored)
        .count();
    assert_eq!(stored, 39);
    assert_eq!(bench.stored().await, (0..40).collect::<Vec<i64>>());
}

#[tokio::test]
async fn what_cannot_be_committed_is_nobodys() {
    let bench = &Bench::new().await;
    let all = (0..10).map(|n| async move { bench.one(n, (n == 4).then_some(99)).await.is_ok() });
    let told: Vec<bool> = join_all(all).await;
    let stored = bench.stored().await;
    assert!(
        !told[4],
        "its parent does not exist, which SQLite finds at the commit"
    );
    for (n, told) in (0..).zip(told) {
        assert_eq!(stored.contains(&n), told, "{n}");
    }
    bench.one(100, None).await.unwrap();
}

/// Callers that hang up at any step: what was told to be stored is, and a transaction is there wholly or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_away_leaves_nothing_half_done() {
    let bench = &Bench::new().await;
    let all = (0..300_i64).map(|turn| async move {
        let patience = Duration::from_micros(u64::try_from(turn * 37 % 3_000).unwrap());
        let done = tokio::time::timeout(patience, async { bench.two(turn).await?.commit().await });
        (turn, matches!(done.await, Ok(Ok(()))))
    });
    let told = join_all(all).await;
    bench.one(10_000, None).await.unwrap();
    let stored = bench.stored().await;
    for (turn, told) in told {
        let here = [2 * turn, 2 * turn + 1].map(|n| stored.contains(&n));
        assert_eq!(here[0], here[1], "half of turn {turn}");
        assert!(here[0] || !told, "turn {turn} was told that it is stored");
    }
}

#[tokio::test]
async fn once_closed_nobody_gets_in() {
    let bench = Bench::new().await;
    bench.one(1, None).await.unwrap();
    bench.writer.close().await;
    bench.readers.close().await;
    assert!(matches!(
        bench.one(2, None).await,
        Err(sqlx::Error::PoolClosed)
    ));
    assert!(matches!(
        bench.readers.get().await,
        Err(sqlx::Error::PoolClosed)
    ));
}

fn connection() -> (connection::Connection, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.db");
    std::fs::File::create_new(&file).unwrap();
    let connection = connection::Connection::open(&file).unwrap();
    let table = "CREATE TABLE kinds (id INTEGER PRIMARY KEY, words TEXT, truth INTEGER CHECK (truth IN (0, 1)))";
    connection.execute_batch(table).unwrap();
    (connection, folder)
}

#[test]
fn what_goes_in_comes_out_and_parameters_go_by_their_number() {
    let (mut connection, _folder) = connection();
    for (id, words, truth) in [(1, Some("한글 '\0'"), 1), (i64::MAX, None, 0)] {
        let insert = "INSERT INTO kinds (truth, words, id) VALUES ($3, $2, $1)";
        let done = connection
            .run(&statement(insert, [id.into(), words.into(), truth.into()]))
            .unwrap();
        assert_eq!(done.changed, 1);
    }
    let rows = connection
        .run(&statement(
            "SELECT id, words, truth FROM kinds ORDER BY id",
            [],
        ))
        .unwrap()
        .rows;
    let read = |at: usize| {
        let row = &rows[at];
        (
            i64::read(row, 0).unwrap(),
            Option::<String>::read(row, 1).unwrap(),
            bool::read(row, 2).unwrap(),
        )
    };
    assert_eq!(read(0), (1, Some("한글 '\0'".to_owned()), true));
    assert_eq!(read(1), (i64::MAX, None, false));
}

#[test]
fn what_does_not_fit_is_an_error_and_no_guess() {
    let (mut connection, _folder) = connection();
    connection
        .execute_batch(
            "INSERT INTO kinds VALUES (1, 'one', 1); INSERT INTO kinds VALUES (2, NULL, 0)",
        )
        .unwrap();
    let rows = connection
        .run(&statement("SELECT words FROM kinds ORDER BY id", []))
        .unwrap()
        .rows;
    assert!(matches!(
        i64::read(&rows[0], 0),
        Err(sqlx::Error::ColumnDecode { .. })
    ));
    assert!(matches!(
        String::read(&rows[1], 0),
        Err(sqlx::Error::ColumnDecode { .. })
    ));
    assert!(matches!(
        String::read(&rows[1], 1),
        Err(sqlx::Error::ColumnIndexOutOfBounds { .. })
    ));
    let unbound = connection.run(&statement(
        "SELECT words FROM kinds WHERE id = $2",
        [1.into()],
    ));
    assert!(matches!(unbound, Err(sqlx::Error::Encode(_))));
}

#[test]
fn refusals_have_sqlites_codes() {
    let (mut connection, _folder) = connection();
    let mut refused = |sql| {
        let error = connection
            .run(&statement(sql, []))
            .unwrap_err()
            .into_database_error()
            .unwrap();
        (error.code().unwrap().into_owned(), error.kind())
    };
    assert_eq!(
        refused("INSERT INTO kinds VALUES (1, 'one', 2)"),
        ("275".to_owned(), ErrorKind::CheckViolation)
    );
    assert_eq!(
        refused("SELECT nothing FROM nowhere"),
        ("1".to_owned(), ErrorKind::Other)
    );
}
