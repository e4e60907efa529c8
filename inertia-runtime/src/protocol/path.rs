//! Dotted paths, compared segment by segment without joining them into a string.

use std::fmt;

/// The path of a prop during a walk over a table: its name, and the path of its group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'p> {
    pub(crate) up: Option<&'p Path<'p>>,
    pub(crate) name: &'p str,
}

/// The relation of an entry in a list header to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    /// The entry is an ancestor of the path.
    Above,
    /// The entry is a descendant of the path.
    Below,
    /// The entry is on another branch.
    Apart,
}

/// The rest of an entry after a path was removed from its front.
enum Rest<'e> {
    Nothing,
    Segments(&'e str),
    EndedAbove,
    Apart,
}

#[cfg(test)]
thread_local! {
    /// How often a path was compared with an entry, for tests that bound this.
    pub(crate) static COMPARISONS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Path<'_> {
    pub(crate) fn relation(&self, entry: &str) -> Relation {
        #[cfg(test)]
        COMPARISONS.set(COMPARISONS.get() + 1);
        match self.strip(entry) {
            Rest::Nothing => Relation::Same,
            Rest::Segments(_) => Relation::Below,
            Rest::EndedAbove => Relation::Above,
            Rest::Apart => Relation::Apart,
        }
    }

    fn strip<'e>(&self, entry: &'e str) -> Rest<'e> {
        let rest = match self.up {
            None => entry,
            Some(up) => match up.strip(entry) {
                Rest::Segments(rest) => rest,
                Rest::Nothing | Rest::EndedAbove => return Rest::EndedAbove,
                Rest::Apart => return Rest::Apart,
            },
        };
        match rest.strip_prefix(self.name) {
            Some("") => Rest::Nothing,
            Some(below) => below.strip_prefix('.').map_or(Rest::Apart, Rest::Segments),
            None => Rest::Apart,
        }
    }

    /// Calls `f` with the path of `at`, a dotted path relative to this one. An empty `at` is this path itself.
    pub(crate) fn below<R>(&self, at: &str, f: impl FnOnce(&Path<'_>) -> R) -> R {
        if at.is_empty() {
            return f(self);
        }
        self.descend(at, f)
    }

    // Recursive, because each segment borrows the `Path` of its parent on the stack. So no allocation is needed.
    fn descend<R, F: FnOnce(&Path<'_>) -> R>(&self, at: &str, f: F) -> R {
        let (name, rest) = at.split_once('.').map_or((at, None), |(name, rest)| (name, Some(rest)));
        let path = Path { up: Some(self), name };
        match rest {
            Some(rest) => path.descend(rest, f),
            None => f(&path),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(up) = self.up {
            write!(f, "{up}.")?;
        }
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_compared_with_a_path_segment_by_segment() {
        let auth = Path { up: None, name: "auth" };
        let user = Path { up: Some(&auth), name: "user" };
        for (entry, relation) in [
            ("auth.user", Relation::Same),
            ("auth", Relation::Above),
            ("auth.user.name", Relation::Below),
            ("auth.user.", Relation::Below),
            ("auth.users", Relation::Apart),
            ("auth.", Relation::Apart),
            ("aut", Relation::Apart),
            ("user", Relation::Apart),
            ("", Relation::Apart),
        ] {
            assert_eq!(user.relation(entry), relation, "{entry:?}");
        }
        assert_eq!(user.to_string(), "auth.user");
    }

    #[test]
    fn a_relative_path_is_appended_to_the_path() {
        let feed = Path { up: None, name: "feed" };
        assert_eq!(feed.below("", |path| path.relation("feed")), Relation::Same);
        assert_eq!(feed.below("meta.data", |path| path.relation("feed.meta")), Relation::Above);
        assert_eq!(feed.below("meta.data", |path| path.relation("feed.meta.data")), Relation::Same);
        assert_eq!(feed.below("meta.data", |path| path.to_string()), "feed.meta.data");
    }
}
