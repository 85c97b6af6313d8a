//! One writer's turn: from getting the state until the group's commit is known.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::Error;
use tokio::sync::{OwnedMutexGuard, watch};

use super::{
    PATIENCE,
    connection::Connection,
    group_commit::{CommitResult, Writer, WriterState, lost},
};

/// What a turn is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// One statement, which SQLite itself does wholly or not at all.
    Statement,
    /// Several, which are undone together unless they are committed.
    Transaction,
}

impl Writer {
    /// Waits for a turn.
    pub async fn join(&self, purpose: Purpose) -> Result<WriteGuard, Error> {
        let state = tokio::time::timeout(PATIENCE, self.0.clone().lock_owned()).await;
        let mut state = state.map_err(|_| Error::PoolTimedOut)?;
        let result = state.begin().await?;
        if purpose == Purpose::Transaction {
            state.mark()?;
        }
        Ok(WriteGuard::new(state, self.clone(), result, purpose))
    }
}

/// A turn. Dropped without a commit, it undoes what was written in it.
#[derive(Debug)]
pub struct WriteGuard {
    state: Option<OwnedMutexGuard<WriterState>>,
    writer: Writer,
    result: watch::Receiver<CommitResult>,
    purpose: Purpose,
}

impl WriteGuard {
    const fn new(
        state: OwnedMutexGuard<WriterState>,
        writer: Writer,
        result: watch::Receiver<CommitResult>,
        purpose: Purpose,
    ) -> Self {
        Self {
            state: Some(state),
            writer,
            result,
            purpose,
        }
    }

    fn state(&mut self) -> &mut WriterState {
        self.state
            .as_mut()
            .expect("because it is given back at the end alone")
    }

    /// Once this answers, what was written is on the disk.
    pub async fn commit(mut self) -> Result<(), Error> {
        self.give_back();
        let result = self
            .result
            .wait_for(Option::is_some)
            .await
            .map_err(|_| lost())?
            .clone();
        match result {
            Some(Ok(())) => Ok(()),
            Some(Err(e)) => Err(Error::Io(std::io::Error::other(e))),
            None => Err(lost()),
        }
    }

    /// Of a statement that failed: a refusal by a constraint undid that statement alone; after anything else the
    /// transaction cannot be trusted.
    pub fn refuse(mut self, error: &Error) {
        if !is_refusal(error) {
            let why = Arc::new(Error::Io(std::io::Error::other(error.to_string())));
            self.state().fail(why);
        }
        self.give_back();
    }

    fn give_back(&mut self) {
        let Some(mut state) = self.state.take() else {
            return;
        };
        if let Some(group) = &mut state.group
            && !std::mem::replace(&mut group.committer, true)
        {
            self.writer.commit_soon();
        }
    }
}

impl Deref for WriteGuard {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        let state = self
            .state
            .as_ref()
            .expect("because it is given back at the end alone");
        state
            .conn
            .as_ref()
            .expect("because a turn began on it, and closing waits for turns")
    }
}

impl DerefMut for WriteGuard {
    fn deref_mut(&mut self) -> &mut Connection {
        self.state()
            .conn
            .as_mut()
            .expect("because a turn began on it, and closing waits for turns")
    }
}

impl Drop for WriteGuard {
    fn drop(&mut self) {
        if self.purpose == Purpose::Transaction
            && let Some(state) = &mut self.state
        {
            state.undo();
        }
        self.give_back();
    }
}

/// A unique index, a check, a foreign key or a trigger said no: SQLite's primary result code 19.
fn is_refusal(error: &Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(|e| e.code())
        .and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 19)
}
