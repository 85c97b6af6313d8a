//! A database of its own for each test, crash run and bench: a file, or a schema on the server that
//! `TEST_POSTGRES_URL` names.

use imp_checkout::keys;

#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Its address; `None` for PostgreSQL where no server is named.
#[expect(
    clippy::disallowed_methods,
    reason = "tests and benches have no configuration but this"
)]
pub async fn database(engine: Engine, folder: &std::path::Path) -> Option<String> {
    match engine {
        Engine::Sqlite => Some(format!("sqlite://{}", folder.join("shop.db").display())),
        Engine::Postgres => {
            let url = std::env::var("TEST_POSTGRES_URL")
                .ok()
                .filter(|url| !url.is_empty())?;
            let schema = format!("t{}", keys::random_text(12).to_lowercase());
            let pool = sqlx::PgPool::connect(&url)
                .await
                .expect("because TEST_POSTGRES_URL names a running server");
            let create = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
            sqlx::query(create).execute(&pool).await.unwrap();
            pool.close().await;
            let separator = if url.contains('?') { '&' } else { '?' };
            Some(format!("{url}{separator}options=-csearch_path%3D{schema}"))
        }
    }
}
