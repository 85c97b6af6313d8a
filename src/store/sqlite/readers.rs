//! Connections on loan. A query that was given up leaves nothing behind that would have to be tested for, so a
//! connection is neither asked before use nor after it.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{PATIENCE, connection::Connection};

/// They only read, and never wait for who writes.
#[derive(Clone)]
pub struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
    count: usize,
}

impl Readers {
    pub fn open(file: &Path, count: usize) -> Result<Self, Error> {
        let idle = (0..count)
            .map(|_| Connection::open(file))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(idle)),
            free: Arc::new(Semaphore::new(count)),
            count,
        })
    }

    pub async fn get(&self) -> Result<Reader, Error> {
        let permit = self.free.clone().acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, permit)
            .await
            .map_err(|_| Error::PoolTimedOut)?;
        let permit = permit.map_err(|_| Error::PoolClosed)?;
        let conn = self.lock().pop().ok_or(Error::PoolClosed)?;
        Ok(Reader {
            conn: Some(conn),
            readers: self.clone(),
            _permit: permit,
        })
    }

    pub async fn close(&self) {
        let count = u32::try_from(self.count).unwrap_or(u32::MAX);
        // Once all have come back; one that does not come keeps nobody from leaving.
        let all = tokio::time::timeout(PATIENCE, self.free.acquire_many(count)).await;
        self.free.close();
        drop(all);
        let idle = std::mem::take(&mut *self.lock());
        for conn in idle {
            if let Err(e) = conn.close() {
                tracing::debug!(error = %e, "a reader of the database did not close well");
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers")
            .field("free", &self.free.available_permits())
            .finish_non_exhaustive()
    }
}

/// A connection on loan.
#[derive(Debug)]
pub struct Reader {
    conn: Option<Connection>,
    readers: Readers,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn
            .as_ref()
            .expect("because it is given back on drop alone")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Connection {
        self.conn
            .as_mut()
            .expect("because it is given back on drop alone")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.readers.lock().push(conn);
        }
    }
}
