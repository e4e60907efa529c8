//! The lists of a visit, and how a prop's path stands to them.

use std::borrow::Cow;

use crate::protocol::{
    headers::entries,
    path::{Path, Relation},
};

/// What a visit asks of one page.
#[derive(Debug, Clone)]
pub(crate) struct Lists<'v> {
    /// Whether this is a partial reload of the page that is rendered.
    pub(crate) partial: bool,
    /// `None` when there is no such list; never empty.
    pub(crate) only: Option<Entries<'v>>,
    pub(crate) except: Entries<'v>,
    pub(crate) reset: Entries<'v>,
    /// The keys of the once props that the client has.
    pub(crate) held: Entries<'v>,
    /// Whether the client scrolls backwards.
    pub(crate) prepend: bool,
}

/// The entries of a list header, in their order, repeats kept.
#[derive(Debug, Clone)]
pub(crate) enum Entries<'v> {
    /// As they were sent. They are split whenever they are looked at, because most are looked at a few times only.
    Sent(Cow<'v, str>),
    /// Those of them that count.
    Each(Vec<Cow<'v, str>>),
}

/// How a path stands to the lists.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer to a question of its own")]
pub(crate) struct Stance {
    /// The path is asked for, or something above it is.
    named: bool,
    /// Something below the path is asked for.
    leads: bool,
    /// The path is refused, or something above it is.
    dropped: bool,
    /// Something below the path is refused.
    drops_below: bool,
}

impl Stance {
    pub(crate) fn is_selected(self) -> bool {
        (self.named || self.leads) && !self.dropped
    }

    /// Only a part of the value is wanted.
    pub(crate) fn is_narrowed(self) -> bool {
        !self.named || self.drops_below
    }
}

impl Lists<'_> {
    /// What a full visit asks for when it has nothing special to say.
    pub(crate) const NONE: Self = Self {
        partial: false,
        only: None,
        except: Entries::NONE,
        reset: Entries::NONE,
        held: Entries::NONE,
        prepend: false,
    };

    pub(crate) fn stance(&self, path: &Path<'_>) -> Stance {
        let (named, leads) = self.only.as_ref().map_or((true, false), |only| relation(only, path));
        let (dropped, drops_below) = relation(&self.except, path);
        Stance { named, leads, dropped, drops_below }
    }

    /// The path is asked for, or something above it is.
    pub(crate) fn named(&self, path: &Path<'_>) -> bool {
        self.only.as_ref().is_none_or(|only| covers(only, path))
    }

    /// The path is refused, or something above it is.
    pub(crate) fn dropped(&self, path: &Path<'_>) -> bool {
        covers(&self.except, path)
    }

    /// Something below the path is refused.
    pub(crate) fn drops_below(&self, path: &Path<'_>) -> bool {
        relation(&self.except, path).1
    }

    pub(crate) fn selected(&self, path: &Path<'_>) -> bool {
        self.stance(path).is_selected()
    }

    /// Only a part of the value at this path is wanted.
    pub(crate) fn narrows(&self, path: &Path<'_>) -> bool {
        self.stance(path).is_narrowed()
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

impl Default for Lists<'_> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<'v> Entries<'v> {
    pub(crate) const NONE: Self = Self::Sent(Cow::Borrowed(""));

    /// The entries of a header's text.
    pub(crate) const fn sent(text: Cow<'v, str>) -> Self {
        Self::Sent(text)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let (sent, each) = match self {
            Self::Sent(text) => (&**text, &[][..]),
            Self::Each(each) => ("", &**each),
        };
        entries(sent).chain(each.iter().map(|entry| &**entry))
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Sent(text) => text.is_empty() || entries(text).next().is_none(),
            Self::Each(each) => each.is_empty(),
        }
    }

    /// The same without the entries that `keep` refuses.
    pub(crate) fn filtered(&self, keep: impl Fn(&str) -> bool) -> Entries<'static> {
        Entries::Each(
            self.iter().filter(|entry| keep(entry)).map(|entry| Cow::Owned(entry.to_owned())).collect(),
        )
    }
}

impl<'v> FromIterator<Cow<'v, str>> for Entries<'v> {
    fn from_iter<I: IntoIterator<Item = Cow<'v, str>>>(entries: I) -> Self {
        Self::Each(entries.into_iter().collect())
    }
}

/// Whether any entry is the path or above it, and whether any is below it.
fn relation(list: &Entries<'_>, path: &Path<'_>) -> (bool, bool) {
    let (mut covers, mut below) = (false, false);
    let mut look = |entry: &str| match path.relation(entry) {
        Relation::Same | Relation::Above => covers = true,
        Relation::Below => below = true,
        Relation::Apart => {}
    };
    match list {
        Entries::Sent(text) => entries(text).for_each(look),
        Entries::Each(each) => each.iter().for_each(|entry| look(entry)),
    }
    (covers, below)
}

fn covers(list: &Entries<'_>, path: &Path<'_>) -> bool {
    list.iter().any(|entry| matches!(path.relation(entry), Relation::Same | Relation::Above))
}
