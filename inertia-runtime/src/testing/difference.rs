//! What two JSON values differ in, in words, and values short enough to be read.

use serde_json::Value;

/// The longest that one value is printed, in characters.
const LONGEST: usize = 160;
/// The longest that all props are printed, in characters.
const LONGEST_PAGE: usize = 3_000;
/// The most differences that are listed.
const MOST: usize = 12;

/// How objects are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    /// Whole.
    Exactly,
    /// What is expected is there; more may be.
    Contains,
}

/// The differences, one a line; nothing when there are none.
pub(super) fn differences(expected: &Value, actual: &Value, compare: Compare) -> Option<String> {
    let mut lines = Vec::new();
    compare_at("", expected, Some(actual), compare, &mut lines);
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("… and {more} more"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn compare_at(at: &str, expected: &Value, actual: Option<&Value>, compare: Compare, lines: &mut Vec<String>) {
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let here = if at.is_empty() { "it".to_owned() } else { format!("`{at}`") };
    match (expected, actual) {
        (_, None) => lines.push(format!("{here} is missing, expected {}", short(expected))),
        (Value::Object(expected), Some(Value::Object(actual))) => {
            for (name, expected) in expected {
                compare_at(&below(name), expected, actual.get(name), compare, lines);
            }
            if compare == Compare::Exactly {
                for (name, value) in actual.iter().filter(|(name, _)| !expected.contains_key(*name)) {
                    lines.push(format!("`{}` is not expected, and is {}", below(name), short(value)));
                }
            }
        }
        (Value::Array(expected), Some(Value::Array(actual))) => {
            if expected.len() != actual.len() {
                lines.push(format!("{here} has {} items, expected {}", actual.len(), expected.len()));
            }
            for (place, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                compare_at(&below(&place.to_string()), expected, Some(actual), compare, lines);
            }
        }
        (expected, Some(actual)) if expected != actual => {
            lines.push(format!("{here} is {}, expected {}", short(actual), short(expected)));
        }
        _ => {}
    }
}

/// A value in one line that is not too long.
pub(super) fn short(value: &Value) -> String {
    cut(value.to_string(), LONGEST)
}

/// A page's props, laid out.
pub(super) fn laid_out(value: &Value) -> String {
    cut(serde_json::to_string_pretty(value).unwrap_or_default(), LONGEST_PAGE)
}

/// A text that is not too long.
pub(super) fn cut(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => {
            let (beginning, rest) = text.split_at(at);
            format!("{beginning}… ({} bytes more)", rest.len())
        }
        None => text,
    }
}

/// A text whose lines stand below another.
pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_names_its_place() {
        let expected = json!({"events": [{"id": 1}, {"id": 2}], "total": 2, "city": "Rome"});
        let actual = json!({"events": [{"id": 1}, {"id": 3}], "total": 2, "page": 1});
        assert_eq!(
            differences(&expected, &actual, Compare::Contains).as_deref(),
            Some("`city` is missing, expected \"Rome\"\n`events.1.id` is 3, expected 2")
        );
        let exactly = differences(&expected, &actual, Compare::Exactly).unwrap();
        assert!(exactly.ends_with("`page` is not expected, and is 1"), "{exactly}");
        assert_eq!(differences(&json!({"total": 2}), &actual, Compare::Contains), None);
    }

    #[test]
    fn lists_of_different_length_say_so() {
        let differences = differences(&json!([1, 2]), &json!([1]), Compare::Exactly);
        assert_eq!(differences.as_deref(), Some("it has 1 items, expected 2"));
    }

    #[test]
    fn what_is_printed_has_an_end() {
        assert_eq!(
            short(&json!("x".repeat(1000))).chars().count(),
            LONGEST + "… (842 bytes more)".chars().count()
        );
    }
}
