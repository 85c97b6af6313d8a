//! Two sides of one table, row beside row.

use std::cmp::Ordering;

use futures::{StreamExt, stream::BoxStream};

use super::{error::MoveError, tables::Table, value::Row};

pub type Rows<'a> = BoxStream<'a, Result<Row, MoveError>>;

/// Both sides come in the order of the key.
pub struct Merge<'a> {
    table: &'a Table,
    source: Side<'a>,
    target: Side<'a>,
}

struct Side<'a> {
    rows: Rows<'a>,
    next: Option<Row>,
}

/// The rows of one key; one of the two is there.
#[derive(Debug)]
pub struct Pair {
    pub source: Option<Row>,
    pub target: Option<Row>,
}

impl<'a> Merge<'a> {
    pub fn new(table: &'a Table, source: Rows<'a>, target: Rows<'a>) -> Self {
        Self {
            table,
            source: Side {
                rows: source,
                next: None,
            },
            target: Side {
                rows: target,
                next: None,
            },
        }
    }

    pub async fn next(&mut self) -> Result<Option<Pair>, MoveError> {
        self.source.look_ahead().await?;
        self.target.look_ahead().await?;
        let order = match (&self.source.next, &self.target.next) {
            (None, None) => return Ok(None),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(source), Some(target)) => source.key(self.table).cmp(target.key(self.table)),
        };
        Ok(Some(Pair {
            source: if order.is_le() {
                self.source.next.take()
            } else {
                None
            },
            target: if order.is_ge() {
                self.target.next.take()
            } else {
                None
            },
        }))
    }
}

impl Side<'_> {
    async fn look_ahead(&mut self) -> Result<(), MoveError> {
        if self.next.is_none() {
            self.next = self.rows.next().await.transpose()?;
        }
        Ok(())
    }
}
