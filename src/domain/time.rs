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
        Self(
            self.0
                .div_euclid(length)
                .saturating_add(1)
                .saturating_mul(length),
        )
    }

    /// When to try again what has failed so many times: after pauses that double, of at most ten minutes.
    pub fn after_tries(self, tries: i64) -> Self {
        let doubled = 2_i64.saturating_pow(u32::try_from(tries).unwrap_or(u32::MAX));
        self.plus_seconds(doubled.min(600))
    }

    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_ten_minutes() {
        let pauses = [0, 1, 2, 9, 10, 200, i64::MAX, -1]
            .map(|tries| Millis(0).after_tries(tries).unix_seconds());
        assert_eq!(pauses, [1, 2, 4, 512, 600, 600, 600, 600]);
    }
}
