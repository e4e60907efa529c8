//! Parses dates and times as HTML inputs and `JSON.stringify` write them, and formats them in the styles that date types
//! parse.

/// Longer text is not a date.
const MAX_DATE_BYTES: usize = 40;

/// The value of an `<input type="date|month|week|time|datetime-local">` or of a JavaScript `Date`.
#[derive(Debug)]
pub(crate) struct Moment<'a> {
    /// `2026-11-30`
    date: Option<String>,
    /// `12:00:00`
    time: Option<String>,
    /// `.5`
    fraction: &'a str,
    /// `Z` is `+00:00`.
    offset: Option<&'a str>,
}

/// A format that date types parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `2026-11-30`
    Date,
    /// `12:00:00`
    Time,
    /// `12:00:00.0`, which the `time` crate needs.
    TimeWithFraction,
    /// `2026-11-30T12:00:00`
    Local,
    /// `2026-11-30 12:00:00.0`, which the `time` crate needs.
    LocalWithSpace,
    /// `2026-11-30T12:00:00+00:00`
    Offset,
    /// `2026-11-30 12:00:00.0 +00:00:00`, which the `time` crate needs.
    OffsetWithSpace,
    /// `2026-11-30T12:00:00+00:00[UTC]`, which the zoned type of `jiff` needs.
    Zone,
}

impl Style {
    pub(crate) const ALL: [Self; 8] = [
        Self::Local,
        Self::LocalWithSpace,
        Self::Offset,
        Self::OffsetWithSpace,
        Self::Zone,
        Self::Date,
        Self::Time,
        Self::TimeWithFraction,
    ];

    /// Formats the moment in this style. `None` if that would drop a time of day or an offset other than UTC. A moment without
    /// an offset is in UTC, as in Rails, Django and Laravel.
    pub(crate) fn write(self, moment: &Moment<'_>) -> Option<String> {
        let Moment { date, time, fraction, offset } = moment;
        let padded = if fraction.is_empty() { ".0" } else { *fraction };
        let is_utc = offset.is_none_or(|offset| offset == "+00:00");
        let offset = offset.unwrap_or("+00:00");
        match (self, date, time) {
            (Self::Date, Some(date), None) => Some(date.clone()),
            (Self::Date, Some(date), Some(_)) if is_utc && moment.is_midnight() => Some(date.clone()),
            (Self::Time, None, Some(time)) => Some(format!("{time}{fraction}")),
            (Self::TimeWithFraction, None, Some(time)) => Some(format!("{time}{padded}")),
            (Self::Local, Some(date), Some(time)) if is_utc => Some(format!("{date}T{time}{fraction}")),
            (Self::LocalWithSpace, Some(date), Some(time)) if is_utc => {
                Some(format!("{date} {time}{padded}"))
            }
            (Self::Offset, Some(date), Some(time)) => Some(format!("{date}T{time}{fraction}{offset}")),
            (Self::OffsetWithSpace, Some(date), Some(time)) => {
                Some(format!("{date} {time}{padded} {offset}:00"))
            }
            (Self::Zone, Some(date), Some(time)) => {
                let zone = if is_utc { "UTC" } else { offset };
                Some(format!("{date}T{time}{fraction}{offset}[{zone}]"))
            }
            _ => None,
        }
    }
}

impl<'a> Moment<'a> {
    /// Parses a calendar date, a time, or both.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_DATE_BYTES || !text.is_ascii() {
            return None;
        }
        if let Some(date) = date(text) {
            return Some(Self { date: Some(date), time: None, fraction: "", offset: None });
        }
        let Some((day, clock)) = text.split_once(['T', 't', ' ']) else {
            let (time, fraction) = time(text)?;
            return Some(Self { date: None, time: Some(time), fraction, offset: None });
        };
        let (year, month, day) = year_month_day(day)?;
        let (clock, offset) = split_offset(clock)?;
        let (time, fraction) = time(clock)?;
        let date = format!("{year:04}-{month:02}-{day:02}");
        Some(Self { date: Some(date), time: Some(time), fraction, offset })
    }

    pub(crate) fn has_date(&self) -> bool {
        self.date.is_some()
    }

    pub(crate) fn has_time(&self) -> bool {
        self.time.is_some()
    }

    pub(crate) fn has_offset(&self) -> bool {
        self.offset.is_some()
    }

    fn is_midnight(&self) -> bool {
        self.time.as_deref() == Some("00:00:00") && self.fraction.bytes().all(|byte| b".0".contains(&byte))
    }
}

/// Parses a day, a month (`2026-11`) as its first day, or a week (`2026-W48`) as its Monday.
fn date(text: &str) -> Option<String> {
    let (year, month, day) = match text.split_once("-W") {
        Some((year, week)) => monday(parse_digits(year, 4)?, parse_digits(week, 2)?)?,
        None => match text.split_once('-')? {
            (_, month) if month.contains('-') => year_month_day(text)?,
            (year, month) => (parse_digits(year, 4)?, parse_digits(month, 2)?, 1),
        },
    };
    (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn year_month_day(text: &str) -> Option<(u32, u32, u32)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (year, month, day) = (parse_digits(year, 4)?, parse_digits(month, 2)?, parse_digits(day, 2)?);
    (1..=days_in(year, month)?).contains(&day).then_some((year, month, day))
}

/// The Monday of an ISO 8601 week. The first week is the one with 4 January.
fn monday(year: u32, week: u32) -> Option<(u32, u32, u32)> {
    if !(1..=53).contains(&week) || year == 0 {
        return None;
    }
    let before = year - 1;
    let new_year = before * 365 + before / 4 - before / 100 + before / 400;
    // Day 0 is 1 January of the year 1, a Monday.
    let fourth = new_year + 3;
    let day = (fourth - fourth % 7) + (week - 1) * 7;
    if day < new_year {
        return Some((before, 12, 32 - (new_year - day))).filter(|(year, ..)| *year > 0);
    }
    let mut left = day - new_year;
    for month in 1..=12 {
        let days = days_in(year, month)?;
        if left < days {
            return Some((year, month, left + 1));
        }
        left -= days;
    }
    // This year has only 52 weeks.
    None
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => Some(if is_leap { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Parses `12:00` or `12:00:30.5` into `12:00:30` and `.5`.
fn time(text: &str) -> Option<(String, &str)> {
    let (whole, fraction) = match text.find('.') {
        Some(at) => text.split_at_checked(at)?,
        None => (text, ""),
    };
    let mut parts = whole.split(':');
    let (hour, minute) = (parse_digits(parts.next()?, 2)?, parse_digits(parts.next()?, 2)?);
    let seconds = parts.next();
    let second = seconds.map_or(Some(0), |second| parse_digits(second, 2))?;
    let is_fraction = match fraction.strip_prefix('.') {
        Some(digits) => {
            seconds.is_some() && (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        }
        None => true,
    };
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second < 60 && is_fraction;
    is_time.then(|| (format!("{hour:02}:{minute:02}:{second:02}"), fraction))
}

/// Splits a time of day from the offset after it.
fn split_offset(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, Some("+00:00")));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (time, offset) = text.split_at_checked(at)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    (parse_digits(hours, 2)? < 24 && parse_digits(minutes, 2)? < 60).then_some((time, Some(offset)))
}

/// Parses exactly `count` digits.
fn parse_digits(text: &str, count: usize) -> Option<u32> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, style: Style) -> Option<String> {
        style.write(&Moment::parse(text)?)
    }

    #[test]
    fn months_and_weeks_become_their_first_day() {
        for (text, date) in [
            ("2026-11", "2026-11-01"),
            ("2026-W01", "2025-12-29"),
            ("2026-W48", "2026-11-23"),
            ("2026-W53", "2026-12-28"),
            ("2021-W01", "2021-01-04"),
            ("2020-W53", "2020-12-28"),
            ("2024-02-29", "2024-02-29"),
        ] {
            assert_eq!(written(text, Style::Date).as_deref(), Some(date), "{text}");
        }
        for text in ["2026-13", "2026-W00", "2026-W54", "2026-02-29", "2026-11-31", "26-11-30", "0000-W01"] {
            assert!(Moment::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_style_that_would_drop_a_part_is_refused() {
        assert_eq!(written("2026-11-30T12:00", Style::Local).as_deref(), Some("2026-11-30T12:00:00"));
        assert_eq!(written("2026-11-30T12:00", Style::Offset).as_deref(), Some("2026-11-30T12:00:00+00:00"));
        assert_eq!(written("2026-11-30T00:00:00.000Z", Style::Date).as_deref(), Some("2026-11-30"));
        assert_eq!(written("2026-11-30T22:00:00.000Z", Style::Date), None);
        assert_eq!(written("2026-11-30T12:00:00+02:00", Style::Local), None);
        assert_eq!(written("12:00", Style::Date), None);
        for text in
            ["24:00", "12:60", "12", "12:00:00:00", "12:00.5", "2026-11-30T", "2026-11-30T12:00+2", "x"]
        {
            assert!(Moment::parse(text).is_none(), "{text}");
        }
    }
}
