//! Values as SQLite keeps them: each brings its own kind.

use std::{borrow::Cow, fmt};

use rusqlite::types::{Type, Value};
use sqlx::TypeInfo;

use super::InPlace;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind(pub Type);

impl TypeInfo for Kind {
    fn is_null(&self) -> bool {
        self.0 == Type::Null
    }

    fn name(&self) -> &str {
        match self.0 {
            Type::Null => "NULL",
            Type::Integer => "INTEGER",
            Type::Real => "REAL",
            Type::Text => "TEXT",
            Type::Blob => "BLOB",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Clone, Debug)]
pub struct LiteValue(Value);

impl sqlx::Value for LiteValue {
    type Database = InPlace;

    fn as_ref(&self) -> LiteValueRef<'_> {
        LiteValueRef(&self.0)
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(Kind(self.0.data_type()))
    }

    fn is_null(&self) -> bool {
        self.0 == Value::Null
    }
}

#[derive(Clone, Copy, Debug)]
pub struct LiteValueRef<'r>(pub &'r Value);

impl<'r> sqlx::ValueRef<'r> for LiteValueRef<'r> {
    type Database = InPlace;

    fn to_owned(&self) -> LiteValue {
        LiteValue(self.0.clone())
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(Kind(self.0.data_type()))
    }

    fn is_null(&self) -> bool {
        *self.0 == Value::Null
    }
}
