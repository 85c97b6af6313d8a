//! Moves a whole shop from SQLite to PostgreSQL. Three passes, each over every table, and each decided by comparing
//! the two sides row by row in the order of their keys: what the target has and the source has not (any more) is taken
//! back, what is missing is copied, and then everything is read back and compared, value by value.
//!
//! There are no marks of how far a run came: what has been copied is seen to be there. So a run may end anywhere and
//! the next one goes on; and a first run, from a snapshot, may do most of the work while the shop still sells.
//!
//! Rows are removed and inserted, never changed: the target's triggers stay in force, and a removed history is refused.

mod error;
mod mark;
mod merge;
mod passes;
mod refusals;
mod source;
mod statements;
mod step;
mod tables;
mod target;
mod value;

pub use self::{
    error::MoveError,
    step::{Beginning, Same, Step},
};
use self::{
    passes::Passes,
    source::{Hold, Source},
    target::Target,
};
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

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Nobody could write to the source meanwhile: the target may be served.
    Whole,
    /// Somebody still has the source open; what was written since the snapshot is missing.
    AllButTheLatest,
}

impl Move {
    pub const fn new(from: String, to: String) -> Self {
        Self {
            from,
            to,
            rows_at_once: ROWS_AT_ONCE,
        }
    }

    /// Copies and verifies everything. May be dropped at any point and run again.
    pub async fn run(&self, tell: &mut dyn FnMut(Step<'_>)) -> Result<Moved, MoveError> {
        let source = Source::open(&self.from).await?;
        let (target, beginning) = Target::open(&self.to, source.path()).await?;
        tell(Step::Began(beginning));
        let mut passes = Passes {
            source,
            target,
            rows_at_once: self.rows_at_once,
            tell,
        };
        let tables = passes.run().await?;
        let Passes {
            source, mut target, ..
        } = passes;
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
