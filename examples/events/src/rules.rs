//! What the forms ask of their fields, in sentences that a visitor reads.

use std::fmt::Display;

use garde::Error;
use inertia::Problem;
use serde::de::{Deserialize, Deserializer, Error as _};
use ts_rs::TS;

use crate::calendar::Day;

/// The message for what cannot be read at all.
pub(crate) fn unreadable(_field: &str, problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::Required => "This is needed.".to_owned(),
        Problem::Number => "Write a number here.".to_owned(),
        Problem::Integer => "Write a whole number here.".to_owned(),
        Problem::TooLarge { max } => format!("Choose a number up to {max}."),
        Problem::TooSmall { min } => format!("Choose a number from {min} up."),
        Problem::FormTooLarge { limit } => {
            format!("This file is too large: all together may have {} MB.", limit / 1024 / 1024)
        }
        Problem::FileTooLarge { limit } => format!("This file is larger than {} MB.", limit / 1024 / 1024),
        _ => return None,
    })
}

/// Text of so many characters, the spaces around it not counted.
pub(crate) fn characters(min: usize, max: usize) -> impl Fn(&String, &()) -> garde::Result {
    move |text, ()| match text.trim().chars().count() {
        0 if min > 0 => Err(Error::new("This is needed.")),
        count if count < min => Err(Error::new(format!("At least {min} characters."))),
        count if count > max => Err(Error::new(format!("At most {max} characters; these are {count}."))),
        _ => Ok(()),
    }
}

/// An e-mail address.
pub(crate) fn address() -> impl Fn(&String, &()) -> garde::Result {
    |text, ()| {
        garde::rules::email::parse_email(text).map_err(|_| Error::new("Write it as in ada@example.com."))
    }
}

/// A number from `min` to `max`.
pub(crate) fn between<N: PartialOrd + Display + Copy>(min: N, max: N) -> impl Fn(&N, &()) -> garde::Result {
    move |number, ()| {
        if (min..=max).contains(number) {
            Ok(())
        } else {
            Err(Error::new(format!("Choose a number from {min} to {max}.")))
        }
    }
}

/// A list of so many entries.
pub(crate) fn entries<T>(min: usize, max: usize) -> impl Fn(&Vec<T>, &()) -> garde::Result {
    move |list, ()| match list.len() {
        count if count < min => Err(Error::new(format!("At least {min} is needed."))),
        count if count > max => Err(Error::new(format!("At most {max} are possible."))),
        _ => Ok(()),
    }
}

/// A price, written in euros and kept in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, TS)]
#[ts(type = "string")]
pub(crate) struct Price(pub(crate) i64);

impl Price {
    const HIGHEST: Self = Self(99_999);

    /// Reads `12`, `12.5`, `12.50` and, as many write it, `12,50`.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (euros, cents) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(euros, 9) || !digits(cents, 2) {
            return None;
        }
        let cents = format!("{cents:0<2}").parse::<i64>().ok()?;
        Some(Self(euros.parse::<i64>().ok()? * 100 + cents))
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::parse(&text) {
            Some(price) if price <= Self::HIGHEST => Ok(price),
            Some(_) => Err(D::Error::custom("Not above 999.99.")),
            None if text.trim().is_empty() => Err(D::Error::custom("This is needed.")),
            None => Err(D::Error::custom("Write a price such as 12.50.")),
        }
    }
}

/// A day and a time, local to the city, as the database stores it: `2026-11-21T19:30`.
#[derive(Clone, Debug, Default, PartialEq, Eq, TS)]
#[ts(type = "string")]
pub(crate) struct Moment(pub(crate) String);

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        let (day, time) = text.split_once('T')?;
        let (hour, minute) = time.split_once(':')?;
        let part = |text: &str, below: u8| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits && text.parse().is_ok_and(|part: u8| part < below)
        };
        // A day that does not print as it was written, such as 31 February, is in no calendar.
        let valid = Day::parse(day)?.to_string() == day && part(hour, 24) && part(minute, 60);
        valid.then(|| Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("Choose a day and a time."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_people_write_it() {
        for (text, cents) in [("12", 1200), ("12.5", 1250), (" 12,50 ", 1250), ("0", 0), ("1000", 100_000)] {
            assert_eq!(Price::parse(text), Some(Price(cents)), "{text}");
        }
        for text in ["", "free", "-1", "1.999", "1.", ".5", "1e2", "1.2.3", "€5"] {
            assert_eq!(Price::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_in_the_calendar_and_on_the_clock() {
        assert_eq!(Moment::parse("2028-02-29T00:00"), Some(Moment("2028-02-29T00:00".into())));
        for text in
            ["", "2026-11-21", "2026-02-31T12:00", "2026-11-21T24:00", "2026-11-21T12:60", "2026-11-21T+1:00"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_of_spaces_is_no_text() {
        assert!(characters(1, 5)(&"   ".to_owned(), &()).is_err());
        assert!(characters(0, 5)(&String::new(), &()).is_ok());
        assert!(characters(2, 5)(&" four ".to_owned(), &()).is_ok());
        assert!(characters(2, 5)(&"sixsix".to_owned(), &()).is_err());
    }
}
