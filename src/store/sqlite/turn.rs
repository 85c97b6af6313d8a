//! One writer's turn: from getting the pen until the group's commit is known.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::Error;
use tokio::sync::{OwnedMutexGuard, watch};

use super::{
    Lite,
    writer::{Fate, Pen, Writer, lost},
};

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
    pub(super) const fn new(
        pen: OwnedMutexGuard<Pen>,
        writer: Writer,
        fate: watch::Receiver<Fate>,
        purpose: Purpose,
    ) -> Self {
        Self { pen: Some(pen), writer, fate, purpose }
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
    pub fn refuse(mut self, error: &Error) {
        if !is_refusal(error) {
            let why = Arc::new(Error::Io(std::io::Error::other(error.to_string())));
            self.pen().fail(why);
        }
        self.give_back();
    }

    fn give_back(&mut self) {
        let Some(mut pen) = self.pen.take() else { return };
        if let Some(group) = &mut pen.group
            && !std::mem::replace(&mut group.committer, true)
        {
            self.writer.commit_soon();
        }
    }
}

impl Deref for Turn {
    type Target = Lite;

    fn deref(&self) -> &Lite {
        let pen = self.pen.as_ref().expect("because it is given back at the end alone");
        pen.conn.as_ref().expect("because a turn began on it, and closing waits for turns")
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut Lite {
        self.pen().conn.as_mut().expect("because a turn began on it, and closing waits for turns")
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.purpose == Purpose::Transaction
            && let Some(pen) = &mut self.pen
        {
            pen.undo();
        }
        self.give_back();
    }
}

/// A unique index, a check, a foreign key or a trigger said no: SQLite's primary result code 19.
fn is_refusal(error: &Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code()).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 19)
}
