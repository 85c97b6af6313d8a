//! What PostgreSQL is asked for at most: sessions, and time.

use std::time::Duration;

/// Twenty sessions keep two cores of PostgreSQL busy; more only queue there instead of here.
pub const MAX_SESSIONS: usize = 20;
/// Requests that may wait for a session; a crowd beyond that is told at once to come back.
pub const MAX_WAITING: usize = 500;
/// For a free session, and for a new one.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// For one statement, its way there and back included; the server itself gives up a little before.
pub const DEADLINE: Duration = Duration::from_secs(12);
/// Bounds that the server keeps for us, in milliseconds. A node that was cut off in the middle of a transaction holds
/// up the others no longer than the last of them.
pub const BOUNDS: [(&str, u32); 3] = [
    ("statement_timeout", 10_000),
    ("lock_timeout", 4_000),
    ("idle_in_transaction_session_timeout", 10_000),
];
