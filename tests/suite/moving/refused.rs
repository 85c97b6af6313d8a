//! What cannot be moved is refused with a sentence that tells the mend, and nothing is made or changed.

use imp_checkout::store::{Db, Move};
use sqlx::{PgPool, SqlitePool};

use crate::{
    database::{Engine, database},
    skip::{NO_SERVER, skip},
};

async fn refusal(from: &str, to: &str) -> String {
    Move::new(from.to_owned(), to.to_owned())
        .run(&mut |_| ())
        .await
        .unwrap_err()
        .to_string()
}

async fn sqlite(path: &std::path::Path, statements: &[&'static str]) -> String {
    let url = format!("sqlite://{}", path.display());
    let pool = SqlitePool::connect(&format!("{url}?mode=rwc"))
        .await
        .unwrap();
    for statement in statements {
        sqlx::query(*statement).execute(&pool).await.unwrap();
    }
    pool.close().await;
    url
}

#[tokio::test]
async fn no_other_way_is_taken_and_no_source_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let shop = format!("sqlite://{}", file("shop.db").display());
    Db::open(&shop).await.unwrap().close().await;
    let nowhere = "postgres://nobody@127.0.0.1:1/nothing";
    std::fs::write(
        file("notes.txt"),
        "these are no tables, but a text that is long enough to be looked at",
    )
    .unwrap();
    let notes = format!("sqlite://{}", file("notes.txt").display());
    let missing = format!("sqlite://{}", file("missing.db").display());
    let other = sqlite(
        &file("other.db"),
        &["CREATE TABLE notes (id INTEGER PRIMARY KEY)"],
    )
    .await;
    let behind = sqlite(
        &file("behind.db"),
        &[
            "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, success BOOLEAN NOT NULL)",
            "INSERT INTO _sqlx_migrations VALUES (1, FALSE)",
        ],
    )
    .await;
    for (from, to, words) in [
        (nowhere, nowhere, "--from must be sqlite://file"),
        (
            "mysql://localhost/shop",
            nowhere,
            "--from must be sqlite://file",
        ),
        ("shop.db", nowhere, "--from must be sqlite://file"),
        ("", nowhere, "--from must be sqlite://file"),
        (&shop, &shop, "--to must be postgres://"),
        (&shop, "", "--to must be postgres://"),
        (&shop, "mysql://localhost/shop", "--to must be postgres://"),
        (&missing, nowhere, "there is no file"),
        ("sqlite::memory:", nowhere, "there is no file"),
        (&notes, nowhere, "holds no shop"),
        (&other, nowhere, "holds no shop"),
        (&behind, nowhere, "run `imp-checkout migrate --database-url"),
        (&shop, nowhere, "could not open the database"),
    ] {
        let told = refusal(from, to).await;
        assert!(told.contains(words), "{from} to {to}: {told}");
    }
    let ahead = sqlite(
        &file("behind.db"),
        &["INSERT INTO _sqlx_migrations VALUES (999999, TRUE)"],
    )
    .await;
    assert!(refusal(&ahead, nowhere).await.contains("a later edition"));
    assert!(!file("missing.db").exists(), "a source is never made");
}

#[tokio::test]
async fn a_target_that_is_not_empty_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let Some(target) = database(Engine::Postgres, folder.path()).await else {
        skip(NO_SERVER);
        return;
    };
    let shop = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    for name in ["one.db", "two.db"] {
        Db::open(&shop(name)).await.unwrap().close().await;
    }
    let pool = PgPool::connect(&target).await.unwrap();
    let run = async |sql: &'static str| sqlx::query(sql).execute(&pool).await.map(drop).unwrap();

    run("CREATE TABLE ledger (id BIGINT PRIMARY KEY)").await;
    assert!(
        refusal(&shop("one.db"), &target)
            .await
            .contains("another program (it has the tables ledger)")
    );
    let tables =
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()";
    let count: i64 = sqlx::query_scalar(tables).fetch_one(&pool).await.unwrap();
    assert_eq!(count, 1, "nothing was made there");
    run("DROP TABLE ledger").await;

    Db::open(&target).await.unwrap().close().await;
    run("INSERT INTO settings (name, value) VALUES ('secret_key', 'theirs')").await;
    assert!(
        refusal(&shop("one.db"), &target)
            .await
            .contains("not empty (rows in settings)")
    );
    let value: String = sqlx::query_scalar("SELECT value FROM settings")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(value, "theirs");
    run("DELETE FROM settings").await;

    run("INSERT INTO copied_from (source, finished) VALUES ('/elsewhere/shop.db', FALSE)").await;
    assert!(
        refusal(&shop("two.db"), &target)
            .await
            .contains("a copy of /elsewhere/shop.db, which is another shop")
    );
    pool.close().await;
}

#[tokio::test]
async fn another_shops_history_is_not_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let Some(target) = database(Engine::Postgres, folder.path()).await else {
        skip(NO_SERVER);
        return;
    };
    let shop = format!("sqlite://{}", folder.path().join("shop.db").display());
    Db::open(&shop).await.unwrap().close().await;
    Db::open(&target).await.unwrap().close().await;
    let pool = PgPool::connect(&target).await.unwrap();
    let source = std::fs::canonicalize(folder.path().join("shop.db"))
        .unwrap()
        .display()
        .to_string();
    let mark = "INSERT INTO copied_from (source, finished) VALUES ($1, FALSE)";
    sqlx::query(mark).bind(source).execute(&pool).await.unwrap();
    let history = "INSERT INTO history (order_id, at, who, from_state, to_state) VALUES ('O', 1, 'us', 'awaiting_payment', 'paid')";
    sqlx::query(history).execute(&pool).await.unwrap();
    let told = refusal(&shop, &target).await;
    assert!(
        told.contains("the target's history holds rows that the source never had"),
        "{told}"
    );
    pool.close().await;
}
