//! The one connection that writes, and the transaction that is open on it for a group of writers.

use std::sync::Arc;

use sqlx::{ConnectOptions, Connection, Error, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    runtime::Handle,
    sync::{Mutex, watch},
};

use super::{
    PATIENCE,
    turn::{Purpose, Turn},
};

/// The one connection that writes; turns are taken in the order of coming.
#[derive(Clone, Debug)]
pub struct Writer(Arc<Mutex<Pen>>);

#[derive(Debug)]
pub(super) struct Pen {
    /// `None` once closed.
    pub(super) conn: Option<SqliteConnection>,
    pub(super) page: Page,
}

/// Whether a transaction is open on the connection.
#[derive(Debug)]
pub(super) enum Page {
    Blank,
    /// Somebody went away while it was being begun.
    Uncertain,
    Open(Group),
}

/// Those who share a commit.
#[derive(Debug)]
pub(super) struct Group {
    fate: watch::Sender<Fate>,
    savepoint: Savepoint,
    /// Somebody will commit for all.
    pub(super) committer: bool,
}

/// What a transaction of this group can be undone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Savepoint {
    None,
    /// Of the last transaction. It stays when that one is done, until the next sets its own.
    Set,
    /// Somebody went away while it was being set.
    Uncertain,
}

/// What became of a commit, once it is known.
pub(super) type Fate = Option<Result<(), Arc<Error>>>;

impl Writer {
    pub async fn open(options: &SqliteConnectOptions) -> Result<Self, Error> {
        let conn = options.connect().await?;
        Ok(Self(Arc::new(Mutex::new(Pen { conn: Some(conn), page: Page::Blank }))))
    }

    pub async fn join(&self, purpose: Purpose) -> Result<Turn, Error> {
        let pen = tokio::time::timeout(PATIENCE, self.0.clone().lock_owned()).await;
        let mut pen = pen.map_err(|_| Error::PoolTimedOut)?;
        let fate = pen.begin().await?;
        let turn = Turn::new(pen, self.clone(), fate);
        match purpose {
            Purpose::Statement => Ok(turn),
            Purpose::Transaction => turn.into_transaction().await,
        }
    }

    /// For statements that take care of their own transactions, such as migrations.
    pub async fn alone<T>(&self, act: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> Result<T, Error> {
        let mut pen = self.0.lock().await;
        pen.commit().await;
        Ok(act(pen.conn()?).await)
    }

    /// Whoever never ends a turn keeps nobody from leaving: SQLite rolls back what is open.
    pub async fn close(&self) {
        let Ok(mut pen) = tokio::time::timeout(PATIENCE, self.0.lock()).await else { return };
        pen.commit().await;
        if let Some(conn) = pen.conn.take()
            && let Err(e) = conn.close().await
        {
            tracing::debug!(error = %e, "the writer of the database did not close well");
        }
    }

    /// Queues behind those who wait already, and commits for all who wrote by then.
    pub(super) fn commit_soon(&self) {
        let writer = self.clone();
        by_itself(async move { writer.0.lock().await.commit().await });
    }
}

impl Pen {
    fn conn(&mut self) -> Result<&mut SqliteConnection, Error> {
        self.conn.as_mut().ok_or(Error::PoolClosed)
    }

    /// Joins the open group, or opens one. SQLite's write lock is taken at once, so that no deadlock can follow.
    async fn begin(&mut self) -> Result<watch::Receiver<Fate>, Error> {
        match &self.page {
            Page::Open(group) => return Ok(group.fate.subscribe()),
            Page::Blank => {}
            Page::Uncertain => self.undo_all().await,
        }
        self.page = Page::Uncertain;
        self.conn()?.execute("BEGIN IMMEDIATE").await?;
        let (fate, told) = watch::channel(None);
        self.page = Page::Open(Group { fate, savepoint: Savepoint::None, committer: false });
        Ok(told)
    }

    pub(super) async fn set_savepoint(&mut self) -> Result<(), Error> {
        let statement = match self.savepoint(Savepoint::Uncertain) {
            Savepoint::None | Savepoint::Uncertain => "SAVEPOINT turn",
            Savepoint::Set => "RELEASE turn; SAVEPOINT turn",
        };
        self.conn()?.execute(statement).await?;
        self.savepoint(Savepoint::Set);
        Ok(())
    }

    /// Notes what is set from now on; answers what was.
    fn savepoint(&mut self, next: Savepoint) -> Savepoint {
        match &mut self.page {
            Page::Open(group) => std::mem::replace(&mut group.savepoint, next),
            Page::Blank | Page::Uncertain => Savepoint::None,
        }
    }

    /// Undoes the last transaction, and that alone.
    pub(super) async fn undo(&mut self) {
        let undone = match self.conn() {
            Ok(conn) => conn.execute("ROLLBACK TO turn; RELEASE turn").await.map(drop),
            Err(e) => Err(e),
        };
        match undone {
            Ok(()) => drop(self.savepoint(Savepoint::None)),
            // SQLite has given up the whole transaction, for want of disk space for example.
            Err(e) => self.fail(Arc::new(e)).await,
        }
    }

    /// Nothing of this group is stored, and all of it are told so.
    pub(super) async fn fail(&mut self, why: Arc<Error>) {
        self.undo_all().await;
        if let Page::Open(group) = std::mem::replace(&mut self.page, Page::Blank) {
            group.fate.send_replace(Some(Err(why)));
        }
    }

    async fn undo_all(&mut self) {
        if let Ok(conn) = self.conn()
            && let Err(e) = conn.execute("ROLLBACK").await
        {
            tracing::debug!(error = %e, "there was nothing to roll back");
        }
    }

    async fn commit(&mut self) {
        if !matches!(self.page, Page::Open(_)) {
            return;
        }
        let committed = match self.conn() {
            Ok(conn) => conn.execute("COMMIT").await.map(drop),
            Err(e) => Err(e),
        };
        match committed {
            Ok(()) => {
                if let Page::Open(group) = std::mem::replace(&mut self.page, Page::Blank) {
                    group.fate.send_replace(Some(Ok(())));
                }
            }
            Err(e) => self.fail(Arc::new(e)).await,
        }
    }
}

pub(super) fn lost() -> Error {
    Error::Io(std::io::Error::other("the transaction was given up"))
}

/// Goes on although its starter may be gone. Without a runtime nobody is left to do it; SQLite rolls back what is open
/// when the connection closes.
#[expect(clippy::disallowed_methods, reason = "it ends by itself, and whoever needs its result waits for it")]
pub(super) fn by_itself(work: impl Future<Output = ()> + Send + 'static) {
    if Handle::try_current().is_ok() {
        tokio::spawn(work);
    }
}
