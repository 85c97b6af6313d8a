//! Moments. The machine's clock is read elsewhere, in one place.

use serde::{Deserialize, Serialize};

/// A moment as Unix milliseconds; the only kind of time in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Millis(pub i64);

impl Millis {
    /// Later than anything that happens.
    pub const NEVER: Self = Self(i64::MAX);

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// When the window ends that this moment lies in; windows of one length follow each other without gaps.
    pub const fn window_end(self, seconds: i64) -> Self {
        let length = seconds.saturating_mul(1_000);
        Self(self.0.div_euclid(length).saturating_add(1).saturating_mul(length))
    }

    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }
}
