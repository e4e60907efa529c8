//! Help while developing: mistakes that only the running application can show. Not in release builds.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use super::schema::{PropSpec, Schema};
use crate::protocol::{json, path::Path, selection::Lists};

/// The largest integer that JavaScript's numbers hold exactly.
const MAX_SAFE_INTEGER: u128 = (1 << 53) - 1;

/// How many different hints are given before it becomes quiet.
const MOST: usize = 1_000;

/// Warns of names in the visit's lists that no table has. They select nothing, and are no error.
pub(crate) fn unknown_names(component: &str, lists: &Lists<'_>, tables: &[&'static Schema], shared: &[&str]) {
    let named = lists.only.iter().flatten().map(|entry| ("only", entry));
    let named = named.chain(lists.except.iter().map(|entry| ("except", entry)));
    for (list, entry) in named.chain(lists.reset.iter().map(|entry| ("reset", entry))) {
        if let Some(Unknown { nearest }) = unknown(entry, tables, shared) {
            let nearest = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            once(&format!(
                "page `{component}`: `{list}` names `{entry}`, and there is no such prop{nearest}"
            ));
        }
    }
}

/// A name that no prop has.
#[derive(Debug, PartialEq)]
struct Unknown {
    /// The nearest name there is.
    nearest: Option<String>,
}

/// Looks an entry up; `None` when it leads to a prop, or into one.
fn unknown(entry: &str, tables: &[&'static Schema], shared: &[&str]) -> Option<Unknown> {
    let (name, rest) = entry.split_once('.').map_or((entry, None), |(name, rest)| (name, Some(rest)));
    if name == "errors" || shared.contains(&name) {
        return None;
    }
    let (mut names, mut found) = (Vec::new(), None);
    for table in tables {
        table.level(&mut |prop| {
            if prop.name == name {
                found = Some(prop);
            }
            names.push(prop.name);
        });
    }
    match (found, rest) {
        (Some(PropSpec { members: Some(members), .. }), Some(rest)) => {
            let below = unknown(rest, &[members], &[])?;
            Some(Unknown { nearest: below.nearest.map(|below| format!("{name}.{below}")) })
        }
        (Some(_), _) => None,
        (None, _) => {
            Some(Unknown { nearest: nearest(name, names.into_iter().chain(shared.iter().copied())) })
        }
    }
}

fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    names
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, other)| other.to_owned())
}

/// Looks at the finished JSON of one prop.
pub(crate) fn value(component: &str, prop: &PropSpec, path: &Path<'_>, value: &[u8]) {
    if let Some(number) = unsafe_integer(value) {
        let prop = format!("{component} {path}");
        once_per(
            &prop,
            &format!(
                "page `{component}`: prop `{path}` has the integer {number}, which JavaScript rounds (it is beyond 2^53 - 1); send it as a string"
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
                "page `{component}`: the items of prop `{path}` have no `{field}` to match on, only `{keys}`; `match_on` takes the name on the wire"
            ));
        }
    }
}

/// The keys of the first item of the list at `at` in a value, if it has one that is an object.
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

/// The first integer in a value that a JavaScript number cannot hold exactly.
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

fn once(hint: &str) {
    once_per(hint, hint);
}

fn once_per(subject: &str, hint: &str) {
    static GIVEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    // A hint that nobody hears is not given, and leaves room for others.
    if !tracing::enabled!(tracing::Level::WARN) {
        return;
    }
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let given = given.get_or_insert_default();
    if given.len() < MOST && given.insert(subject.to_owned()) {
        tracing::warn!("{hint}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static AUTH: Schema = Schema::new(&[PropSpec::new("user", ",\"user\":")]);
    static PAGE: Schema =
        Schema::new(&[PropSpec::new("events", ",\"events\":"), PropSpec::group("auth", ",\"auth\":", &AUTH)]);

    #[test]
    fn unknown_names_are_told_apart_from_paths_into_values() {
        assert_eq!(unknown("events", &[&PAGE], &[]), None);
        assert_eq!(unknown("events.0.id", &[&PAGE], &[]), None);
        assert_eq!(unknown("locale", &[&PAGE], &["locale"]), None);
        assert_eq!(unknown("auth.user.name", &[&PAGE], &[]), None);
        let nearest = |entry| unknown(entry, &[&PAGE], &[]).and_then(|unknown| unknown.nearest);
        assert_eq!(nearest("evnts").as_deref(), Some("events"));
        assert_eq!(nearest("auth.usr").as_deref(), Some("auth.user"));
        assert_eq!(unknown("zzz", &[&PAGE], &[]), Some(Unknown { nearest: None }));
    }

    #[test]
    fn integers_beyond_what_javascript_holds_are_found_outside_strings() {
        assert_eq!(unsafe_integer(br#"{"a":9007199254740991,"b":"9007199254740993","c":1e300}"#), None);
        assert_eq!(unsafe_integer(br#"[1,{"a":-9007199254740993}]"#), Some("9007199254740993".to_owned()));
    }

    #[test]
    fn the_first_item_tells_which_keys_there_are() {
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
