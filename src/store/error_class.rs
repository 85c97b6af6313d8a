//! What an engine's error means for whoever waits for the answer: try again at once, come back later, or neither.
//! The one place that knows the engines' codes.

use std::io;

/// The kinds of trouble, by what can be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Two transactions were in each other's way. This one was undone, and may go through now.
    Conflict,
    /// The connection broke on the way. What was not committed is undone; another connection may work.
    Disconnected,
    /// The database cannot be reached, or has no time for us. It may have later.
    Unavailable,
    /// The statement or the data is at fault; the same again fails again.
    Permanent,
}

/// Whether to go through it again when the connection broke just while it committed, so that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InDoubt {
    /// Doing it twice is the same as doing it once.
    Repeat,
    /// Whoever asked finds out what became of it.
    Report,
}

impl ErrorClass {
    pub fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(e) => e
                .code()
                .map_or(Self::Permanent, |code| Self::by_code(&code)),
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Unavailable,
            sqlx::Error::Io(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::NotConnected | io::ErrorKind::TimedOut
                ) =>
            {
                Self::Unavailable
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed => Self::Disconnected,
            _ => Self::Permanent,
        }
    }

    /// PostgreSQL's codes have five characters; SQLite's are numbers.
    fn by_code(code: &str) -> Self {
        match code {
            // Serialization failure, deadlock.
            "40001" | "40P01" => Self::Conflict,
            // Shut down or restarted by an administrator, idle for too long; the primary is a replica now.
            "57P01" | "57P02" | "57P05" | "25P03" | "25006" => Self::Disconnected,
            // Not up yet; a statement or a lock took too long; SQLite's file is locked by another process.
            "57P03" | "57014" | "55P03" | "5" | "261" | "517" => Self::Unavailable,
            _ if code.starts_with("08") => Self::Disconnected,
            // Out of connections, memory or disk.
            _ if code.len() == 5 && code.starts_with("53") => Self::Unavailable,
            _ => Self::Permanent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart_by_what_can_be_done() {
        for (code, class) in [
            ("40001", ErrorClass::Conflict),
            ("40P01", ErrorClass::Conflict),
            ("57P01", ErrorClass::Disconnected),
            ("08006", ErrorClass::Disconnected),
            ("08P01", ErrorClass::Disconnected),
            ("57P03", ErrorClass::Unavailable),
            ("53300", ErrorClass::Unavailable),
            ("55P03", ErrorClass::Unavailable),
            ("57014", ErrorClass::Unavailable),
            ("5", ErrorClass::Unavailable),
            ("23505", ErrorClass::Permanent),
            ("2067", ErrorClass::Permanent),
            ("P0001", ErrorClass::Permanent),
            ("42601", ErrorClass::Permanent),
        ] {
            assert_eq!(ErrorClass::by_code(code), class, "{code}");
        }
    }

    #[test]
    fn a_broken_pipe_is_a_lost_connection_and_silence_is_an_absent_database() {
        let io = |kind| sqlx::Error::Io(io::Error::from(kind));
        assert_eq!(
            ErrorClass::of(&io(io::ErrorKind::BrokenPipe)),
            ErrorClass::Disconnected
        );
        assert_eq!(
            ErrorClass::of(&io(io::ErrorKind::UnexpectedEof)),
            ErrorClass::Disconnected
        );
        assert_eq!(
            ErrorClass::of(&io(io::ErrorKind::TimedOut)),
            ErrorClass::Unavailable
        );
        assert_eq!(
            ErrorClass::of(&sqlx::Error::PoolTimedOut),
            ErrorClass::Unavailable
        );
        assert_eq!(
            ErrorClass::of(&sqlx::Error::RowNotFound),
            ErrorClass::Permanent
        );
    }
}
