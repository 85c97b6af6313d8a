//! What every handler holds: the state behind its lock, the clock, the HTTP client, the tasks.
//! The lock is held for lookups and moves only, never across an await.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::clock::Clock;
use super::state::State;

#[derive(Debug)]
pub struct World {
    state: Mutex<State>,
    uses: AtomicU64,
    pub clock: Clock,
    pub http: reqwest::Client,
    /// How browsers and shops reach the sandbox; no slash at the end.
    pub url: String,
    pub tasks: TaskTracker,
    pub shutdown: CancellationToken,
    /// The agenda or the clock changed.
    pub wake: Notify,
    /// A webhook was attempted.
    pub attempted: Notify,
}

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const READ_LIMIT: Duration = Duration::from_secs(30);

impl World {
    pub fn new(state: State, clock: Clock, url: String) -> Result<Arc<Self>, reqwest::Error> {
        // One TLS provider for the whole process; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_LIMIT)
            .read_timeout(READ_LIMIT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent("imp-checkout-sandbox")
            .build()?;
        Ok(Arc::new(Self {
            state: Mutex::new(state),
            uses: AtomicU64::new(0),
            clock,
            http,
            url,
            tasks: TaskTracker::new(),
            shutdown: CancellationToken::new(),
            wake: Notify::new(),
            attempted: Notify::new(),
        }))
    }

    /// A panic in another handler does not close the sandbox: moves either happened or did not.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        let guard = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.uses.fetch_add(1, Ordering::Relaxed);
        guard
    }

    /// How often the state was used. The same number twice: nothing changed in between.
    pub fn uses(&self) -> u64 {
        self.uses.load(Ordering::Relaxed)
    }
}
