//! What a statement answers, read by the names of its columns or in their order.

use sqlx::{Row as _, ValueRef as _, postgres::PgRow};

use crate::{
    domain::{ids::OrderId, time::Millis},
    store::{Error, sqlite},
};

/// One row, with the deed that it was read for.
#[derive(Debug)]
pub struct Row {
    pub(super) what: &'static str,
    pub(super) cells: Cells,
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

    pub(in crate::store) fn unreadable(&self, column: &str, why: impl ToString) -> Error {
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

/// A row of one id.
impl FromRow for OrderId {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Self::try_from(row.at::<String>(0)?).map_err(|e| row.unreadable("id", e))
    }
}
