//! The fields that a check has to look at.

use std::{borrow::Cow, collections::HashSet};

use http::HeaderValue;

use crate::form::validate::{marks::Marks, wire::Indexes};
use crate::protocol::headers::{entries, text};

/// The fields that a check has to look at: those that the request wants validated and that have no message yet.
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
/// [`wants`](Self::wants) is false for a field that could not be read, whose value is a stand-in, and for a field that
/// already has a message. A check that calls it first never queries the database for either.
#[derive(Debug, Clone)]
pub struct Touched {
    requested: RequestedFields,
    /// The fields that have messages.
    marks: Marks,
    indexes: Indexes,
}

/// The fields that a request wants validated: all (`None`), or those that live validation lists.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestedFields(Option<FieldList>);

/// The list that live validation sends.
#[derive(Debug, Clone, Default)]
struct FieldList {
    names: HashSet<String>,
    /// The entries with a `*` segment. Servers limit the size of headers, so there are few.
    patterns: Vec<String>,
}

impl Touched {
    pub(crate) fn new(requested: RequestedFields, marks: Marks, indexes: Indexes) -> Self {
        Self { requested, marks, indexes }
    }

    /// Whether the check has to look at a field: the request wants it validated, and neither the field, nor one inside it,
    /// nor one around it has a message yet. A request for `items.*.price` includes `items.0.price`. The index is the
    /// element's position in the form's list, even if the client uses another one.
    pub fn wants(&self, field: &str) -> bool {
        let key = self.client_key(field);
        self.requested.has(&key) && !self.marks.is_wrong(&key)
    }

    /// The client's key for a field. It differs if the client's index of an element is not its position.
    pub(crate) fn client_key<'k>(&self, field: &'k str) -> Cow<'k, str> {
        self.indexes.client_key(field)
    }

    /// Whether the request wants any field validated.
    pub(crate) fn has_requested_fields(&self) -> bool {
        self.requested.has_any()
    }
}

impl RequestedFields {
    /// The fields in the `Precognition-Validate-Only` header; all fields without it.
    pub(crate) fn new(validate_only: Option<&HeaderValue>) -> Self {
        Self(validate_only.map(|header| {
            let (patterns, names): (Vec<_>, Vec<_>) =
                entries(&text(header)).map(str::to_owned).partition(|entry| entry.contains('*'));
            FieldList { names: names.into_iter().collect(), patterns }
        }))
    }

    /// Whether the request wants a field validated.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|list| {
            list.names.contains(field) || list.patterns.iter().any(|pattern| matches(pattern, field))
        })
    }

    fn has_any(&self) -> bool {
        self.0.as_ref().is_none_or(|list| !(list.names.is_empty() && list.patterns.is_empty()))
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
        Touched::new(RequestedFields::new(header.as_ref()), marks, Indexes::default())
    }

    #[test]
    fn a_request_without_a_list_wants_every_field() {
        assert!(touched(None, &[]).wants("items.0.price"));
        assert!(touched(None, &[]).has_requested_fields());
    }

    #[test]
    fn an_empty_list_wants_no_field() {
        assert!(!touched(Some(""), &[]).has_requested_fields());
        assert!(!touched(Some(" , "), &[]).wants("email"));
    }

    #[test]
    fn an_entry_names_one_field_and_a_star_matches_one_segment() {
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
    fn a_field_with_a_message_and_the_fields_around_it_are_not_wanted() {
        let touched = touched(None, &["items.1", "address.zip"]);
        for other in ["items", "items.1", "items.1.price", "address", "address.zip"] {
            assert!(!touched.wants(other), "{other}");
        }
        for wanted in ["items.0", "address.city", "addresses"] {
            assert!(touched.wants(wanted), "{wanted}");
        }
    }
}
