//! A page of an infinitely scrolled list, with the cursors to its neighbours.

use serde::Serialize;

/// The items of one page of an infinitely scrolled list, and where the pages before and after it are.
///
/// A prop of this type carries `#[scroll]`; the client's `<InfiniteScroll>` asks for the neighbours.
///
/// ```
/// use inertia::{Cursor, Scroll};
///
/// // numbered pages: the second of more
/// let page = Scroll::page(vec!["c", "d"], 2, true);
/// assert_eq!(page.items(), ["c", "d"]);
///
/// // opaque cursors: `Cursor::None` (or an `Option` that is `None`) where there is no more
/// let page = Scroll::cursor(vec!["a", "b"], Cursor::None, Cursor::None, Some("after-b"));
/// assert_eq!(page.into_items().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scroll<T> {
    pub(crate) items: Vec<T>,
    pub(crate) cursors: Cursors,
}

/// Where a page of a scrolled list is: a number, an opaque token, or nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(untagged)]
pub enum Cursor {
    /// There is no such page.
    #[default]
    None,
    /// A page number.
    Page(u64),
    /// An opaque token.
    Token(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursors {
    pub(crate) previous: Cursor,
    pub(crate) current: Cursor,
    pub(crate) next: Cursor,
}

impl<T> Scroll<T> {
    /// Page `page` of a list whose pages are numbered from 1.
    pub fn page(items: Vec<T>, page: u64, has_more: bool) -> Self {
        let previous = if page > 1 { Cursor::Page(page - 1) } else { Cursor::None };
        let next = if has_more { Cursor::Page(page.saturating_add(1)) } else { Cursor::None };
        Self { items, cursors: Cursors { previous, current: Cursor::Page(page), next } }
    }

    /// Page `page` of a list whose pages have `per_page` items, out of rows that were read with a limit of one more. That
    /// one is left out, and says that there is a next page: no query has to count.
    ///
    /// ```
    /// use inertia::Scroll;
    ///
    /// let (page, per_page) = (1, 2);
    /// let rows = vec!["a", "b", "c"]; // `LIMIT per_page + 1 OFFSET (page - 1) * per_page`
    /// let scroll = Scroll::page_of(rows, page, per_page);
    /// assert_eq!(scroll, Scroll::page(vec!["a", "b"], 1, true));
    /// ```
    pub fn page_of(mut rows: Vec<T>, page: u64, per_page: usize) -> Self {
        let has_more = rows.len() > per_page;
        rows.truncate(per_page);
        Self::page(rows, page, has_more)
    }

    /// A page between two cursors. `current` is what the request named, `Cursor::None` for the first page.
    pub fn cursor(
        items: Vec<T>,
        previous: impl Into<Cursor>,
        current: impl Into<Cursor>,
        next: impl Into<Cursor>,
    ) -> Self {
        let cursors = Cursors { previous: previous.into(), current: current.into(), next: next.into() };
        Self { items, cursors }
    }

    /// The items of this page.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items of this page, by value.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }
}

impl From<u64> for Cursor {
    fn from(page: u64) -> Self {
        Self::Page(page)
    }
}

impl From<usize> for Cursor {
    fn from(page: usize) -> Self {
        Self::Page(page as u64)
    }
}

impl From<u32> for Cursor {
    fn from(page: u32) -> Self {
        Self::Page(page.into())
    }
}

impl From<String> for Cursor {
    fn from(token: String) -> Self {
        Self::Token(token)
    }
}

impl From<&str> for Cursor {
    fn from(token: &str) -> Self {
        Self::Token(token.to_owned())
    }
}

impl<C: Into<Cursor>> From<Option<C>> for Cursor {
    fn from(cursor: Option<C>) -> Self {
        cursor.map_or(Self::None, Into::into)
    }
}
