//! Days as staff writes them: whole days in Korea.

use jiff::civil::Date;

use crate::{checkout::Period, clock::Millis};

const KST_AHEAD: i64 = 9 * 3_600;
const DAY: i64 = 24 * 3_600;

/// From the start of the first day to the end of the last; both are today if not given.
pub fn period(from: Option<Date>, to: Option<Date>, now: Millis) -> Result<Period, &'static str> {
    let today = now.kst().date();
    let last = to.unwrap_or(today);
    let first = from.unwrap_or(last);
    if first > last {
        return Err("--from is a later day than --to: name the first day, then the last");
    }
    Ok(Period {
        from: start_of(first),
        until: start_of(last).plus_seconds(DAY),
    })
}

fn start_of(day: Date) -> Millis {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = i64::from((day - epoch).get_days());
    Millis(0).plus_seconds(days * DAY - KST_AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_and_end_in_korea() {
        let now = Millis(1_763_830_800_000); // 2025-11-23 02:00 in Korea
        let today = period(None, None, now).unwrap();
        assert_eq!(today.from.kst().to_string(), "2025-11-23T00:00:00");
        assert_eq!(today.until.kst().to_string(), "2025-11-24T00:00:00");
        let november = period(
            Some("2025-11-01".parse().unwrap()),
            Some("2025-11-30".parse().unwrap()),
            now,
        )
        .unwrap();
        assert_eq!(november.until.0 - november.from.0, 30 * DAY * 1_000);
        assert!(
            period(
                Some("2025-11-30".parse().unwrap()),
                Some("2025-11-01".parse().unwrap()),
                now
            )
            .is_err()
        );
    }
}
