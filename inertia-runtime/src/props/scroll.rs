//! One page of an infinite scroll, with the cursors of the pages before and after it.

use serde::Serialize;

/// The items of one page of an infinite scroll, and the cursors of the pages before and after it.
///
/// A prop of this type needs the attribute `#[scroll]`. The client's `<InfiniteScroll>` component requests the other pages.
///
/// ```
/// use inertia::{Cursor, Scroll};
///
/// // numbered pages: page 2, with more to come
/// let page = Scroll::page(vec!["c", "d"], 2, true);
/// assert_eq!(page.items(), ["c", "d"]);
///
/// // opaque cursors: `Cursor::None` (or an `Option` that is `None`) where there is no further page
/// let page = Scroll::cursor(vec!["a", "b"], Cursor::None, Cursor::None, Some("after-b"));
/// assert_eq!(page.into_items().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scroll<T> {
    pub(crate) items: Vec<T>,
    pub(crate) cursors: Cursors,
}

/// The cursor of a page of an infinite scroll: a page number, an opaque token, or none.
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
    /// Creates page `page` of a list with pages numbered from 1.
    pub fn page(items: Vec<T>, page: u64, has_more: bool) -> Self {
        let previous = if page > 1 { Cursor::Page(page - 1) } else { Cursor::None };
        let next = if has_more { Cursor::Page(page.saturating_add(1)) } else { Cursor::None };
        Self { items, cursors: Cursors { previous, current: Cursor::Page(page), next } }
    }

    /// Creates page `page` of a list with `per_page` items per page, from a query with the limit `per_page + 1`. The extra
    /// row is removed. If it exists, there is a next page, so that no query has to count the rows.
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

    /// Creates a page with cursors. `current` is the cursor in the request, or `Cursor::None` for the first page.
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

    /// Returns the items of this page by value.
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
