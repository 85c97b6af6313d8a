//! `vbank_due` as shops write it: a date or a date with a time, with or without punctuation, in Korean time.

use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, TimeZone};

use crate::sandbox::clock::Moment;

/// `None` when the text is no such date. A date alone means the end of that day.
pub fn parse(text: &str) -> Option<Moment> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let punctuation = text
        .chars()
        .all(|c| c.is_ascii_digit() || "-/.: T".contains(c));
    let complete = match digits.len() {
        8 => format!("{digits}235959"),
        12 => format!("{digits}59"),
        14 => digits,
        _ => return None,
    };
    let number = |range: std::ops::Range<usize>| {
        complete
            .get(range)
            .and_then(|part| part.parse::<i16>().ok())
    };
    let small = |at: usize| number(at..at + 2).and_then(|value| i8::try_from(value).ok());
    let year = number(0..4)?;
    let moment: DateTime = jiff::civil::Date::new(year, small(4)?, small(6)?)
        .ok()
        .filter(|day| punctuation && *day >= date(1970, 1, 2))?
        .to_datetime(jiff::civil::Time::new(small(8)?, small(10)?, small(12)?, 0).ok()?);
    let instant = moment.to_zoned(TimeZone::fixed(Offset::constant(9))).ok()?;
    Moment::from_seconds(instant.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_deadline_is_understood() {
        for text in [
            "2025-10-15",
            "20251015",
            "2025-10-15 23:59:59",
            "20251015235959",
            "202510152359",
        ] {
            assert_eq!(
                parse(text).map(Moment::seconds),
                Some(1_760_540_399),
                "{text}"
            );
        }
        for text in [
            "",
            "tomorrow",
            "2025-13-01",
            "2025-02-30",
            "20251015990000",
            "0000-00-00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
