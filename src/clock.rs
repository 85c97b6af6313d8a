//! The only place that reads the clock. Tests set it by hand.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{Timestamp, tz::Offset};

pub use crate::domain::time::Millis;

impl Millis {
    /// Korean civil time; Korea has kept nine hours ahead of UTC, without summer time, since 1988.
    pub fn kst(self) -> jiff::civil::DateTime {
        let stamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset::constant(9).to_datetime(stamp)
    }
}

/// Tells the time: the machine's, or what a test has set.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(start: Millis) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the clock is read here and nowhere else"
    )]
    pub fn now(&self) -> Millis {
        match self {
            Self::System => Millis(Timestamp::now().as_millisecond()),
            Self::Manual(millis) => Millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; the machine's own runs by itself.
    pub fn advance_seconds(&self, seconds: i64) {
        match self {
            Self::System => {}
            Self::Manual(millis) => {
                millis.fetch_add(seconds * 1_000, Ordering::SeqCst);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_time_is_nine_hours_ahead() {
        assert_eq!(
            Millis(1_760_000_000_000).kst().to_string(),
            "2025-10-09T17:53:20"
        );
    }
}
