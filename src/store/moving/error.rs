//! Why a shop was not moved.

use crate::store::Error;

/// Each sentence tells the mend.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error("{0}")]
    Way(&'static str),
    #[error("there is no file {0}: --from names the shop's SQLite file, as its DATABASE_URL does")]
    NoFile(String),
    #[error(
        "{0} holds no shop of this program: --from names the shop's SQLite file, as its DATABASE_URL does"
    )]
    NoShop(String),
    #[error(
        "the tables in {0} are those of an earlier edition of this program: run `imp-checkout migrate --database-url sqlite://{0}`, then this again"
    )]
    Behind(String),
    #[error("the tables in {0} are those of a later edition of this program: use that edition")]
    Ahead(String),
    #[error(
        "the target belongs to another program (it has the tables {0}): give the shop a database of its own"
    )]
    Foreign(String),
    #[error(
        "the target is not empty (rows in {0}): only an empty database is copied into, so that no shop is ever overwritten"
    )]
    NotEmpty(String),
    #[error(
        "the target holds a copy of {0}, which is another shop: go on with `--from sqlite://{0}`, or give this shop a database of its own"
    )]
    OtherCopy(String),
    #[error(
        "the shop in {0} has moved to this target already and may have sold there since: nothing was copied; start it with the target's address as its DATABASE_URL"
    )]
    AlreadyMoved(String),
    #[error("another run copies into this target at this moment: wait for its end")]
    Busy,
    #[error(
        "the target's {table} holds rows that the source never had, and they cannot be taken back: empty the target"
    )]
    NotOurs {
        table: String,
        #[source]
        source: sqlx::Error,
    },
    #[error(
        "{rows} rows of {table} are not the same on both sides, the first of them {first}: somebody else writes to the target; empty it and begin anew"
    )]
    Differs {
        table: String,
        rows: u64,
        first: String,
    },
    #[error("{table} cannot be moved: {why}")]
    Table { table: String, why: String },
    #[error("could not {what} {table}")]
    Query {
        what: &'static str,
        table: String,
        #[source]
        source: sqlx::Error,
    },
    #[error(transparent)]
    Store(#[from] Error),
}

pub(super) fn failed(what: &'static str, table: &str) -> impl FnOnce(sqlx::Error) -> MoveError {
    let table = table.to_owned();
    move |source| MoveError::Query {
        what,
        table,
        source,
    }
}
