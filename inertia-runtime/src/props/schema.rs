//! The `'static` table that the derive generates for a props struct.

use crate::protocol::path::Path;

/// The table of one props struct, in declaration order.
///
/// The *index* of a prop is its position in a depth-first walk over the table and the tables of its groups. A group
/// takes one index for itself, followed by the indexes of its members.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent flags that let a walk skip a table")]
pub struct Schema {
    pub(crate) props: &'static [PropSpec],
    /// The number of indexes in the whole table.
    pub(crate) total: usize,
    /// Whether any prop, at any depth, can have metadata (deferred, merge, once, scroll, rescued).
    pub(crate) has_metadata: bool,
    /// Whether any prop, at any depth, has metadata that does not depend on its value (deferred, merge, scroll).
    pub(crate) has_announcements: bool,
    /// Whether any prop, at any depth, is `#[always]`.
    pub(crate) has_always: bool,
    /// Whether any prop, at any depth, is `#[once]`.
    pub(crate) has_once: bool,
}

/// One prop in the table.
#[derive(Debug)]
pub struct PropSpec {
    /// The name on the wire, one segment of a dotted path.
    pub(crate) name: &'static str,
    /// The name as a JSON key with its comma and colon: `,"name":`.
    pub(crate) key: &'static str,
    pub(crate) delivery: Delivery,
    pub(crate) rescue: bool,
    /// In milliseconds; zero means no timeout.
    pub(crate) timeout: u64,
    pub(crate) merge: Option<MergeSpec>,
    pub(crate) once: Option<OnceSpec>,
    pub(crate) scroll: Option<ScrollSpec>,
    pub(crate) members: Option<&'static Schema>,
    /// Whether the members are sent at the level of the group itself (`#[serde(flatten)]`).
    pub(crate) splice: bool,
}

/// When a prop is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Selected,
    Always,
    Optional,
    Defer(&'static str),
}

/// How the client merges a prop into the value that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// `mergeProps`: append.
    Append,
    /// `prependProps`: put in front.
    Prepend,
    /// `deepMergeProps`: merge recursively.
    Deep,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct MergeSpec {
    pub(crate) mode: Merge,
    /// The path of the list inside the prop; empty if the prop is the list.
    pub(crate) at: &'static str,
    /// The fields that identify items; for a deep merge, paths below the prop.
    pub(crate) match_on: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct OnceSpec {
    /// The explicit key. `None` means that the prop's path is the key.
    pub(crate) key: Option<&'static str>,
    /// In milliseconds; `None` means that it never expires.
    pub(crate) ttl: Option<u64>,
    /// The name of the prop's type, for a hint in debug builds.
    #[cfg(debug_assertions)]
    pub(crate) ty: fn() -> &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct ScrollSpec {
    pub(crate) page_name: &'static str,
    pub(crate) wrapper: &'static str,
    pub(crate) match_on: Option<&'static str>,
}

impl Schema {
    /// Creates the table of these props.
    #[must_use]
    pub const fn new(props: &'static [PropSpec]) -> Self {
        let mut schema = Self {
            props,
            total: 0,
            has_metadata: false,
            has_announcements: false,
            has_always: false,
            has_once: false,
        };
        let mut i = 0;
        while i < props.len() {
            let prop = &props[i];
            schema.total += prop.indexes();
            schema.has_metadata |= prop.has_metadata();
            schema.has_announcements |= prop.has_announcement();
            schema.has_always |= matches!(prop.delivery, Delivery::Always);
            schema.has_once |= prop.once.is_some();
            if let Some(members) = prop.members {
                schema.has_metadata |= members.has_metadata;
                schema.has_announcements |= members.has_announcements;
                schema.has_always |= members.has_always;
                schema.has_once |= members.has_once;
            }
            i += 1;
        }
        schema
    }

    /// Whether this level has a prop with this name, including spliced props.
    pub(crate) const fn declares(&self, name: &str) -> bool {
        let mut i = 0;
        while i < self.props.len() {
            if self.props[i].provides(name) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Calls `f` with the props of this level, including spliced props.
    pub(crate) fn level(&self, f: &mut impl FnMut(&'static PropSpec)) {
        for prop in self.props {
            match prop.members {
                Some(members) if prop.splice => members.level(f),
                _ => f(prop),
            }
        }
    }

    /// Whether the prop at this dotted path is `#[defer]`, or in a `#[defer]` group.
    pub(crate) fn defers(&self, path: &str) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let mut defers = false;
        self.level(&mut |prop| {
            if prop.name == name {
                defers = matches!(prop.delivery, Delivery::Defer(_))
                    || prop.members.zip(rest).is_some_and(|(members, rest)| members.defers(rest));
            }
        });
        defers
    }

    /// The dotted path of the prop with this index, for messages.
    pub(crate) fn path_of(&self, index: usize) -> String {
        fn find(schema: &Schema, index: usize, next: &mut usize, up: Option<&Path<'_>>) -> Option<String> {
            for prop in schema.props {
                let path = Path { up, name: prop.name };
                let here = *next;
                *next += 1;
                if here == index {
                    return Some(path.to_string());
                }
                let Some(members) = prop.members else { continue };
                let found = find(members, index, next, if prop.splice { up } else { Some(&path) });
                if found.is_some() {
                    return found;
                }
            }
            None
        }
        find(self, index, &mut 0, None).unwrap_or_default()
    }
}

impl PropSpec {
    /// A prop without attributes. `name` is its serialized name, and `key` is the same as a JSON key with comma and colon.
    #[must_use]
    pub const fn new(name: &'static str, key: &'static str) -> Self {
        Self {
            name,
            key,
            delivery: Delivery::Selected,
            rescue: false,
            timeout: 0,
            merge: None,
            once: None,
            scroll: None,
            members: None,
            splice: false,
        }
    }

    /// A `#[nested]` group.
    #[must_use]
    pub const fn group(name: &'static str, key: &'static str, members: &'static Schema) -> Self {
        Self { members: Some(members), ..Self::new(name, key) }
    }

    /// A `#[nested]` group whose members are sent at the level of the group itself (`#[serde(flatten)]`).
    #[must_use]
    pub const fn splice(members: &'static Schema) -> Self {
        Self { members: Some(members), splice: true, ..Self::new("", "") }
    }

    /// `#[always]`
    #[must_use]
    pub const fn always(mut self) -> Self {
        self.delivery = Delivery::Always;
        self
    }

    /// `#[optional]`
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.delivery = Delivery::Optional;
        self
    }

    /// `#[defer(group = "…")]`
    #[must_use]
    pub const fn defer(mut self, group: &'static str) -> Self {
        self.delivery = Delivery::Defer(group);
        self
    }

    /// `rescue`
    #[must_use]
    pub const fn rescue(mut self) -> Self {
        self.rescue = true;
        self
    }

    /// `timeout = "…"`, in milliseconds
    #[must_use]
    pub const fn timeout(mut self, milliseconds: u64) -> Self {
        self.timeout = milliseconds;
        self
    }

    /// `#[merge]`, `#[prepend]`, `#[deep_merge]`
    #[must_use]
    pub const fn merge(mut self, mode: Merge, at: &'static str, match_on: &'static [&'static str]) -> Self {
        self.merge = Some(MergeSpec { mode, at, match_on });
        self
    }

    /// `#[once]` on a `T`; the time to live in milliseconds
    #[must_use]
    pub const fn once<T: ?Sized>(mut self, key: Option<&'static str>, ttl: Option<u64>) -> Self {
        self.once = Some(OnceSpec {
            key,
            ttl,
            #[cfg(debug_assertions)]
            ty: std::any::type_name::<T>,
        });
        self
    }

    /// `#[scroll]`
    #[must_use]
    pub const fn scroll(
        mut self,
        page_name: &'static str,
        wrapper: &'static str,
        match_on: Option<&'static str>,
    ) -> Self {
        self.scroll = Some(ScrollSpec { page_name, wrapper, match_on });
        self
    }

    const fn has_metadata(&self) -> bool {
        self.has_announcement() || self.once.is_some() || self.rescue
    }

    const fn has_announcement(&self) -> bool {
        matches!(self.delivery, Delivery::Defer(_)) || self.merge.is_some() || self.scroll.is_some()
    }

    const fn provides(&self, name: &str) -> bool {
        match self.members {
            Some(members) if self.splice => members.declares(name),
            _ => same(self.name, name),
        }
    }
}

/// Fails the build if a spliced group has a prop with the same name as another prop of this level. The derive itself
/// only sees the names in its own struct, not those of spliced groups.
///
/// # Panics
///
/// Panics at compile time if two names are equal.
#[track_caller]
pub const fn names(schema: &Schema) {
    let props = schema.props;
    let mut i = 0;
    while i < props.len() {
        let mut j = 0;
        while j < i {
            assert!(
                !overlap(&props[i], &props[j]),
                "a spliced group (`#[nested]` with `#[serde(flatten)]`) has a prop of the same wire name as another prop of this struct; rename one of them"
            );
            j += 1;
        }
        i += 1;
    }
}

const fn overlap(a: &PropSpec, b: &PropSpec) -> bool {
    match a.members {
        Some(members) if a.splice => {
            let mut i = 0;
            while i < members.props.len() {
                if overlap(&members.props[i], b) {
                    return true;
                }
                i += 1;
            }
            false
        }
        _ => b.provides(a.name),
    }
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
