//! SQLite as sqlx asks for it, on rusqlite. sqlx's own driver keeps a thread for each connection and hands every
//! statement over to it and back: two changes of thread, each of which costs more than the statement, and writers wait
//! for them one after the other. Here a statement runs where it is asked for. That is right for what a shop asks:
//! each is found by an index and takes microseconds. What takes longer, a commit that waits for the disk, goes to a
//! thread of its own ([`Lite::aside`]), and waiting for a file that another program locks is left to the caller.

mod arguments;
mod connection;
mod error;
mod options;
mod row;
mod run;
mod statement;
#[cfg(test)]
mod tests;
mod types;
mod value;

use sqlx::Database;

use self::{
    arguments::LiteArguments,
    row::{LiteColumn, LiteRow},
    run::LiteDone,
    statement::LiteStatement,
    value::{Kind, LiteValue, LiteValueRef},
};
pub use self::{connection::Lite, options::LiteOptions};

/// SQLite through rusqlite, to tell it from sqlx's own.
#[derive(Debug)]
pub struct InPlace;

impl Database for InPlace {
    type Connection = Lite;
    type TransactionManager = connection::Transactions;
    type Row = LiteRow;
    type QueryResult = LiteDone;
    type Column = LiteColumn;
    type TypeInfo = Kind;
    type Value = LiteValue;
    type ValueRef<'r> = LiteValueRef<'r>;
    type Arguments = LiteArguments;
    type ArgumentBuffer = Vec<rusqlite::types::Value>;
    type Statement = LiteStatement;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &["sqlite"];
}
