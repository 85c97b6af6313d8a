//! Moments as shoppers read them: absolute, in Korean time, whatever the machine's time zone. Korea has
//! kept UTC+9 without summer time since 1988, so a fixed offset is exact for every order there is.

use crate::domain::lang::Lang;

const KST_OFFSET: i64 = 9 * 3600;
const DAY: i64 = 24 * 3600;
const WEEKDAYS_KO: [&str; 7] = ["목", "금", "토", "일", "월", "화", "수"];
const WEEKDAYS_EN: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

struct Civil {
    year: i64,
    /// 1 to 12.
    month: usize,
    day: i64,
    /// 0 is Thursday, the day the epoch began with.
    weekday: usize,
    hour: i64,
    minute: i64,
}

/// `2026년 11월 25일(수) 23:59`, or `Wed, 25 November 2026, 23:59 KST`.
pub fn datetime_kst(lang: Lang, unix_seconds: i64) -> String {
    let Civil {
        year,
        month,
        day,
        weekday,
        hour,
        minute,
    } = civil(unix_seconds);
    match lang {
        Lang::Ko => format!(
            "{year}년 {month}월 {day}일({}) {hour:02}:{minute:02}",
            WEEKDAYS_KO[weekday]
        ),
        Lang::En => {
            let (weekday, month) = (WEEKDAYS_EN[weekday], MONTHS_EN[month - 1]);
            format!("{weekday}, {day} {month} {year}, {hour:02}:{minute:02} KST")
        }
    }
}

/// Counts in years that begin on 1 March, so that the leap day is the last of its year, and in eras of
/// 400 such years (146,097 days), which are all alike.
fn civil(unix_seconds: i64) -> Civil {
    let local = unix_seconds.saturating_add(KST_OFFSET);
    let (days, seconds) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let from_march_0000 = days + 719_468;
    let era = from_march_0000.div_euclid(146_097);
    let day_of_era = from_march_0000.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    Civil {
        year: era * 400 + year_of_era + i64::from(month <= 2),
        month: index(month),
        day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
        weekday: index(days.rem_euclid(7)),
        hour: seconds / 3600,
        minute: seconds % 3600 / 60,
    }
}

fn index(small: i64) -> usize {
    usize::try_from(small).expect("because remainders and months are small and not negative")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_korean_time() {
        for (unix, ko, en) in [
            (
                0,
                "1970년 1월 1일(목) 09:00",
                "Thu, 1 January 1970, 09:00 KST",
            ),
            (
                951_750_000,
                "2000년 2월 29일(화) 00:00",
                "Tue, 29 February 2000, 00:00 KST",
            ),
            (
                1_795_618_740,
                "2026년 11월 25일(수) 23:59",
                "Wed, 25 November 2026, 23:59 KST",
            ),
            (
                1_798_729_199,
                "2026년 12월 31일(목) 23:59",
                "Thu, 31 December 2026, 23:59 KST",
            ),
            (
                1_798_729_200,
                "2027년 1월 1일(금) 00:00",
                "Fri, 1 January 2027, 00:00 KST",
            ),
        ] {
            assert_eq!(datetime_kst(Lang::Ko, unix), ko);
            assert_eq!(datetime_kst(Lang::En, unix), en);
        }
    }

    #[test]
    fn no_number_is_too_strange() {
        for unix in [-1, i64::MIN, i64::MAX, -62_167_252_800] {
            assert!(!datetime_kst(Lang::Ko, unix).is_empty());
        }
    }
}
