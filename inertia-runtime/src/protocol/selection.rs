//! The lists of a visit, and how a prop's path stands to them.

use std::borrow::Cow;

use super::path::{Path, Relation};

/// What a visit asks of one page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists<'v> {
    /// Whether this is a partial reload of the page that is rendered.
    pub(crate) partial: bool,
    /// `None` when there is no such list; never empty.
    pub(crate) only: Option<Vec<Cow<'v, str>>>,
    pub(crate) except: Vec<Cow<'v, str>>,
    pub(crate) reset: Vec<Cow<'v, str>>,
    /// The keys of the once props that the client has.
    pub(crate) held: Vec<Cow<'v, str>>,
    /// Whether the client scrolls backwards.
    pub(crate) prepend: bool,
}

impl Lists<'_> {
    /// The path is asked for, or something above it is.
    pub(crate) fn named(&self, path: &Path<'_>) -> bool {
        self.only.as_ref().is_none_or(|only| covers(only, path))
    }

    /// Something below the path is asked for.
    pub(crate) fn leads(&self, path: &Path<'_>) -> bool {
        self.only.as_ref().is_some_and(|only| reaches_below(only, path))
    }

    /// The path is refused, or something above it is.
    pub(crate) fn dropped(&self, path: &Path<'_>) -> bool {
        covers(&self.except, path)
    }

    /// Something below the path is refused.
    pub(crate) fn drops_below(&self, path: &Path<'_>) -> bool {
        reaches_below(&self.except, path)
    }

    pub(crate) fn selected(&self, path: &Path<'_>) -> bool {
        (self.named(path) || self.leads(path)) && !self.dropped(path)
    }

    /// Only a part of the value at this path is wanted.
    pub(crate) fn narrows(&self, path: &Path<'_>) -> bool {
        !self.named(path) || self.drops_below(path)
    }

    /// The path, or something above it, is to start anew.
    pub(crate) fn resets(&self, path: &Path<'_>) -> bool {
        covers(&self.reset, path)
    }

    /// The client has the once prop of this key, which is the path's own when there is no other.
    pub(crate) fn holds(&self, key: Option<&str>, path: &Path<'_>) -> bool {
        self.held.iter().any(|held| match key {
            Some(key) => held == key,
            None => path.relation(held) == Relation::Same,
        })
    }
}

fn covers(list: &[Cow<'_, str>], path: &Path<'_>) -> bool {
    list.iter().any(|entry| matches!(path.relation(entry), Relation::Same | Relation::Above))
}

fn reaches_below(list: &[Cow<'_, str>], path: &Path<'_>) -> bool {
    list.iter().any(|entry| path.relation(entry) == Relation::Below)
}
