//! An answer's rows, taken out of SQLite whole: nothing of the statement stays in use.

use std::sync::Arc;

use rusqlite::types::{Type, Value};
use sqlx::{Column, ColumnIndex, Error, Row};

use super::{
    InPlace,
    value::{Kind, LiteValueRef},
};

#[derive(Clone, Debug)]
pub struct LiteColumn {
    ordinal: usize,
    name: Box<str>,
    /// SQLite's columns have no kind of their own.
    kind: Kind,
}

impl LiteColumn {
    pub fn new(ordinal: usize, name: &str) -> Self {
        Self { ordinal, name: name.into(), kind: Kind(Type::Null) }
    }
}

impl Column for LiteColumn {
    type Database = InPlace;

    fn ordinal(&self) -> usize {
        self.ordinal
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn type_info(&self) -> &Kind {
        &self.kind
    }
}

#[derive(Debug)]
pub struct LiteRow {
    pub columns: Arc<[LiteColumn]>,
    pub values: Box<[Value]>,
}

impl Row for LiteRow {
    type Database = InPlace;

    fn columns(&self) -> &[LiteColumn] {
        &self.columns
    }

    fn try_get_raw<I>(&self, index: I) -> Result<LiteValueRef<'_>, Error>
    where
        I: ColumnIndex<Self>,
    {
        let index = index.index(self)?;
        let len = self.values.len();
        self.values.get(index).map(LiteValueRef).ok_or(Error::ColumnIndexOutOfBounds { index, len })
    }
}

impl ColumnIndex<LiteRow> for usize {
    fn index(&self, row: &LiteRow) -> Result<usize, Error> {
        let len = row.values.len();
        if *self < len { Ok(*self) } else { Err(Error::ColumnIndexOutOfBounds { index: *self, len }) }
    }
}

impl ColumnIndex<LiteRow> for str {
    fn index(&self, row: &LiteRow) -> Result<usize, Error> {
        let found = row.columns.iter().position(|column| &*column.name == self);
        found.ok_or_else(|| Error::ColumnNotFound(self.to_owned()))
    }
}
