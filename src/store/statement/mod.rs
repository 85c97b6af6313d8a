//! Statements and rows, the same for both engines: a text with what is bound to it goes in, rows come out. The shop
//! binds text and integers, and one list of integers.

mod arg;
mod row;

pub use self::{
    arg::Arg,
    row::{Cell, Cells, FromRow, Json, Row},
};
use super::Error;

/// A text and what is bound to it. Texts are constants: what comes from outside is bound. `what` names the deed for errors: "could not …".
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    pub what: &'static str,
    pub sql: &'static str,
    pub args: Vec<Arg<'a>>,
}

/// What a statement answers.
#[derive(Debug, Default)]
pub struct Answer {
    pub rows: Vec<Cells>,
    /// How many rows it changed.
    pub changed: u64,
}

/// Where a statement runs: a connection that reads, one that writes, or a transaction.
pub trait Engine {
    fn run(
        self,
        statement: &Statement<'_>,
    ) -> impl Future<Output = Result<Answer, sqlx::Error>> + Send;
}

/// A statement on its way to an engine.
#[derive(Debug)]
pub struct Query<'a, E> {
    engine: E,
    statement: Statement<'a>,
}

impl<'a, E: Engine> Query<'a, E> {
    pub(super) const fn new(engine: E, what: &'static str, sql: &'static str) -> Self {
        Self {
            engine,
            statement: Statement {
                what,
                sql,
                args: Vec::new(),
            },
        }
    }

    /// The next parameter.
    #[must_use]
    pub fn bind(mut self, arg: impl Into<Arg<'a>>) -> Self {
        self.statement.args.push(arg.into());
        self
    }

    /// How many rows were changed.
    pub async fn execute(self) -> Result<u64, Error> {
        Ok(self.run().await?.1.changed)
    }

    /// Whether exactly one row was changed.
    pub async fn changes_one(self) -> Result<bool, Error> {
        Ok(self.execute().await? == 1)
    }

    pub async fn all<T: FromRow>(self) -> Result<Vec<T>, Error> {
        let (what, answer) = self.run().await?;
        answer
            .rows
            .into_iter()
            .map(|cells| T::from_row(&Row { what, cells }))
            .collect()
    }

    /// The first row, if there is one.
    pub async fn optional<T: FromRow>(self) -> Result<Option<T>, Error> {
        let (what, answer) = self.run().await?;
        answer
            .rows
            .into_iter()
            .next()
            .map(|cells| T::from_row(&Row { what, cells }))
            .transpose()
    }

    /// The only row.
    pub async fn one<T: FromRow>(self) -> Result<T, Error> {
        let what = self.statement.what;
        self.optional()
            .await?
            .ok_or(Error::Query(what, sqlx::Error::RowNotFound))
    }

    async fn run(self) -> Result<(&'static str, Answer), Error> {
        let Self { engine, statement } = self;
        let answer = engine
            .run(&statement)
            .await
            .map_err(|e| Error::Query(statement.what, e))?;
        Ok((statement.what, answer))
    }
}
