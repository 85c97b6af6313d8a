//! Many takes of one thing: how many a second, and how long the slow ones took.

use std::{fmt, future::Future, time::Duration};

use futures::{StreamExt, stream};
use tokio::time::Instant;

pub struct Takes {
    each: Vec<Duration>,
    whole: Duration,
}

impl Takes {
    /// Every input once, at most so many at a time.
    pub async fn of<T, F: Future<Output = ()>>(
        inputs: Vec<T>,
        at_once: usize,
        act: impl Fn(T) -> F,
    ) -> Self {
        let began = Instant::now();
        let timed = inputs.into_iter().map(|input| {
            let done = act(input);
            async move {
                let began = Instant::now();
                done.await;
                began.elapsed()
            }
        });
        let mut each: Vec<Duration> = stream::iter(timed)
            .buffer_unordered(at_once)
            .collect()
            .await;
        let whole = began.elapsed();
        each.sort_unstable();
        Self { each, whole }
    }

    pub fn a_second(&self) -> f64 {
        let count = u32::try_from(self.each.len()).unwrap();
        f64::from(count) / self.whole.as_secs_f64()
    }

    fn percentile(&self, percent: usize) -> Duration {
        let last = self.each.len() - 1;
        self.each[(self.each.len() * percent / 100).min(last)]
    }
}

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1_000.0;
        let (p50, p99) = (millis(self.percentile(50)), millis(self.percentile(99)));
        write!(
            f,
            "{:>8.0} a second   p50 {p50:>7.2} ms   p99 {p99:>7.2} ms",
            self.a_second()
        )
    }
}

pub fn line(what: &str, figure: impl fmt::Display) {
    println!("  {what:<58} {figure}");
}
