//! Moves a whole shop from SQLite to PostgreSQL. Three passes, each over every table, and each decided by comparing
//! the two sides row by row in the order of their keys: what the target has and the source has not (any more) is taken
//! back, what is missing is copied, and then everything is read back and compared, value by value.
//!
//! There are no marks of how far a run came: what has been copied is seen to be there. So a run may end anywhere and
//! the next one goes on; and a first run, from a snapshot, may do most of the work while the shop still sells.
//!
//! Rows are removed and inserted, never changed: the target's triggers stay in force, and a removed history is refused.

mod mark;
mod merge;
mod passes;
mod refusals;
mod source;
mod statements;
mod tables;
mod target;
mod value;

use self::{
    passes::Passes,
    source::{Hold, Source},
    target::Target,
};
use super::Error;

pub(super) use mark::ALL;

/// Memory is bounded by this and by the size of a batch's texts.
const ROWS_AT_ONCE: usize = 2_000;

/// From where to where.
#[derive(Clone, Debug)]
pub struct Move {
    /// `sqlite://…`, an existing file.
    pub from: String,
    /// `postgres://…`, an empty database, or our own unfinished copy.
    pub to: String,
    pub rows_at_once: usize,
}

/// What has just been done, for whoever watches.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The copy begins, or goes on where another run stopped.
    Began(Beginning),
    /// What the shop has changed since an earlier run.
    TakenBack { table: &'a str, rows: u64 },
    /// One more batch; `rows` of this run so far.
    Copied { table: &'a str, rows: u64 },
    /// A table is the same on both sides.
    Verified(&'a Same),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    Fresh,
    Resumed,
}

/// A table that is the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Same {
    pub table: String,
    pub rows: u64,
    /// SHA-256 of all values, row by row in the order of the key.
    pub digest: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Nobody could write to the source meanwhile: the target may be served.
    Whole,
    /// Somebody still has the source open; what was written since the snapshot is missing.
    AllButTheLatest,
}

/// Why a shop was not moved; each sentence tells the mend.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error("{0}")]
    Way(&'static str),
    #[error("there is no file {0}: --from names the shop's SQLite file, as its DATABASE_URL does")]
    NoFile(String),
    #[error("{0} holds no shop of this program: --from names the shop's SQLite file, as its DATABASE_URL does")]
    NoShop(String),
    #[error(
        "the tables in {0} are those of an earlier edition of this program: run `imp-checkout migrate --database-url sqlite://{0}`, then this again"
    )]
    Behind(String),
    #[error("the tables in {0} are those of a later edition of this program: use that edition")]
    Ahead(String),
    #[error("the target belongs to another program (it has the tables {0}): give the shop a database of its own")]
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
    Differs { table: String, rows: u64, first: String },
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

impl Move {
    pub const fn new(from: String, to: String) -> Self {
        Self { from, to, rows_at_once: ROWS_AT_ONCE }
    }

    /// Copies and verifies everything. May be dropped at any point and run again.
    pub async fn run(&self, tell: &mut dyn FnMut(Step<'_>)) -> Result<Moved, MoveError> {
        let source = Source::open(&self.from).await?;
        let (target, beginning) = Target::open(&self.to, source.path()).await?;
        tell(Step::Began(beginning));
        let mut passes = Passes { source, target, rows_at_once: self.rows_at_once, tell };
        let tables = passes.run().await?;
        let Passes { source, mut target, .. } = passes;
        let moved = match source.hold() {
            Hold::Shared => Moved::AllButTheLatest,
            Hold::Alone => {
                target.writer.finish(&tables).await?;
                Moved::Whole
            }
        };
        target.close().await?;
        source.close().await?;
        Ok(moved)
    }
}

fn failed(what: &'static str, table: &str) -> impl FnOnce(sqlx::Error) -> MoveError {
    let table = table.to_owned();
    move |source| MoveError::Query { what, table, source }
}
