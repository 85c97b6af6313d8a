//! SQLite's connections. Readers never wait for anybody. Writers take turns with the one connection that writes, and
//! those who come close together share one commit: each writes on its own (a savepoint undoes one of them without the
//! others), and is told "done" when the commit that carries them all has reached the disk. So a crowd costs as many
//! flushes as one writer does, and whoever was told that something is stored can rely on it.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex as SyncMutex, MutexGuard as SyncMutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, Error, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, watch};

/// Nobody waits longer for a turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that only read. A query that was given up leaves nothing behind that would have to be tested for.
#[derive(Clone)]
pub struct Readers {
    idle: Arc<SyncMutex<Vec<SqliteConnection>>>,
    free: Arc<Semaphore>,
    count: u32,
}

impl Readers {
    pub(super) async fn open(options: &SqliteConnectOptions, count: u32) -> Result<Self, Error> {
        let mut idle = Vec::new();
        for _ in 0..count {
            idle.push(options.connect().await?);
        }
        let free = Semaphore::new(idle.len());
        Ok(Self { idle: Arc::new(SyncMutex::new(idle)), free: Arc::new(free), count })
    }

    pub async fn get(&self) -> Result<Reader, Error> {
        let permit = self.free.clone().acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, permit).await.map_err(|_| Error::PoolTimedOut)?;
        let permit = permit.map_err(|_| Error::PoolClosed)?;
        let conn = self.lock().pop().ok_or(Error::PoolClosed)?;
        Ok(Reader { conn: Some(conn), readers: self.clone(), _permit: permit })
    }

    pub(super) async fn close(&self) {
        // Once all have come back.
        let all = self.free.acquire_many(self.count).await;
        self.free.close();
        drop(all);
        let idle = std::mem::take(&mut *self.lock());
        for conn in idle {
            if let Err(e) = conn.close().await {
                tracing::debug!(error = %e, "a reader of the database did not close well");
            }
        }
    }

    fn lock(&self) -> SyncMutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("free", &self.free.available_permits()).finish_non_exhaustive()
    }
}

/// A connection on loan.
#[derive(Debug)]
pub struct Reader {
    conn: Option<SqliteConnection>,
    readers: Readers,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.conn.as_ref().expect("because it is given back on drop alone")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.conn.as_mut().expect("because it is given back on drop alone")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.readers.lock().push(conn);
        }
    }
}

/// The one connection that writes; turns are taken in the order of coming.
#[derive(Clone, Debug)]
pub struct Writer(Arc<Mutex<Pen>>);

#[derive(Debug)]
struct Pen {
    /// `None` once closed.
    conn: Option<SqliteConnection>,
    page: Page,
}

/// Whether a transaction is open on the connection.
#[derive(Debug)]
enum Page {
    Blank,
    /// Somebody went away while it was being begun.
    Uncertain,
    Open(Group),
}

/// Those who share a commit.
#[derive(Debug)]
struct Group {
    fate: watch::Sender<Fate>,
    savepoint: Savepoint,
    committer: bool,
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
type Fate = Option<Result<(), Arc<Error>>>;

/// What a turn is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
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

impl Writer {
    pub(super) async fn open(options: &SqliteConnectOptions) -> Result<Self, Error> {
        let conn = options.connect().await?;
        Ok(Self(Arc::new(Mutex::new(Pen { conn: Some(conn), page: Page::Blank }))))
    }

    pub(super) async fn join(&self, purpose: Purpose) -> Result<Turn, Error> {
        let pen = tokio::time::timeout(PATIENCE, self.0.clone().lock_owned()).await;
        let mut pen = pen.map_err(|_| Error::PoolTimedOut)?;
        let fate = pen.begin().await?;
        let mut turn = Turn { pen: Some(pen), writer: self.clone(), fate, purpose: Purpose::Statement };
        if purpose == Purpose::Transaction {
            turn.pen().set_savepoint().await?;
            turn.purpose = purpose;
        }
        Ok(turn)
    }

    /// For statements that take care of their own transactions, such as migrations.
    pub async fn alone<T>(&self, act: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> Result<T, Error> {
        let mut pen = self.0.lock().await;
        pen.commit().await;
        Ok(act(pen.conn()?).await)
    }

    pub(super) async fn close(&self) {
        let mut pen = self.0.lock().await;
        pen.commit().await;
        if let Some(conn) = pen.conn.take()
            && let Err(e) = conn.close().await
        {
            tracing::debug!(error = %e, "the writer of the database did not close well");
        }
    }

    /// Queues behind those who wait already, and commits for all who wrote by then.
    #[expect(clippy::disallowed_methods, reason = "it ends by itself, and whoever needs its result waits for it")]
    fn commit_soon(&self) {
        let writer = self.clone();
        tokio::spawn(async move { writer.0.lock().await.commit().await });
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

    async fn set_savepoint(&mut self) -> Result<(), Error> {
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
    async fn undo(&mut self) {
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
    async fn fail(&mut self, why: Arc<Error>) {
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

impl Turn {
    fn pen(&mut self) -> &mut Pen {
        self.pen.as_mut().expect("because it is given back at the end alone")
    }

    /// Once this answers, what was written is on the disk.
    pub(super) async fn commit(mut self) -> Result<(), Error> {
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
    pub(super) async fn refuse(mut self, error: &Error) {
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
    #[expect(clippy::disallowed_methods, reason = "it ends by itself, and nobody else writes before it has")]
    fn drop(&mut self) {
        if self.purpose == Purpose::Statement {
            self.give_back();
            return;
        }
        if let Some(pen) = self.pen.take() {
            let mut turn = Self {
                pen: Some(pen),
                writer: self.writer.clone(),
                fate: self.fate.clone(),
                purpose: Purpose::Statement,
            };
            tokio::spawn(async move {
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

fn lost() -> Error {
    Error::Io(std::io::Error::other("the transaction was given up"))
}
