//! The only room with SQL. Every statement is a named constant, listed in `STATEMENTS` so that one test can
//! prepare all of them on both engines. No business decisions: those come in as arguments.

mod carts;
mod catalogue;
mod customers;
mod db;
mod history;
mod inbox;
mod lookups;
mod moving;
mod orders;
mod outbox;
mod payments;
mod settings;

pub use self::{
    carts::CartRow,
    catalogue::{Product, ProductEntry},
    customers::Customer,
    db::{Db, Tx},
    history::{Change, HistoryRow},
    inbox::{Notice, NoticeRow, Rank},
    lookups::{Lookup, LookupRow},
    moving::{Beginning, Move, MoveError, Moved, Same, Step},
    orders::{Attempt, NewAttempt, NewOrder, Order, StockState},
    outbox::{GivenUp, OutboxRow},
    payments::{PaymentRow, Standing},
};

/// What the store was asked to do, and what the engine said.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not open the database")]
    Open(#[source] sqlx::Error),
    #[error("could not bring the database's tables up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error(
        "this database holds an unfinished copy of {source_file}: nothing is opened before `imp-checkout migrate --from sqlite://{source_file} --to …` has finished it (what is there already is not copied again)"
    )]
    UnfinishedCopy { source_file: String },
    #[error("could not {0}")]
    Query(&'static str, #[source] sqlx::Error),
    #[error("a row of {table} cannot be read: {why}")]
    Row { table: &'static str, why: String },
}

/// Every statement that is the same text on both engines.
pub const STATEMENTS: &[&[&str]] = &[
    carts::ALL,
    catalogue::ALL,
    customers::ALL,
    history::ALL,
    inbox::ALL,
    lookups::ALL,
    moving::ALL,
    orders::ALL,
    outbox::ALL,
    payments::ALL,
    settings::ALL,
];

/// Statements that differ: (SQLite, PostgreSQL).
pub const DIALECTS: &[&[(&str, &str)]] = &[customers::DIALECTS, inbox::DIALECTS, orders::DIALECTS, outbox::DIALECTS];

/// Reads a JSON column.
fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| Error::Row { table, why: e.to_string() })
}

/// Writes a JSON column.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("because our own types have text keys and no failing serialisers")
}
