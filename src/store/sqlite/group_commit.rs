//! The one connection that writes, and the transaction that is open on it for a group of writers.

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::Error;
use tokio::{
    runtime::Handle,
    sync::{Mutex, watch},
    time::{Instant, sleep},
};

use super::{PATIENCE, connection::Connection};
use crate::store::ErrorClass;

/// How long another program may keep the file locked, and how often we look.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// The one connection that writes; turns are taken in the order of coming.
#[derive(Clone, Debug)]
pub struct Writer(pub(super) Arc<Mutex<WriterState>>);

#[derive(Debug)]
pub(super) struct WriterState {
    /// `None` once closed.
    pub(super) conn: Option<Connection>,
    /// Those who wrote since the last commit; a transaction is open for them.
    pub(super) group: Option<Group>,
}

/// Those who share a commit.
#[derive(Debug)]
pub(super) struct Group {
    result: watch::Sender<CommitResult>,
    /// Where the last transaction began. The mark stays when that one is done, until the next sets its own.
    marked: bool,
    /// Somebody will commit for all.
    pub(super) committer: bool,
}

/// What became of a commit, once it is known.
pub(super) type CommitResult = Option<Result<(), Arc<Error>>>;

impl Writer {
    pub fn open(file: &Path) -> Result<Self, Error> {
        let conn = Connection::open(file)?;
        Ok(Self(Arc::new(Mutex::new(WriterState {
            conn: Some(conn),
            group: None,
        }))))
    }

    /// For texts that take care of their own transactions.
    pub async fn execute_batch(&self, texts: &str) -> Result<(), Error> {
        let mut state = self.0.lock().await;
        state.commit().await;
        state.conn()?.execute_batch(texts)
    }

    /// Whoever never ends a turn keeps nobody from leaving: SQLite rolls back what is open.
    pub async fn close(&self) {
        let Ok(mut state) = tokio::time::timeout(PATIENCE, self.0.lock()).await else {
            return;
        };
        state.commit().await;
        if let Some(conn) = state.conn.take()
            && let Err(e) = conn.close()
        {
            tracing::debug!(error = %e, "the writer of the database did not close well");
        }
    }

    /// Queues behind those who wait already, and commits for all who wrote by then, although whoever asks may be gone.
    /// Without a runtime nobody is left to do it; SQLite rolls back what is open when the connection closes.
    #[expect(
        clippy::disallowed_methods,
        reason = "it ends by itself, and whoever needs its result waits for it"
    )]
    pub(super) fn commit_soon(&self) {
        if Handle::try_current().is_ok() {
            let writer = self.clone();
            tokio::spawn(async move {
                // Who can write already does so first, and shares the commit.
                tokio::task::yield_now().await;
                writer.0.lock().await.commit().await;
            });
        }
    }
}

impl WriterState {
    pub(super) fn conn(&mut self) -> Result<&mut Connection, Error> {
        self.conn.as_mut().ok_or(Error::PoolClosed)
    }

    /// Joins the open group, or opens one.
    pub(super) async fn begin(&mut self) -> Result<watch::Receiver<CommitResult>, Error> {
        if let Some(group) = &self.group {
            return Ok(group.result.subscribe());
        }
        self.lock_file().await?;
        let (result, told) = watch::channel(None);
        self.group = Some(Group {
            result,
            marked: false,
            committer: false,
        });
        Ok(told)
    }

    /// Takes SQLite's write lock at once, so that no deadlock can follow. Another program may have it at this moment;
    /// waiting for that must not stop a thread that serves others.
    async fn lock_file(&mut self) -> Result<(), Error> {
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match self.conn()?.execute_batch("BEGIN IMMEDIATE") {
                Err(e)
                    if ErrorClass::of(&e) == ErrorClass::Unavailable && Instant::now() < until =>
                {
                    sleep(LOCK_PAUSE).await
                }
                begun => return begun,
            }
        }
    }

    /// A transaction of this group begins here, and can be undone to here.
    pub(super) fn mark(&mut self) -> Result<(), Error> {
        let set = self.set_marked(true);
        self.conn()?.execute_batch(if set {
            "RELEASE turn; SAVEPOINT turn"
        } else {
            "SAVEPOINT turn"
        })
    }

    /// Answers whether it was.
    fn set_marked(&mut self, marked: bool) -> bool {
        self.group
            .as_mut()
            .is_some_and(|group| std::mem::replace(&mut group.marked, marked))
    }

    /// Undoes the last transaction, and that alone.
    pub(super) fn undo(&mut self) {
        match self
            .conn()
            .and_then(|conn| conn.execute_batch("ROLLBACK TO turn; RELEASE turn"))
        {
            Ok(()) => drop(self.set_marked(false)),
            // SQLite has given up the whole transaction, for want of disk space for example.
            Err(e) => self.fail(Arc::new(e)),
        }
    }

    /// Nothing of this group is stored, and all of it are told so.
    pub(super) fn fail(&mut self, why: Arc<Error>) {
        if let Err(e) = self.conn().and_then(|conn| conn.execute_batch("ROLLBACK")) {
            tracing::debug!(error = %e, "there was nothing to roll back");
        }
        self.tell(Err(why));
    }

    fn tell(&mut self, result: Result<(), Arc<Error>>) {
        if let Some(group) = self.group.take() {
            group.result.send_replace(Some(result));
        }
    }

    /// Waits for the disk.
    async fn commit(&mut self) {
        if self.group.is_none() {
            return;
        }
        match self.commit_blocking().await {
            Ok(()) => self.tell(Ok(())),
            Err(e) => self.fail(Arc::new(e)),
        }
    }

    async fn commit_blocking(&mut self) -> Result<(), Error> {
        let conn = self.conn.take().ok_or(Error::PoolClosed)?;
        let (conn, committed) = conn.execute_blocking("COMMIT").await?;
        self.conn = Some(conn);
        committed
    }
}

pub(super) fn lost() -> Error {
    Error::Io(std::io::Error::other("the transaction was given up"))
}
