//! The keys of once props, and the compile-time check that they are unique within a page.

use std::borrow::Cow;

use crate::{
    props::schema::Schema,
    protocol::{
        path::{Path, Relation},
        selection::Lists,
    },
};

/// The lists for shared props. Keys that the page has as well are left out of those that the client holds: under such a key the
/// client keeps the page's prop, and not the shared one.
pub(crate) fn without_keys_of<'l, 'v>(page: &Schema, lists: &'l Lists<'v>) -> Cow<'l, Lists<'v>> {
    if !page.has_once || !lists.held.iter().any(|held| has_key(page, held)) {
        return Cow::Borrowed(lists);
    }
    let held = lists.held.filtered(|held| !has_key(page, held));
    Cow::Owned(Lists { held, ..lists.clone() })
}

/// Whether a once prop of this table has this key.
fn has_key(schema: &Schema, key: &str) -> bool {
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

/// Calls `f` for every once prop, with the name of its top-level prop, its explicit key, and its path.
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

/// Fails the build if two once props of this table have the same key. `N` is the [`number`] of once props.
///
/// # Panics
///
/// Panics at compile time if two keys are equal.
#[track_caller]
pub const fn once_keys<const N: usize>(schema: &Schema) {
    let mut hashes = [0; N];
    hash(schema, EMPTY, &mut hashes, 0);
    let mut i = 0;
    while i < N {
        let mut j = 0;
        while j < i {
            assert!(
                hashes[i] != hashes[j],
                "two `#[once]` props of this page have the same key; give one of them another key: `#[once(key = \"…\")]`"
            );
            j += 1;
        }
        i += 1;
    }
}

/// The number of once props in this table and its groups.
pub const fn number(schema: &Schema) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < schema.props.len() {
        if schema.props[i].once.is_some() {
            n += 1;
        }
        if let Some(members) = schema.props[i].members {
            n += number(members);
        }
        i += 1;
    }
    n
}

/// Writes the hash of each key into `hashes`, starting at `next`. Comparing hashes keeps the check of hundreds of keys fast, and
/// with 64 bits the keys of one page do not collide.
const fn hash(schema: &Schema, up: u64, hashes: &mut [u64], mut next: usize) -> usize {
    let mut i = 0;
    while i < schema.props.len() {
        let prop = &schema.props[i];
        let path = match (prop.splice, up) {
            (true, up) => up,
            (false, EMPTY) => extended(EMPTY, prop.name),
            (false, up) => extended(extended(up, "."), prop.name),
        };
        if let Some(once) = prop.once {
            hashes[next] = match once.key {
                Some(key) => extended(EMPTY, key),
                None => path,
            };
            next += 1;
        }
        if let Some(members) = prop.members {
            next = hash(members, path, hashes, next);
        }
        i += 1;
    }
    next
}

/// The FNV-1a hash of the empty string.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// Continues a hash with more text.
const fn extended(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}
