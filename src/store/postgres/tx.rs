//! A transaction on one session. Dropped without a commit, it is rolled back before anybody else gets the session.

use std::sync::LazyLock;

use futures::{FutureExt, future::BoxFuture, stream::BoxStream};
use sqlx::{
    AssertSqlSafe, Describe, Either, Execute, Executor, Postgres, SqlStr,
    postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo},
};
use tokio::runtime::Handle;

use super::{
    Sessions,
    address::BOUNDS,
    lease::{Answer, Lease},
    run::{Statement, first_row, streamed},
};

/// A shared session knows the bounds of nobody; they are set for this transaction alone.
static BEGIN_BOUNDED: LazyLock<String> = LazyLock::new(|| {
    let bounds = BOUNDS.map(|(name, milliseconds)| format!("; SET LOCAL {name} = {milliseconds}"));
    format!("BEGIN{}", bounds.concat())
});

#[derive(Debug)]
pub struct PgTx {
    /// `None` once it ended.
    lease: Option<Lease>,
    sessions: Sessions,
}

impl PgTx {
    pub async fn begin(mut lease: Lease, sessions: Sessions) -> Result<Self, sqlx::Error> {
        match sessions {
            Sessions::Own => lease.run(Statement::plain("BEGIN")).await?,
            Sessions::Shared => lease.run(Statement::plain(AssertSqlSafe(BEGIN_BOUNDED.as_str()))).await?,
        };
        Ok(Self { lease: Some(lease), sessions })
    }

    fn lease(&mut self) -> &mut Lease {
        self.lease.as_mut().expect("because only the end of the transaction takes it")
    }

    pub async fn run(&mut self, statement: Statement) -> Result<Vec<Answer>, sqlx::Error> {
        self.lease().run(statement).await
    }

    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        let mut lease = self.lease.take().expect("because only the end of the transaction takes it");
        lease.run(Statement::plain("COMMIT")).await.map(drop)
    }
}

impl Drop for PgTx {
    #[expect(clippy::disallowed_methods, reason = "it ends by itself, within the deadline of one statement")]
    fn drop(&mut self) {
        let Some(mut lease) = self.lease.take() else { return };
        if lease.is_spoilt() {
            return;
        }
        match Handle::try_current() {
            Ok(_) => drop(tokio::spawn(async move { lease.run(Statement::plain("ROLLBACK")).await })),
            // Nobody is left to do it; the server does when the connection closes.
            Err(_) => lease.spoil(),
        }
    }
}

impl<'c> Executor<'c> for &'c mut PgTx {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let statement = Statement::read(query, self.sessions);
        streamed(async move { self.run(statement?).await })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let statement = Statement::read(query, self.sessions);
        async move { self.run(statement?).await.map(first_row) }.boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
    where
        'c: 'e,
    {
        self.lease().session().prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, sqlx::Error>>
    where
        'c: 'e,
    {
        self.lease().session().describe(sql)
    }
}
