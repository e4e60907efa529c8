//! Mistakes in serialized values: integers that JavaScript rounds, and items without the `match_on` field.

use crate::props::hints::{once, once_per};
use crate::{
    props::schema::PropSpec,
    protocol::{json, path::Path},
};

/// The largest integer that JavaScript's numbers hold exactly.
const MAX_SAFE_INTEGER: u128 = (1 << 53) - 1;

/// Checks the serialized JSON of one prop.
pub(crate) fn value(component: &str, prop: &PropSpec, path: &Path<'_>, value: &[u8]) {
    if let Some(number) = unsafe_integer(value) {
        let prop = format!("{component} {path}");
        once_per(
            &prop,
            &format!(
                "page `{component}`: prop `{path}` contains the integer {number}, which JavaScript rounds (it is larger than 2^53 - 1); send it as a string"
            ),
        );
    }
    let lists: Vec<(&str, &str)> = match (&prop.scroll, &prop.merge) {
        (Some(scroll), _) => scroll.match_on.iter().map(|field| (scroll.wrapper, *field)).collect(),
        (None, Some(merge)) => merge
            .match_on
            .iter()
            .map(|field| match field.rsplit_once('.') {
                Some((inner, field)) => (inner, field),
                None => (merge.at, *field),
            })
            .collect(),
        (None, None) => return,
    };
    for (at, field) in lists {
        if let Some(keys) = keys_of_first_item(value, at)
            && !keys.iter().any(|key| key == field)
        {
            let keys = keys.join("`, `");
            once(&format!(
                "page `{component}`: the items of prop `{path}` have no field `{field}` for `match_on`, only `{keys}`; `match_on` takes the serialized name"
            ));
        }
    }
}

/// The keys of the first item of the list at the path `at` in a value. `None` if there is no such list or item, or the item
/// is not an object.
fn keys_of_first_item(value: &[u8], at: &str) -> Option<Vec<String>> {
    let mut list = serde_json::from_slice::<&serde_json::value::RawValue>(value).ok()?;
    for segment in at.split('.').filter(|segment| !segment.is_empty()) {
        let object: Object<'_> = serde_json::from_str(list.get()).ok()?;
        list = object.get(segment)?;
    }
    let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(list.get()).ok()?;
    let first: Object<'_> = serde_json::from_str(items.first()?.get()).ok()?;
    Some(first.into_keys().collect())
}

type Object<'v> = std::collections::BTreeMap<String, &'v serde_json::value::RawValue>;

/// The first integer in a value that a JavaScript number cannot represent exactly.
fn unsafe_integer(value: &[u8]) -> Option<String> {
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        match byte {
            b'"' => at = json::string_end(value, at),
            b'0'..=b'9' => {
                let rest = value.get(at..)?;
                let end = rest
                    .iter()
                    .position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
                    .unwrap_or(rest.len());
                let number = std::str::from_utf8(rest.get(..end)?).ok()?;
                let digits = number.bytes().all(|byte| byte.is_ascii_digit());
                if digits && number.parse::<u128>().map_or(true, |number| number > MAX_SAFE_INTEGER) {
                    return Some(number.to_owned());
                }
                at += end;
            }
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_integers_are_found_outside_strings() {
        assert_eq!(unsafe_integer(br#"{"a":9007199254740991,"b":"9007199254740993","c":1e300}"#), None);
        assert_eq!(unsafe_integer(br#"[1,{"a":-9007199254740993}]"#), Some("9007199254740993".to_owned()));
    }

    #[test]
    fn the_keys_are_those_of_the_first_item() {
        assert_eq!(
            keys_of_first_item(br#"[{"id":1,"n":2}]"#, ""),
            Some(vec!["id".to_owned(), "n".to_owned()])
        );
        assert_eq!(
            keys_of_first_item(br#"{"meta":{"data":[{"id":1}]}}"#, "meta.data"),
            Some(vec!["id".to_owned()])
        );
        assert_eq!(keys_of_first_item(b"[]", ""), None);
        assert_eq!(keys_of_first_item(b"[1]", ""), None);
    }
}
