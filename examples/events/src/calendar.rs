//! Civil dates: the little arithmetic that the seed and the date filters need, on days since 1970.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds in a day.
const DAY: u64 = 86_400;

/// A calendar day, kept as the number of days since 1 January 1970.
///
/// It prints as `2026-11-21`, which is also how the database stores and compares days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Day {
    /// Today, in UTC.
    pub(crate) fn today() -> Self {
        Self(i64::try_from(seconds_since_epoch() / DAY).unwrap_or(0))
    }

    /// Reads `2026-11-21`; anything else is `None`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let day = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some(Self(days_from_civil(year, month, day)))
    }

    /// The day `days` later; earlier when negative.
    pub(crate) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// The first day of the month that lies `months` before this day's month.
    pub(crate) fn first_of_month_before(self, months: i64) -> Self {
        let (year, month, _) = civil_from_days(self.0);
        let index = year * 12 + month - 1 - months;
        Self(days_from_civil(index.div_euclid(12), index.rem_euclid(12) + 1, 1))
    }

    /// `0` for Monday to `6` for Sunday.
    pub(crate) const fn weekday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// The time of day in UTC, `21:04:09`.
pub(crate) fn clock() -> String {
    let seconds = seconds_since_epoch() % DAY;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Seconds since 1 January 1970.
pub(crate) fn seconds_since_epoch() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

/// Days since 1970 of a date in the Gregorian calendar, counted in years that start on 1 March, so that the
/// leap day comes last and needs no special case.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The way back: year, month and day of a number of days since 1970.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + if month <= 2 { 1 } else { 0 }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_prints_as_it_was_read() {
        for text in ["1970-01-01", "1999-12-31", "2000-02-29", "2026-11-21", "2028-02-29", "2100-03-01"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn text_that_is_no_day_is_none() {
        for text in ["", "2026", "2026-13-01", "2026-00-10", "2026-01-32", "a-b-c"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_counted_back_over_the_new_year() {
        let day = Day::parse("2026-02-17").unwrap();
        assert_eq!(day.first_of_month_before(0).to_string(), "2026-02-01");
        assert_eq!(day.first_of_month_before(3).to_string(), "2025-11-01");
    }

    #[test]
    fn weekdays_start_on_monday() {
        assert_eq!(Day::parse("2026-11-21").unwrap().weekday(), 5);
        assert_eq!(Day::parse("2026-11-22").unwrap().plus(1).weekday(), 0);
    }
}
