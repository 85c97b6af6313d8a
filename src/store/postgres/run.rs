//! Single statements. A read whose connection broke is asked once more: that is always safe.

use futures::{
    FutureExt, StreamExt, TryStreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use sqlx::{
    Describe, Either, Execute, Executor, PgConnection, Postgres, SqlSafeStr, SqlStr,
    error::BoxDynError,
    postgres::{PgArguments, PgQueryResult, PgRow, PgStatement, PgTypeInfo},
};

use super::{Pg, Sessions, lease::Answer, tx::PgTx};
use crate::store::ErrorClass;

/// A statement with what is bound to it; may be run again.
#[derive(Clone)]
pub struct Statement {
    sql: SqlStr,
    arguments: Option<PgArguments>,
    /// Whether the session remembers it. One that others use too must not.
    kept: bool,
}

impl Statement {
    pub fn read<'q>(mut query: impl Execute<'q, Postgres>, sessions: Sessions) -> Result<Self, sqlx::Error> {
        let arguments = query.take_arguments().map_err(sqlx::Error::Encode)?;
        let kept = query.persistent() && sessions == Sessions::Own;
        Ok(Self { sql: query.sql(), arguments, kept })
    }

    /// One without arguments, that no session has to remember.
    pub fn plain(sql: impl SqlSafeStr) -> Self {
        Self { sql: sql.into_sql_str(), arguments: None, kept: false }
    }

    pub async fn on(self, session: &mut PgConnection) -> Result<Vec<Answer>, sqlx::Error> {
        session.fetch_many(self).try_collect().await
    }

    fn only_reads(&self) -> bool {
        self.sql.as_str().trim_start().starts_with("SELECT")
    }
}

impl Execute<'_, Postgres> for Statement {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&PgStatement> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        Ok(self.arguments.take())
    }

    fn persistent(&self) -> bool {
        self.kept
    }
}

impl Pg {
    pub async fn begin(&self) -> Result<PgTx, sqlx::Error> {
        match PgTx::begin(self.lease().await?, self.sessions).await {
            // Nothing was done yet.
            Err(e) if ErrorClass::of(&e) == ErrorClass::Disconnected => {
                PgTx::begin(self.lease().await?, self.sessions).await
            }
            begun => begun,
        }
    }

    async fn answer(&self, statement: Statement) -> Result<Vec<Answer>, sqlx::Error> {
        if !statement.only_reads() {
            return self.once(statement).await;
        }
        match self.once(statement.clone()).await {
            Err(e) if ErrorClass::of(&e) == ErrorClass::Disconnected => self.once(statement).await,
            answer => answer,
        }
    }

    /// In a shared session a statement is parsed in one step and run in the next, and the pooler may put another
    /// session between them; a transaction holds it.
    async fn once(&self, statement: Statement) -> Result<Vec<Answer>, sqlx::Error> {
        match self.sessions {
            Sessions::Own => self.lease().await?.run(statement).await,
            Sessions::Shared => {
                let mut tx = self.begin().await?;
                let answer = tx.run(statement).await?;
                tx.commit().await?;
                Ok(answer)
            }
        }
    }
}

pub fn first_row(answers: Vec<Answer>) -> Option<PgRow> {
    answers.into_iter().find_map(Either::right)
}

/// What was collected, in the shape that sqlx expects.
pub fn streamed<'e>(
    answers: impl Future<Output = Result<Vec<Answer>, sqlx::Error>> + Send + 'e,
) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>> {
    stream::once(answers).map_ok(|answers| stream::iter(answers.into_iter().map(Ok))).try_flatten().boxed()
}

impl<'c> Executor<'c> for &'c Pg {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let statement = Statement::read(query, self.sessions);
        streamed(async move { self.answer(statement?).await })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let statement = Statement::read(query, self.sessions);
        async move { self.answer(statement?).await.map(first_row) }.boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
    where
        'c: 'e,
    {
        async move { self.lease().await?.session().prepare_with(sql, parameters).await }.boxed()
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, sqlx::Error>>
    where
        'c: 'e,
    {
        async move { self.lease().await?.session().describe(sql).await }.boxed()
    }
}
