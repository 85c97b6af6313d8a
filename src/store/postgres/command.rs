//! What a session is asked, in the shape that sqlx takes, and everything that it answers.

use futures::TryStreamExt;
use sqlx::{
    Arguments as _, Either, Execute, Executor, PgConnection, Postgres, SqlSafeStr, SqlStr,
    error::BoxDynError,
    postgres::{PgArguments, PgStatement},
};

use super::url::Sessions;
use crate::store::statement::{Answer, Arg, Cells, Statement};

pub struct Command {
    sql: SqlStr,
    arguments: Option<PgArguments>,
    /// Whether the session remembers it. One that others use too must not.
    kept: bool,
}

impl Command {
    pub fn of(statement: &Statement<'_>, sessions: Sessions) -> Result<Self, sqlx::Error> {
        let mut arguments = PgArguments::default();
        for arg in &statement.args {
            match arg {
                Arg::Text(text) => arguments.add(text.as_deref()),
                Arg::Integer(number) => arguments.add(*number),
                Arg::Integers(numbers) => arguments.add(&**numbers),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(Self {
            sql: statement.sql.into_sql_str(),
            arguments: Some(arguments),
            kept: sessions == Sessions::Own,
        })
    }

    /// One without arguments, that no session has to remember.
    pub fn plain(sql: impl SqlSafeStr) -> Self {
        Self {
            sql: sql.into_sql_str(),
            arguments: None,
            kept: false,
        }
    }

    pub async fn run_on(self, session: &mut PgConnection) -> Result<Answer, sqlx::Error> {
        let mut answer = Answer::default();
        let mut parts = session.fetch_many(self);
        while let Some(part) = parts.try_next().await? {
            match part {
                Either::Left(done) => answer.changed += done.rows_affected(),
                Either::Right(row) => answer.rows.push(Cells::Postgres(row)),
            }
        }
        Ok(answer)
    }
}

impl Execute<'_, Postgres> for Command {
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
