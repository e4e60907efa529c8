//! Durations as they are written in attributes: `"1h30m"` becomes milliseconds.

/// The units, from the longest to the shortest, with their milliseconds.
const UNITS: &[(&str, u64)] =
    &[("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// A hundred years. Added to the present time, it is still an exact number in JavaScript.
const MAX_MILLISECONDS: u64 = 100 * 365 * 86_400_000;

/// The milliseconds of a duration such as `"90s"`, `"1h"` or `"1h30m"`, or what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let mut units = UNITS.iter();
    let mut total: u64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (digits, after) = split_where(rest, |c| !c.is_ascii_digit());
        let (unit, after) = split_where(after, |c| c.is_ascii_digit());
        // Units must become smaller, so "30m1h" and "1h1h" are refused.
        let Some((_, milliseconds)) = units.find(|(name, _)| *name == unit) else {
            return Err(expected(text));
        };
        if digits.is_empty() {
            return Err(expected(text));
        }
        let part = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(*milliseconds));
        total = part
            .and_then(|part| total.checked_add(part))
            .filter(|total| *total <= MAX_MILLISECONDS)
            .ok_or_else(|| format!("`{text}` is longer than a hundred years; write a shorter duration"))?;
        rest = after;
    }
    match total {
        0 if text.is_empty() => Err(expected(text)),
        0 => Err(format!("`{text}` is zero; write a longer duration, such as `\"30s\"`")),
        total => Ok(total),
    }
}

fn expected(text: &str) -> String {
    let text = if text.is_empty() { "an empty string".to_owned() } else { format!("`{text}`") };
    format!(
        "{text} is not a duration; write a number and one of `ms`, `s`, `m`, `h`, `d`, `w`, such as `\"30s\"` or `\"1h30m\"`"
    )
}

/// Splits before the first character for which `stop` is true.
fn split_where(text: &str, stop: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(stop).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_unit_is_read() {
        assert_eq!(parse("250ms"), Ok(250));
        assert_eq!(parse("90s"), Ok(90_000));
        assert_eq!(parse("5m"), Ok(300_000));
        assert_eq!(parse("1h"), Ok(3_600_000));
        assert_eq!(parse("1d"), Ok(86_400_000));
        assert_eq!(parse("2w"), Ok(1_209_600_000));
    }

    #[test]
    fn units_may_follow_each_other_from_long_to_short() {
        assert_eq!(parse("1h30m"), Ok(5_400_000));
        assert_eq!(parse("1w2d3h4m5s6ms"), Ok(788_645_006));
        assert_eq!(parse("0h5m"), Ok(300_000));
        assert!(parse("30m1h").is_err());
        assert!(parse("1h1h").is_err());
    }

    #[test]
    fn the_error_says_how_to_write_a_duration() {
        for text in ["", "1", "h", "1 h", "-1s", "1.5h", "1H", "1M", "1y", "soon", "1h30", "٣s"] {
            let message = parse(text).unwrap_err();
            assert!(message.contains("`ms`, `s`, `m`, `h`, `d`, `w`"), "{text}: {message}");
        }
    }

    #[test]
    fn zero_and_more_than_a_hundred_years_are_refused() {
        assert!(parse("0s").unwrap_err().contains("is zero"));
        assert!(parse("0h0m").unwrap_err().contains("is zero"));
        for text in ["5300w", "99999999999999999999s", "18446744073709551615w"] {
            assert!(parse(text).unwrap_err().contains("hundred years"), "{text}");
        }
        assert_eq!(parse("36500d"), Ok(3_153_600_000_000));
    }
}
