//! What a check is asked to look at.

use std::{borrow::Cow, collections::HashSet};

use http::HeaderValue;

use super::{marks::Marks, wire::Indexes};
use crate::protocol::headers::{entries, text};

/// Which fields a check has to look at: those that the request asks for and that have no message yet.
///
/// ```
/// use inertia::{ErrorBag, Touched};
///
/// # struct Signup { email: String }
/// # struct Db;
/// # impl Db { async fn has_email(&self, _: &str) -> bool { true } }
/// async fn email_is_free(form: &Signup, touched: &Touched, db: &Db) -> Result<(), ErrorBag> {
///     if touched.wants("email") && db.has_email(&form.email).await {
///         return Err(ErrorBag::of("email", "is already taken"));
///     }
///     Ok(())
/// }
/// ```
///
/// A field that could not be read holds a stand-in, and one with a message is wrong anyway. Both are not wanted, so a check
/// that asks first never looks up nonsense.
#[derive(Debug, Clone)]
pub struct Touched {
    asked: AskedFields,
    /// The fields that have messages.
    marks: Marks,
    indexes: Indexes,
}

/// The fields whose messages a request asks for: all, or those that live validation names.
#[derive(Debug, Clone, Default)]
pub(crate) struct AskedFields(Option<Listed>);

/// The list that live validation sends.
#[derive(Debug, Clone, Default)]
struct Listed {
    names: HashSet<String>,
    /// Those with a `*` for a segment. There are few: a longer list is refused with its header.
    patterns: Vec<String>,
}

impl Touched {
    pub(crate) fn new(asked: AskedFields, marks: Marks, indexes: Indexes) -> Self {
        Self { asked, marks, indexes }
    }

    /// Whether to look at a field: this request asks for it, and it has no message so far, neither itself nor a part of
    /// it nor what it is a part of. `items.0.price` is asked for by `items.*.price`, too; the index is the element's place
    /// in the form's list, whichever the client gave it.
    pub fn wants(&self, field: &str) -> bool {
        let key = self.client_key(field);
        self.asked.has(&key) && !self.marks.is_wrong(&key)
    }

    /// The client's own key for a field, when it has another index for an element of a list than its place.
    pub(crate) fn client_key<'k>(&self, field: &'k str) -> Cow<'k, str> {
        self.indexes.client_key(field)
    }

    /// Whether this request asks for any field.
    pub(crate) fn asks_anything(&self) -> bool {
        self.asked.has_any()
    }
}

impl AskedFields {
    /// Those that the list of live validation names; all when there is none.
    pub(crate) fn new(validate_only: Option<&HeaderValue>) -> Self {
        Self(validate_only.map(|header| {
            let (patterns, names): (Vec<_>, Vec<_>) =
                entries(&text(header)).map(str::to_owned).partition(|entry| entry.contains('*'));
            Listed { names: names.into_iter().collect(), patterns }
        }))
    }

    /// Whether the request asks for a field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|listed| {
            listed.names.contains(field) || listed.patterns.iter().any(|pattern| matches(pattern, field))
        })
    }

    fn has_any(&self) -> bool {
        self.0.as_ref().is_none_or(|listed| !(listed.names.is_empty() && listed.patterns.is_empty()))
    }
}

/// A `*` stands for one segment.
fn matches(pattern: &str, field: &str) -> bool {
    let (mut patterns, mut segments) = (pattern.split('.'), field.split('.'));
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some("*"), Some(segment)) if !segment.is_empty() => {}
            (Some(pattern), Some(segment)) if pattern == segment => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(validate_only: Option<&'static str>, errors: &[&'static str]) -> Touched {
        let header = validate_only.map(HeaderValue::from_static);
        let mut marks = Marks::default();
        for field in errors {
            marks.fail(field);
        }
        Touched::new(AskedFields::new(header.as_ref()), marks, Indexes::default())
    }

    #[test]
    fn a_request_that_does_not_say_asks_for_everything() {
        assert!(touched(None, &[]).wants("items.0.price"));
        assert!(touched(None, &[]).asks_anything());
    }

    #[test]
    fn an_empty_list_asks_for_nothing() {
        assert!(!touched(Some(""), &[]).asks_anything());
        assert!(!touched(Some(" , "), &[]).wants("email"));
    }

    #[test]
    fn an_entry_names_one_field_and_a_star_one_segment() {
        let touched = touched(Some("email,items.*.price,tags.*"), &[]);
        for wanted in ["email", "items.0.price", "items.x.price", "tags.2"] {
            assert!(touched.wants(wanted), "{wanted}");
        }
        for other in
            ["emai", "email.x", "items", "items.0", "items.0.name", "items.0.1.price", "tags", "tags."]
        {
            assert!(!touched.wants(other), "{other}");
        }
    }

    #[test]
    fn what_has_a_message_is_not_wanted_nor_what_is_around_it() {
        let touched = touched(None, &["items.1", "address.zip"]);
        for other in ["items", "items.1", "items.1.price", "address", "address.zip"] {
            assert!(!touched.wants(other), "{other}");
        }
        for wanted in ["items.0", "address.city", "addresses"] {
            assert!(touched.wants(wanted), "{wanted}");
        }
    }
}
