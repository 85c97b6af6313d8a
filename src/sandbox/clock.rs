//! The sandbox's own time: the real clock plus an offset that tests may move.
//! Nothing else in this room reads the time, so tokens, deadlines and retries all follow the offset.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(i64);

/// Every time that the wire can carry lies before the year 5000; a clock set beyond it is refused.
const LAST_SECOND: i64 = 95_617_584_000;

impl Moment {
    /// `None` outside of the years 1970 to 5000.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (0..=LAST_SECOND)
            .contains(&seconds)
            .then(|| Self(seconds * 1000))
    }

    /// Unix seconds, which is what i'mport's API speaks.
    pub fn seconds(self) -> i64 {
        self.0 / 1000
    }

    pub fn millis(self) -> i64 {
        self.0
    }

    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    /// Korean time for people, `2026-11-22 18:00:00`.
    pub fn kst(self) -> String {
        let seoul = TimeZone::fixed(Offset::constant(9));
        Timestamp::from_millisecond(self.0)
            .map(|instant| {
                instant
                    .to_zoned(seoul)
                    .strftime("%Y-%m-%d %H:%M:%S")
                    .to_string()
            })
            .unwrap_or_default()
    }
}

/// The movable clock.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    pub fn with_offset(millis: i64) -> Self {
        Self {
            offset: AtomicI64::new(millis),
        }
    }

    pub fn now(&self) -> Moment {
        Moment(real_millis().saturating_add(self.offset()))
    }

    /// How far the sandbox's time is from the real one, in milliseconds.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Back to the real time.
    pub fn reset(&self) {
        self.offset.store(0, Ordering::Relaxed);
    }

    /// From now on the clock shows `moment` and goes on ticking.
    pub fn set(&self, moment: Moment) {
        self.offset
            .store(moment.0 - real_millis(), Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of this room where the real clock is read"
)]
fn real_millis() -> i64 {
    Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_shows_that_time() {
        let clock = Clock::default();
        let target = Moment::from_seconds(1_760_000_000).expect("in range");
        clock.set(target);
        assert!((0..5).contains(&(clock.now().seconds() - target.seconds())));
    }

    #[test]
    fn people_read_korean_time() {
        let moment = Moment::from_seconds(1_760_000_000).expect("in range");
        assert_eq!(moment.kst(), "2025-10-09 17:53:20");
    }

    #[test]
    fn a_time_that_no_wire_carries_is_refused() {
        assert_eq!(Moment::from_seconds(-1), None);
        assert_eq!(Moment::from_seconds(i64::MAX), None);
    }
}
