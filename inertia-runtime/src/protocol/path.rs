//! Dotted paths, compared segment by segment without being put together.

use std::fmt;

/// The path of a prop while a table is walked: a name, and the path of the group it is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'p> {
    pub(crate) up: Option<&'p Path<'p>>,
    pub(crate) name: &'p str,
}

/// How an entry of a list header stands to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    /// The entry is an ancestor of the path.
    Above,
    /// The entry lies below the path.
    Below,
    Apart,
}

/// What is left of an entry after a path was taken off its front.
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

    /// Calls `f` with the path of `at`, which is a dotted path below this one, or empty for this one itself.
    pub(crate) fn below<R>(&self, at: &str, f: impl FnOnce(&Path<'_>) -> R) -> R {
        if at.is_empty() {
            return f(self);
        }
        self.descend(at, f)
    }

    // The closure is passed on by value, so a chain of frames is as deep as the path and needs no allocation.
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
    fn entries_stand_to_a_path_as_their_segments_do() {
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
    fn a_label_is_a_path_of_its_own() {
        let feed = Path { up: None, name: "feed" };
        assert_eq!(feed.below("", |path| path.relation("feed")), Relation::Same);
        assert_eq!(feed.below("meta.data", |path| path.relation("feed.meta")), Relation::Above);
        assert_eq!(feed.below("meta.data", |path| path.relation("feed.meta.data")), Relation::Same);
        assert_eq!(feed.below("meta.data", |path| path.to_string()), "feed.meta.data");
    }
}
