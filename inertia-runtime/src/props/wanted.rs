//! The entries of a visit's lists below one prop, sorted, so that a member of the prop is found without looking at each.

use crate::protocol::{
    path::{Path, Relation},
    selection::{Entries, Lists},
};

/// The entries below a prop, of both lists.
#[derive(Debug)]
pub(super) struct Sorted<'l> {
    only: Vec<&'l str>,
    except: Vec<&'l str>,
    named: bool,
}

/// How a value stands to the lists: those entries that lie below it, and what was decided above.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'s> {
    only: Below<'s>,
    except: Below<'s>,
    /// The value is asked for, or something above it is.
    named: bool,
}

/// Sorted entries that all begin with the same path, which is `read` bytes long.
#[derive(Debug, Clone, Copy)]
struct Below<'s> {
    entries: &'s [&'s str],
    read: usize,
}

impl<'l> Sorted<'l> {
    /// The entries below this path.
    pub(super) fn new(path: &Path<'_>, lists: &'l Lists<'_>) -> Self {
        let sorted = |list: &'l Entries<'_>| {
            let mut entries: Vec<&str> =
                list.iter().filter(|entry| path.relation(entry) == Relation::Below).collect();
            entries.sort_unstable();
            entries
        };
        Self {
            only: lists.only.as_ref().map(sorted).unwrap_or_default(),
            except: sorted(&lists.except),
            named: lists.named(path),
        }
    }

    /// How the value at the path stands to them.
    pub(super) fn wanted(&self, path: &Path<'_>) -> Wanted<'_> {
        let read = path.to_string().len() + 1;
        let below = |entries| Below { entries, read };
        Wanted { only: below(&self.only), except: below(&self.except), named: self.named }
    }
}

impl Wanted<'_> {
    /// Whether only a part of the value is wanted.
    pub(super) fn is_part(&self) -> bool {
        !self.named || !self.except.entries.is_empty()
    }

    /// The same for a member of the value; nothing when it is not wanted.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let (dropped, except) = self.except.member(name);
        if dropped {
            return None;
        }
        let (named, only) = self.only.member(name);
        let named = self.named || named;
        (named || !only.entries.is_empty()).then_some(Self { only, except, named })
    }
}

impl Below<'_> {
    /// Whether an entry is the member itself, and the entries below it.
    fn member(&self, name: &str) -> (bool, Self) {
        let name = name.as_bytes();
        let from = self.entries.partition_point(|entry| self.rest(entry) < name);
        let same = self.entries.get(from..).unwrap_or_default();
        let is_same = same.first().is_some_and(|entry| self.rest(entry) == name);
        // Between the two are entries that go on with what sorts before a dot.
        let before = same.partition_point(|entry| self.rest(entry).iter().lt(name.iter().chain(b".")));
        let behind = same.get(before..).unwrap_or_default();
        let below = behind.partition_point(|entry| {
            self.rest(entry).strip_prefix(name).is_some_and(|rest| rest.starts_with(b"."))
        });
        let entries = behind.get(..below).unwrap_or_default();
        (is_same, Self { entries, read: self.read + name.len() + 1 })
    }

    /// What follows the path in an entry.
    fn rest<'e>(&self, entry: &'e str) -> &'e [u8] {
        entry.as_bytes().get(self.read..).unwrap_or_default()
    }
}
