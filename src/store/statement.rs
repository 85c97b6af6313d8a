//! Statements and rows, the same for both engines: a text with what is bound to it goes in, rows come out. The shop
//! binds text and integers, and one list of integers.

use std::borrow::Cow;

use sqlx::{Row as _, ValueRef as _, postgres::PgRow};

use super::{Error, sqlite};
use crate::domain::{
    ids::{CustomerId, ImpUid, MerchantUid, OrderId, ProductId},
    time::Millis,
};

/// What is bound to one parameter, `$1`, `$2` and so on.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Integer(Option<i64>),
    /// For PostgreSQL's `ANY`; SQLite has no lists.
    Integers(Cow<'a, [i64]>),
}

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

/// One row, with the deed that it was read for.
#[derive(Debug)]
pub struct Row {
    what: &'static str,
    cells: Cells,
}

/// A row as its engine gives it.
#[derive(Debug)]
pub enum Cells {
    Sqlite(sqlite::Cells),
    Postgres(PgRow),
}

/// What a row is read as.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, Error>;
}

/// What one value is read as.
pub trait Cell: Sized {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error>;
}

impl Row {
    pub fn get<T: Cell>(&self, column: &str) -> Result<T, Error> {
        self.cells
            .position(column)
            .and_then(|at| T::read(&self.cells, at))
            .map_err(|e| Error::Query(self.what, e))
    }

    fn at<T: Cell>(&self, at: usize) -> Result<T, Error> {
        T::read(&self.cells, at).map_err(|e| Error::Query(self.what, e))
    }

    /// A text that is one of ours: an id, a state.
    pub fn parse<T>(&self, column: &str) -> Result<T, Error>
    where
        T: TryFrom<String, Error: ToString>,
    {
        T::try_from(self.get(column)?).map_err(|e| self.unreadable(column, e))
    }

    pub fn parse_optional<T>(&self, column: &str) -> Result<Option<T>, Error>
    where
        T: TryFrom<String, Error: ToString>,
    {
        let text: Option<String> = self.get(column)?;
        text.map(T::try_from)
            .transpose()
            .map_err(|e| self.unreadable(column, e))
    }

    /// A text that `read` knows.
    pub fn word<T>(&self, column: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
        let text: String = self.get(column)?;
        read(&text).ok_or_else(|| self.unreadable(column, format!("{text:?} is no word of ours")))
    }

    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text).map_err(|e| self.unreadable(column, e))
    }

    pub fn json_optional<T: serde::de::DeserializeOwned>(
        &self,
        column: &str,
    ) -> Result<Option<T>, Error> {
        let text: Option<String> = self.get(column)?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|e| self.unreadable(column, e))
    }

    pub(super) fn unreadable(&self, column: &str, why: impl ToString) -> Error {
        Error::Column {
            what: self.what,
            column: column.to_owned(),
            why: why.to_string(),
        }
    }
}

impl Cells {
    fn position(&self, column: &str) -> Result<usize, sqlx::Error> {
        match self {
            Self::Sqlite(cells) => cells
                .position(column)
                .ok_or_else(|| sqlx::Error::ColumnNotFound(column.to_owned())),
            Self::Postgres(row) => sqlx::ColumnIndex::index(&column, row),
        }
    }

    fn is_null(&self, at: usize) -> Result<bool, sqlx::Error> {
        match self {
            Self::Sqlite(cells) => Ok(cells.is_null(at)?),
            Self::Postgres(row) => Ok(row.try_get_raw(at)?.is_null()),
        }
    }
}

impl Cell for i64 {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error> {
        match cells {
            Cells::Sqlite(cells) => cells.integer(at),
            Cells::Postgres(row) => row.try_get(at),
        }
    }
}

impl Cell for String {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error> {
        match cells {
            Cells::Sqlite(cells) => cells.text(at).map(str::to_owned),
            Cells::Postgres(row) => row.try_get(at),
        }
    }
}

/// SQLite keeps truth as a number.
impl Cell for bool {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error> {
        match cells {
            Cells::Sqlite(cells) => cells.integer(at).map(|number| number != 0),
            Cells::Postgres(row) => row.try_get(at),
        }
    }
}

/// Moments are stored as integers.
impl Cell for Millis {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error> {
        i64::read(cells, at).map(Self)
    }
}

impl<T: Cell> Cell for Option<T> {
    fn read(cells: &Cells, at: usize) -> Result<Self, sqlx::Error> {
        if cells.is_null(at)? {
            Ok(None)
        } else {
            T::read(cells, at).map(Some)
        }
    }
}

/// A row of one column.
impl<T: Cell> FromRow for T {
    fn from_row(row: &Row) -> Result<Self, Error> {
        row.at(0)
    }
}

/// A row of one JSON column, which may be empty.
pub struct Json<T>(pub Option<T>);

impl<T: serde::de::DeserializeOwned> FromRow for Json<T> {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let text: Option<String> = row.at(0)?;
        let value = text.map(|text| serde_json::from_str(&text)).transpose();
        value.map(Self).map_err(|e| row.unreadable("its JSON", e))
    }
}

/// Columns in the order of the statement.
macro_rules! tuples {
    ($(($($cell:ident $at:tt),+)),+) => {$(
        impl<$($cell: Cell),+> FromRow for ($($cell,)+) {
            fn from_row(row: &Row) -> Result<Self, Error> {
                Ok(($(row.at::<$cell>($at)?,)+))
            }
        }
    )+};
}

tuples!(
    (A 0, B 1),
    (A 0, B 1, C 2),
    (A 0, B 1, C 2, D 3),
    (A 0, B 1, C 2, D 3, E 4),
    (A 0, B 1, C 2, D 3, E 4, F 5)
);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<Option<&'a str>> for Arg<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Option<String>> for Arg<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl From<Option<String>> for Arg<'_> {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Arg<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<Millis> for Arg<'_> {
    fn from(at: Millis) -> Self {
        Self::Integer(Some(at.0))
    }
}

impl<'a> From<&'a [i64]> for Arg<'a> {
    fn from(numbers: &'a [i64]) -> Self {
        Self::Integers(numbers.into())
    }
}

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl<'a> From<&'a $id> for Arg<'a> {
            fn from(id: &'a $id) -> Self {
                id.as_str().into()
            }
        }

        impl<'a> From<Option<&'a $id>> for Arg<'a> {
            fn from(id: Option<&'a $id>) -> Self {
                id.map(<$id>::as_str).into()
            }
        }
    )+};
}

/// A row of one id.
impl FromRow for OrderId {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Self::try_from(row.at::<String>(0)?).map_err(|e| row.unreadable("id", e))
    }
}

ids!(CustomerId, ImpUid, MerchantUid, OrderId, ProductId);
