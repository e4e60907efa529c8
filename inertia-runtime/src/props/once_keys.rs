//! The keys of once props: that no two of a page share one is checked when compiling.

use super::schema::Schema;
use crate::protocol::path::{Path, Relation};

/// Whether a once prop of this table has that key.
pub(crate) fn has_key(schema: &Schema, key: &str) -> bool {
    let mut found = false;
    each_key(schema, None, &mut |_, once, path| {
        found |= match once {
            Some(own) => own == key,
            None => path.relation(key) == Relation::Same,
        };
    });
    found
}

/// The keys of the once props of a table, each with the name of its top-level prop.
pub(crate) fn keys(schema: &Schema) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    each_key(schema, None, &mut |top, once, path| {
        keys.push((top, once.map_or_else(|| path.to_string(), str::to_owned)));
    });
    keys
}

/// Calls `f` with every once prop: its top-level prop, its own key, its path.
fn each_key(
    schema: &Schema,
    up: Option<(&'static str, &Path<'_>)>,
    f: &mut dyn FnMut(&'static str, Option<&'static str>, &Path<'_>),
) {
    for prop in schema.props {
        let path = Path { up: up.map(|(_, path)| path), name: prop.name };
        let top = up.map_or(prop.name, |(top, _)| top);
        if let Some(once) = prop.once {
            f(top, once.key, &path);
        }
        if let Some(members) = prop.members.filter(|members| members.has_once) {
            each_key(members, if prop.splice { up } else { Some((top, &path)) }, f);
        }
    }
}

/// How deep the check looks; deeper groups are not compared.
const DEPTH: usize = 16;

/// A once prop's key: its own, or the segments of its path.
#[derive(Clone, Copy)]
struct Key {
    segments: [&'static str; DEPTH],
    len: usize,
}

/// Fails the build when two once props of these tables share a key.
///
/// # Panics
///
/// In that case, which is at compile time.
#[track_caller]
pub const fn once_keys(schema: &Schema) {
    let count = count(schema);
    let mut i = 0;
    while i < count {
        let mut j = 0;
        while j < i {
            if let (Some(a), Some(b)) = (nth(schema, i), nth(schema, j)) {
                assert!(
                    !same_key(&a, &b),
                    "two `#[once]` props of this page have the same key; give one of them another: `#[once(key = \"…\")]`"
                );
            }
            j += 1;
        }
        i += 1;
    }
}

const fn count(schema: &Schema) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < schema.props.len() {
        if schema.props[i].once.is_some() {
            n += 1;
        }
        if let Some(members) = schema.props[i].members {
            n += count(members);
        }
        i += 1;
    }
    n
}

const fn nth(schema: &Schema, n: usize) -> Option<Key> {
    let mut left = n;
    find(schema, &mut left, &Key { segments: [""; DEPTH], len: 0 })
}

const fn find(schema: &Schema, left: &mut usize, up: &Key) -> Option<Key> {
    let mut i = 0;
    while i < schema.props.len() {
        let prop = &schema.props[i];
        let mut path = *up;
        if !prop.splice {
            if path.len == DEPTH {
                return None;
            }
            path.segments[path.len] = prop.name;
            path.len += 1;
        }
        if let Some(once) = prop.once {
            if *left == 0 {
                return match once.key {
                    Some(key) => {
                        let mut own = Key { segments: [""; DEPTH], len: 1 };
                        own.segments[0] = key;
                        Some(own)
                    }
                    None => Some(path),
                };
            }
            *left -= 1;
        }
        if let Some(members) = prop.members {
            let found = find(members, left, &path);
            if found.is_some() {
                return found;
            }
        }
        i += 1;
    }
    None
}

const fn same_key(a: &Key, b: &Key) -> bool {
    let mut at = 0;
    loop {
        match (byte(a, at), byte(b, at)) {
            (None, None) => return true,
            (Some(x), Some(y)) if x == y => at += 1,
            _ => return false,
        }
    }
}

/// The byte at `at` of the segments joined by dots.
const fn byte(key: &Key, at: usize) -> Option<u8> {
    let (mut left, mut i) = (at, 0);
    while i < key.len {
        let segment = key.segments[i].as_bytes();
        if left < segment.len() {
            return Some(segment[left]);
        }
        left -= segment.len();
        if i + 1 < key.len {
            if left == 0 {
                return Some(b'.');
            }
            left -= 1;
        }
        i += 1;
    }
    None
}
