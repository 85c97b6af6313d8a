//! What an engine's error means for whoever waits for the answer: try again at once, come back later, or neither.
//! The one place that knows the engines' codes.

use std::io;

/// The kinds of trouble, by what can be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Two transactions were in each other's way. This one was undone, and may go through now.
    Conflict,
    /// The connection broke on the way. What was not committed is undone; another connection may work.
    Lost,
    /// The database cannot be reached, or has no time for us. It may have later.
    Away,
    /// The statement or the data is at fault; the same again fails again.
    Fault,
}

/// Whether to go through it again when the connection broke just while it committed, so that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InDoubt {
    /// Doing it twice is the same as doing it once.
    Repeat,
    /// Whoever asked finds out what became of it.
    Report,
}

impl Trouble {
    pub fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(e) => e.code().map_or(Self::Fault, |code| Self::by_code(&code)),
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Away,
            sqlx::Error::Io(e) if matches!(e.kind(), io::ErrorKind::NotConnected | io::ErrorKind::TimedOut) => {
                Self::Away
            }
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
                Self::Lost
            }
            _ => Self::Fault,
        }
    }

    /// PostgreSQL's codes have five characters; SQLite's are numbers.
    fn by_code(code: &str) -> Self {
        match code {
            // Serialization failure, deadlock.
            "40001" | "40P01" => Self::Conflict,
            // Shut down or restarted by an administrator, idle for too long; the primary is a replica now.
            "57P01" | "57P02" | "57P05" | "25P03" | "25006" => Self::Lost,
            // Not up yet; a statement or a lock took too long; SQLite's file is locked by another process.
            "57P03" | "57014" | "55P03" | "5" | "261" | "517" => Self::Away,
            _ if code.starts_with("08") => Self::Lost,
            // Out of connections, memory or disk.
            _ if code.len() == 5 && code.starts_with("53") => Self::Away,
            _ => Self::Fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart_by_what_can_be_done() {
        for (code, trouble) in [
            ("40001", Trouble::Conflict),
            ("40P01", Trouble::Conflict),
            ("57P01", Trouble::Lost),
            ("08006", Trouble::Lost),
            ("08P01", Trouble::Lost),
            ("57P03", Trouble::Away),
            ("53300", Trouble::Away),
            ("55P03", Trouble::Away),
            ("57014", Trouble::Away),
            ("5", Trouble::Away),
            ("23505", Trouble::Fault),
            ("2067", Trouble::Fault),
            ("P0001", Trouble::Fault),
            ("42601", Trouble::Fault),
        ] {
            assert_eq!(Trouble::by_code(code), trouble, "{code}");
        }
    }

    #[test]
    fn a_broken_pipe_is_a_lost_connection_and_silence_is_an_absent_database() {
        let io = |kind| sqlx::Error::Io(io::Error::from(kind));
        assert_eq!(Trouble::of(&io(io::ErrorKind::BrokenPipe)), Trouble::Lost);
        assert_eq!(Trouble::of(&io(io::ErrorKind::UnexpectedEof)), Trouble::Lost);
        assert_eq!(Trouble::of(&io(io::ErrorKind::TimedOut)), Trouble::Away);
        assert_eq!(Trouble::of(&sqlx::Error::PoolTimedOut), Trouble::Away);
        assert_eq!(Trouble::of(&sqlx::Error::RowNotFound), Trouble::Fault);
    }
}
