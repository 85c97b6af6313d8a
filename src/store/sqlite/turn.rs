//! One writer's turn: from getting the pen until the group's commit is known.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{Error, SqliteConnection};
use tokio::sync::{OwnedMutexGuard, watch};

use super::writer::{Fate, Page, Pen, Writer, by_itself, lost};

/// What a turn is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// One statement, which SQLite itself does wholly or not at all.
    Statement,
    /// Several, which are undone together unless they are committed.
    Transaction,
}

/// A turn. Dropped without a commit, it undoes what was written in it.
#[derive(Debug)]
pub struct Turn {
    pen: Option<OwnedMutexGuard<Pen>>,
    writer: Writer,
    fate: watch::Receiver<Fate>,
    purpose: Purpose,
}

impl Turn {
    pub(super) fn new(pen: OwnedMutexGuard<Pen>, writer: Writer, fate: watch::Receiver<Fate>) -> Self {
        Self { pen: Some(pen), writer, fate, purpose: Purpose::Statement }
    }

    pub(super) async fn into_transaction(mut self) -> Result<Self, Error> {
        self.pen().set_savepoint().await?;
        self.purpose = Purpose::Transaction;
        Ok(self)
    }

    fn pen(&mut self) -> &mut Pen {
        self.pen.as_mut().expect("because it is given back at the end alone")
    }

    /// Once this answers, what was written is on the disk.
    pub async fn commit(mut self) -> Result<(), Error> {
        self.give_back();
        let fate = self.fate.wait_for(Option::is_some).await.map_err(|_| lost())?.clone();
        match fate {
            Some(Ok(())) => Ok(()),
            Some(Err(e)) => Err(Error::Io(std::io::Error::other(e))),
            None => Err(lost()),
        }
    }

    /// Of a statement that failed: a refusal by a constraint undid that statement alone; after anything else the
    /// transaction cannot be trusted.
    pub async fn refuse(mut self, error: &Error) {
        if !is_refusal(error) {
            let why = Arc::new(Error::Io(std::io::Error::other(error.to_string())));
            self.pen().fail(why).await;
        }
        self.give_back();
    }

    fn give_back(&mut self) {
        let Some(mut pen) = self.pen.take() else { return };
        if let Page::Open(group) = &mut pen.page
            && !std::mem::replace(&mut group.committer, true)
        {
            self.writer.commit_soon();
        }
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let pen = self.pen.as_ref().expect("because it is given back at the end alone");
        pen.conn.as_ref().expect("because a turn began on it, and closing waits for turns")
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.pen().conn.as_mut().expect("because a turn began on it, and closing waits for turns")
    }
}

impl Drop for Turn {
    /// Nobody else writes before it is undone.
    fn drop(&mut self) {
        if self.purpose == Purpose::Statement {
            self.give_back();
            return;
        }
        if let Some(pen) = self.pen.take() {
            let mut turn = Self::new(pen, self.writer.clone(), self.fate.clone());
            by_itself(async move {
                turn.pen().undo().await;
                turn.give_back();
            });
        }
    }
}

/// A unique index, a check, a foreign key or a trigger said no: SQLite's primary result code 19.
fn is_refusal(error: &Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code()).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 19)
}
