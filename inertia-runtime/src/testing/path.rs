//! Dotted paths into JSON, interpreted like the client does: names of members, and indexes of list items.

use serde_json::{Map, Value};

/// The value at a path. The empty path is the whole value.
pub(super) fn get<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    segments(path).try_fold(value, |value, segment| match value {
        Value::Object(members) => members.get(segment),
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Sets the value at a path, and creates missing objects.
pub(super) fn set(value: &mut Value, path: &str, new: Value) {
    let mut at = value;
    for segment in segments(path) {
        if let Value::Array(items) = at {
            let Some(item) = segment.parse::<usize>().ok().and_then(|place| items.get_mut(place)) else {
                return;
            };
            at = item;
            continue;
        }
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(segment).or_insert(Value::Null);
    }
    *at = new;
}

/// Removes the member at a path.
pub(super) fn remove(value: &mut Value, path: &str) {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut at = value;
    for segment in segments(parent) {
        let Some(next) = at.get_mut(segment) else { return };
        at = next;
    }
    if let Value::Object(members) = at {
        members.remove(name);
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|segment| !segment.is_empty())
}
