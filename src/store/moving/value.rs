//! Values and rows as both engines know them, and what they come to when written down one after the other.

use sha2::{Digest as _, Sha256};
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

use super::{
    error::{MoveError, failed},
    tables::{Kind, Table},
};

/// Ordered as both engines are asked to order keys: numbers by size, texts byte by byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    Number(i64),
    Truth(bool),
    Text(String),
}

/// In the order of the table's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    pub fn of_sqlite(table: &Table, row: &SqliteRow) -> Result<Self, MoveError> {
        let values = table.columns.iter().enumerate().map(|(at, column)| {
            let value = match column.kind {
                Kind::Text => row.try_get::<Option<String>, _>(at).map(Value::text),
                Kind::Number => row.try_get::<Option<i64>, _>(at).map(Value::number),
                Kind::Truth => {
                    return truth(table, row.try_get(at).map_err(failed("read", &table.name))?);
                }
            };
            value.map_err(failed("read", &table.name))
        });
        values.collect::<Result<_, _>>().map(Self)
    }

    pub fn of_postgres(table: &Table, row: &PgRow) -> Result<Self, MoveError> {
        let values = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| match column.kind {
                Kind::Text => row.try_get::<Option<String>, _>(at).map(Value::text),
                Kind::Number => row.try_get::<Option<i64>, _>(at).map(Value::number),
                Kind::Truth => row
                    .try_get::<Option<bool>, _>(at)
                    .map(|value| value.map_or(Value::Null, Value::Truth)),
            });
        values
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(failed("read back", &table.name))
    }

    pub fn key<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = &'a Value> {
        table.key.iter().map(|at| &self.0[*at])
    }

    /// As a person would name the row.
    pub fn name(&self, table: &Table) -> String {
        let words = self.key(table).map(|value| match value {
            Value::Null => "nothing".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Truth(truth) => truth.to_string(),
            Value::Text(text) => text.clone(),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Bytes of its texts, which are what can be large.
    pub fn size(&self) -> usize {
        let size = |value: &Value| {
            if let Value::Text(text) = value {
                text.len()
            } else {
                0
            }
        };
        self.0.iter().map(size).sum()
    }
}

impl Value {
    fn text(value: Option<String>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }

    fn number(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Number)
    }

    pub fn as_text(&self) -> Option<String> {
        if let Self::Text(text) = self {
            Some(text.clone())
        } else {
            None
        }
    }

    pub const fn as_number(&self) -> Option<i64> {
        if let Self::Number(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    pub const fn as_truth(&self) -> Option<bool> {
        if let Self::Truth(truth) = self {
            Some(*truth)
        } else {
            None
        }
    }
}

/// SQLite keeps truth as a number.
fn truth(table: &Table, value: Option<i64>) -> Result<Value, MoveError> {
    match value {
        None => Ok(Value::Null),
        Some(0) => Ok(Value::Truth(false)),
        Some(1) => Ok(Value::Truth(true)),
        Some(other) => Err(MoveError::Table {
            table: table.name.clone(),
            why: format!("{other} is neither yes nor no"),
        }),
    }
}

/// What rows come to, in the order in which they are added.
#[derive(Default)]
pub struct Digest(Sha256);

impl Digest {
    pub fn add(&mut self, row: &Row) {
        for value in &row.0 {
            match value {
                Value::Null => self.0.update([0]),
                Value::Number(number) => self.number(1, *number),
                Value::Truth(truth) => self.0.update([2, u8::from(*truth)]),
                Value::Text(text) => {
                    self.number(3, i64::try_from(text.len()).unwrap_or(i64::MAX));
                    self.0.update(text);
                }
            }
        }
    }

    fn number(&mut self, tag: u8, number: i64) {
        self.0.update([tag]);
        self.0.update(number.to_be_bytes());
    }

    pub fn hex(self) -> String {
        self.0
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[&[Value]]) -> String {
        let mut digest = Digest::default();
        for row in rows {
            digest.add(&Row(row.to_vec()));
        }
        digest.hex()
    }

    #[test]
    fn values_that_differ_never_come_to_the_same() {
        let text = |text: &str| Value::Text(text.to_owned());
        let all = [
            digest(&[&[text("ab"), text("c")]]),
            digest(&[&[text("a"), text("bc")]]),
            digest(&[&[Value::Null, text("abc")]]),
            digest(&[&[Value::Number(0)]]),
            digest(&[&[Value::Truth(false)]]),
            digest(&[&[text("")]]),
            digest(&[&[text("a")], &[text("b")]]),
            digest(&[&[text("b")], &[text("a")]]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
