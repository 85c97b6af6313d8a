//! rusqlite's errors as sqlx's, so that one type tells of both engines. A code is SQLite's extended result code.

use std::{borrow::Cow, fmt};

use rusqlite::ffi;
use sqlx::error::{DatabaseError, ErrorKind};

pub fn from_rusqlite(error: rusqlite::Error) -> sqlx::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, words) => {
            sqlx::Error::Database(Box::new(SqliteError {
                code: failure.extended_code,
                message: words.unwrap_or_else(|| failure.to_string()),
            }))
        }
        rusqlite::Error::SqlInputError {
            error, msg, offset, ..
        } => sqlx::Error::Database(Box::new(SqliteError {
            code: error.extended_code,
            message: format!("{msg}, at character {offset}"),
        })),
        other => sqlx::Error::Configuration(Box::new(other)),
    }
}

#[derive(Debug)]
struct SqliteError {
    code: i32,
    message: String,
}

impl fmt::Display for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(code: {}) {}", self.code, self.message)
    }
}

impl std::error::Error for SqliteError {}

impl DatabaseError for SqliteError {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                ErrorKind::UniqueViolation
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::ForeignKeyViolation,
            ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::NotNullViolation,
            ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}
