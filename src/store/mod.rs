//! The only room with SQL. Every statement is a named constant, listed in `STATEMENTS` so that one test can
//! prepare all of them on both engines. No business decisions: those come in as arguments.

mod attempts;
mod carts;
mod customers;
mod db;
mod error_class;
mod guests;
mod history;
mod inbox;
mod job_state;
mod lookups;
mod moving;
mod orders;
mod outbox;
mod payments;
mod placing;
mod postgres;
mod probe;
mod products;
mod receipts;
mod settings;
mod sqlite;
mod statement;

pub use self::{
    carts::CartLine,
    customers::Customer,
    db::{Db, Tx},
    error_class::{ErrorClass, InDoubt},
    history::{HistoryEntry, HistoryRow},
    inbox::{InboxLimits, Notice, NoticeId, NoticeRow, Priority},
    job_state::JobState,
    lookups::{Lookup, LookupRow},
    moving::{Beginning, Move, MoveError, Moved, Same, Step},
    outbox::{GivenUp, OutboxRow},
    placing::{NewAttempt, NewOrder},
    probe::{Probe, probe},
    products::{Product, ProductEntry},
    receipts::ReceiptRow,
    statement::{Arg, Cell, FromRow, Query, Row},
};

/// What the store was asked to do, and what the engine said.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not open the database")]
    Open(#[source] sqlx::Error),
    #[error(
        "PostgreSQL at {place} did not answer for {seconds} seconds: start it, or set DATABASE_URL to where it is"
    )]
    NoAnswer {
        place: String,
        seconds: u64,
        #[source]
        source: sqlx::Error,
    },
    #[error("a pooler answers at DATABASE_URL: add pooler=transaction to its query")]
    Pooler(#[source] sqlx::Error),
    #[error("DATABASE_URL must begin with sqlite:// (then a file) or postgres://")]
    Address,
    #[error("could not bring the database's tables up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error(
        "this database was made before the first release, and its tables cannot be taken over: name a new one in DATABASE_URL, or go on with the edition that made it"
    )]
    Unreleased(#[source] sqlx::migrate::MigrateError),
    #[error(
        "this database holds an unfinished copy of {source_file}: nothing is opened before `imp-checkout migrate --from sqlite://{source_file} --to …` has finished it (what is there already is not copied again)"
    )]
    UnfinishedCopy { source_file: String },
    #[error("could not {0}")]
    Query(&'static str, #[source] sqlx::Error),
    /// It may have been committed all the same.
    #[error("could not commit")]
    Commit(#[source] sqlx::Error),
    #[error("could not {what}: {column} cannot be read: {why}")]
    Column {
        what: &'static str,
        column: String,
        why: String,
    },
}

impl Error {
    pub fn trouble(&self) -> ErrorClass {
        match self {
            Self::Open(e) | Self::Query(_, e) | Self::Commit(e) => ErrorClass::of(e),
            Self::NoAnswer { .. } => ErrorClass::Unavailable,
            Self::UnfinishedCopy { .. }
            | Self::Address
            | Self::Pooler(_)
            | Self::Migrate(_)
            | Self::Unreleased(_)
            | Self::Column { .. } => ErrorClass::Permanent,
        }
    }

    /// Whether this is one of many refusals while the database is away; the first of them has been logged.
    pub fn is_repetition(&self) -> bool {
        match self {
            Self::Query(_, sqlx::Error::Io(e)) => e.kind() == std::io::ErrorKind::NotConnected,
            Self::Open(_)
            | Self::NoAnswer { .. }
            | Self::Pooler(_)
            | Self::Address
            | Self::Migrate(_)
            | Self::Unreleased(_)
            | Self::Query(..)
            | Self::Commit(_)
            | Self::UnfinishedCopy { .. }
            | Self::Column { .. } => false,
        }
    }

    /// Whether the whole transaction may be gone through again, now.
    pub fn is_retryable(&self, in_doubt: InDoubt) -> bool {
        match (self, self.trouble()) {
            (_, ErrorClass::Conflict) => true,
            (Self::Commit(_), ErrorClass::Disconnected) => in_doubt == InDoubt::Repeat,
            (_, ErrorClass::Disconnected) => true,
            (_, ErrorClass::Unavailable | ErrorClass::Permanent) => false,
        }
    }
}

/// Every statement that is the same text on both engines.
pub const STATEMENTS: &[&[&str]] = &[
    attempts::ALL,
    carts::ALL,
    customers::ALL,
    guests::ALL,
    history::ALL,
    inbox::ALL,
    lookups::ALL,
    moving::ALL,
    orders::ALL,
    outbox::ALL,
    payments::ALL,
    placing::ALL,
    products::ALL,
    receipts::ALL,
    settings::ALL,
];

/// Statements that differ: (SQLite, PostgreSQL).
pub const DIALECTS: &[&[(&str, &str)]] = &[
    attempts::DIALECTS,
    inbox::DIALECTS,
    lookups::DIALECTS,
    orders::DIALECTS,
    outbox::DIALECTS,
    payments::DIALECTS,
    placing::DIALECTS,
    products::DIALECTS,
];

/// Writes a JSON column.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value)
        .expect("because our own types have text keys and no failing serialisers")
}
