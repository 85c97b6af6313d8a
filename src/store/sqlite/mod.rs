//! SQLite's connections. Readers never wait for anybody. Writers take turns with the one connection that writes, and
//! those who come close together share one commit (group commit): each writes on its own (a savepoint undoes one of
//! them without the others), and is told "done" when the commit that carries them all has reached the disk. So a crowd
//! costs as many flushes as one writer does, and whoever was told that something is stored can rely on it.

mod connection;
mod error;
mod group_commit;
mod readers;
#[cfg(test)]
mod tests;
mod write_guard;

use std::time::Duration;

pub use self::{
    connection::Cells,
    group_commit::Writer,
    readers::Readers,
    write_guard::{Purpose, WriteGuard},
};

/// Nobody waits longer for a turn.
const PATIENCE: Duration = Duration::from_secs(10);
