//! Dates and times as HTML inputs and `JSON.stringify` write them, and the styles in which date types read them.

/// A longer text is not a date.
const MAX_DATE_BYTES: usize = 40;

/// What `<input type="date|month|week|time|datetime-local">` or a script has sent.
#[derive(Debug)]
pub(super) struct Moment<'a> {
    /// `2026-11-30`
    date: Option<String>,
    /// `12:00:00`
    time: Option<String>,
    /// `.5`
    fraction: &'a str,
    /// `Z` is `+00:00`.
    offset: Option<&'a str>,
}

/// A style that date types read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `2026-11-30`
    Date,
    /// `12:00:00`
    Time,
    /// `12:00:00.0`, which `time` needs.
    TimeWithFraction,
    /// `2026-11-30T12:00:00`
    Local,
    /// `2026-11-30 12:00:00.0`, which `time` needs.
    LocalWithSpace,
    /// `2026-11-30T12:00:00+00:00`
    Offset,
    /// `2026-11-30 12:00:00.0 +00:00:00`, which `time` needs.
    OffsetWithSpace,
    /// `2026-11-30T12:00:00+00:00[UTC]`, which the zoned type of `jiff` needs.
    Zone,
}

impl Style {
    pub(super) const ALL: [Self; 8] = [
        Self::Local,
        Self::LocalWithSpace,
        Self::Offset,
        Self::OffsetWithSpace,
        Self::Zone,
        Self::Date,
        Self::Time,
        Self::TimeWithFraction,
    ];

    /// The moment in this style. `None` where that would lose a part of it: a time of day, an offset other than UTC's.
    /// Without an offset it is one in UTC, which is what Rails, Django and Laravel take it for, too.
    pub(super) fn write(self, moment: &Moment<'_>) -> Option<String> {
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
    /// Reads a date of the calendar, a time, or both.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
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
        let (year, month, day) = ymd(day)?;
        let (clock, offset) = split_offset(clock)?;
        let (time, fraction) = time(clock)?;
        let date = format!("{year:04}-{month:02}-{day:02}");
        Some(Self { date: Some(date), time: Some(time), fraction, offset })
    }

    pub(super) fn has_date(&self) -> bool {
        self.date.is_some()
    }

    pub(super) fn has_time(&self) -> bool {
        self.time.is_some()
    }

    pub(super) fn has_offset(&self) -> bool {
        self.offset.is_some()
    }

    fn is_midnight(&self) -> bool {
        self.time.as_deref() == Some("00:00:00") && self.fraction.bytes().all(|byte| b".0".contains(&byte))
    }
}

/// A day, the first day of a month (`2026-11`), or the Monday of a week (`2026-W48`).
fn date(text: &str) -> Option<String> {
    let (year, month, day) = match text.split_once("-W") {
        Some((year, week)) => monday(digits(year, 4)?, digits(week, 2)?)?,
        None => match text.split_once('-')? {
            (_, month) if month.contains('-') => ymd(text)?,
            (year, month) => (digits(year, 4)?, digits(month, 2)?, 1),
        },
    };
    (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn ymd(text: &str) -> Option<(u32, u32, u32)> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
    (1..=days_in(year, month)?).contains(&day).then_some((year, month, day))
}

/// The Monday with which a week of ISO 8601 begins. 4 January is always in the first one.
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
    // Only years with 53 weeks have a Monday at their very end.
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

/// `12:00` or `12:00:30.5`, as its seconds and their fraction.
fn time(text: &str) -> Option<(String, &str)> {
    let (whole, fraction) = match text.find('.') {
        Some(at) => text.split_at_checked(at)?,
        None => (text, ""),
    };
    let mut parts = whole.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let seconds = parts.next();
    let second = seconds.map_or(Some(0), |second| digits(second, 2))?;
    let is_fraction = match fraction.strip_prefix('.') {
        Some(digits) => {
            seconds.is_some() && (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        }
        None => true,
    };
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second < 60 && is_fraction;
    is_time.then(|| (format!("{hour:02}:{minute:02}:{second:02}"), fraction))
}

/// A time of day, and the offset behind it.
fn split_offset(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, Some("+00:00")));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (time, offset) = text.split_at_checked(at)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    (digits(hours, 2)? < 24 && digits(minutes, 2)? < 60).then_some((time, Some(offset)))
}

/// So many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
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
    fn months_and_weeks_are_their_first_days() {
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
    fn nothing_is_lost_in_another_style() {
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
