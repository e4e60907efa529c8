//! The compile-time check that no two once props of a page share a key.

use super::schema::Schema;

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
