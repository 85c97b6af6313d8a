//! Sharing a commit must not be noticed: what one writer undoes, gives up or is refused leaves the others alone, and
//! what could not be committed is nobody's.

use std::time::Duration;

use futures::future::join_all;
use tempfile::TempDir;

use super::*;

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
        let options = LiteOptions::of_file(file);
        let writer = Writer::open(&options).unwrap();
        writer.alone(async |conn| sqlx::raw_sql(TABLES).execute(conn).await.map(drop)).await.unwrap().unwrap();
        Self { readers: Readers::open(&options, 2).unwrap(), writer, _folder: folder }
    }

    /// Two rows of one transaction; a refused one is an error.
    async fn two(&self, turn: i64) -> Result<WriteGuard, sqlx::Error> {
        let mut tx = self.writer.join(Purpose::Transaction).await?;
        for n in [2 * turn, 2 * turn + 1] {
            sqlx::query("INSERT INTO numbers (n, turn) VALUES ($1, $2)").bind(n).bind(turn).execute(&mut *tx).await?;
        }
        Ok(tx)
    }

    async fn one(&self, n: i64, parent: Option<i64>) -> Result<(), sqlx::Error> {
        let mut turn = self.writer.join(Purpose::Statement).await?;
        let insert = sqlx::query("INSERT INTO numbers (n, turn, parent) VALUES ($1, -1, $2)").bind(n).bind(parent);
        match insert.execute(&mut *turn).await {
            Ok(_) => turn.commit().await,
            Err(e) => {
                turn.refuse(&e);
                Err(e)
            }
        }
    }

    async fn stored(&self) -> Vec<i64> {
        let mut reader = self.readers.get().await.unwrap();
        sqlx::query_scalar("SELECT n FROM numbers ORDER BY n").fetch_all(&mut *reader).await.unwrap()
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
    let stored = join_all(all).await.into_iter().filter(|stored| *stored).count();
    assert_eq!(stored, 39);
    assert_eq!(bench.stored().await, (0..40).collect::<Vec<i64>>());
}

#[tokio::test]
async fn what_cannot_be_committed_is_nobodys() {
    let bench = &Bench::new().await;
    let all = (0..10).map(|n| async move { bench.one(n, (n == 4).then_some(99)).await.is_ok() });
    let told: Vec<bool> = join_all(all).await;
    let stored = bench.stored().await;
    assert!(!told[4], "its parent does not exist, which SQLite finds at the commit");
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
    assert!(matches!(bench.one(2, None).await, Err(sqlx::Error::PoolClosed)));
    assert!(matches!(bench.readers.get().await, Err(sqlx::Error::PoolClosed)));
}
