//! Describes the differences between two JSON values, and shortens values for messages.

use serde_json::Value;

/// The maximum length of one printed value, in characters.
const MAX_VALUE_CHARS: usize = 160;
/// The maximum length of all printed props, in characters.
const MAX_PROPS_CHARS: usize = 3_000;
/// The maximum number of listed differences.
const MAX_DIFFERENCES: usize = 12;

/// How objects are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    /// The objects must be equal.
    Exactly,
    /// The actual object may have more members.
    Contains,
}

/// The differences, one per line; `None` if there are none.
pub(super) fn differences(expected: &Value, actual: &Value, compare: Compare) -> Option<String> {
    let mut lines = Vec::new();
    compare_at("", expected, Some(actual), compare, &mut lines);
    let more = lines.len().saturating_sub(MAX_DIFFERENCES);
    lines.truncate(MAX_DIFFERENCES);
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
                    lines.push(format!("`{}` is not expected, but is {}", below(name), short(value)));
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

/// A value on one line, shortened.
pub(super) fn short(value: &Value) -> String {
    cut(value.to_string(), MAX_VALUE_CHARS)
}

/// A page's props on several lines, shortened.
pub(super) fn pretty(value: &Value) -> String {
    cut(serde_json::to_string_pretty(value).unwrap_or_default(), MAX_PROPS_CHARS)
}

/// Text, shortened to this number of characters.
pub(super) fn cut(text: String, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((at, _)) => {
            let (beginning, rest) = text.split_at(at);
            format!("{beginning}… ({} bytes more)", rest.len())
        }
        None => text,
    }
}

/// Text with indented lines.
pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_names_its_path() {
        let expected = json!({"events": [{"id": 1}, {"id": 2}], "total": 2, "city": "Rome"});
        let actual = json!({"events": [{"id": 1}, {"id": 3}], "total": 2, "page": 1});
        assert_eq!(
            differences(&expected, &actual, Compare::Contains).as_deref(),
            Some("`city` is missing, expected \"Rome\"\n`events.1.id` is 3, expected 2")
        );
        let exactly = differences(&expected, &actual, Compare::Exactly).unwrap();
        assert!(exactly.ends_with("`page` is not expected, but is 1"), "{exactly}");
        assert_eq!(differences(&json!({"total": 2}), &actual, Compare::Contains), None);
    }

    #[test]
    fn a_difference_in_the_length_of_lists_is_reported() {
        let differences = differences(&json!([1, 2]), &json!([1]), Compare::Exactly);
        assert_eq!(differences.as_deref(), Some("it has 1 items, expected 2"));
    }

    #[test]
    fn printed_values_are_shortened() {
        assert_eq!(
            short(&json!("x".repeat(1000))).chars().count(),
            MAX_VALUE_CHARS + "… (842 bytes more)".chars().count()
        );
    }
}
