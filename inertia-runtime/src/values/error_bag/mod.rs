//! The messages of a form, by field.

pub(crate) mod limit;

use std::{borrow::Cow, collections::BTreeMap};

use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

pub(crate) use crate::values::error_bag::limit::CollectedErrors;
use crate::values::redirect::Redirect;

/// The messages of a form, by field: those of a form that is not [`Valid`](crate::Valid), and those that a check or a handler
/// returns. Fields have the names that the client uses, with dots: `items.0.price`.
///
/// ```
/// use inertia::ErrorBag;
///
/// let mut errors = ErrorBag::new();
/// errors.add("email", "is already taken");
/// errors.add("items.0.price", "must be a number");
///
/// assert_eq!(errors.first("email"), Some("is already taken"));
/// assert!(!errors.is_empty());
/// ```
///
/// A handler that returns one rejects the form as [`Valid`](crate::Valid) does: a visit is redirected back to its page, which has the
/// messages as its `errors`; a request for JSON and live validation get them with a 422. Up to 64 KiB of messages are sent. If
/// there are more, the last message ends with the number of the others.
///
/// ```
/// use axum::Json;
/// use inertia::{ErrorBag, InertiaForm, Valid};
///
/// #[derive(InertiaForm)]
/// struct Like {
///     liked: bool,
/// }
///
/// async fn like(form: Valid<Like>) -> Result<Json<u32>, ErrorBag> {
///     # let is_over = true;
///     if is_over {
///         return Err(ErrorBag::of("liked", "this one is over"));
///     }
///     Ok(Json(12))
/// }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorBag {
    messages: BTreeMap<Cow<'static, str>, Vec<Cow<'static, str>>>,
    /// How many messages were left out because of the limit.
    #[serde(skip)]
    omitted: usize,
}

impl ErrorBag {
    /// No messages.
    pub const fn new() -> Self {
        Self { messages: BTreeMap::new(), omitted: 0 }
    }

    /// A bag with one message. Add more with [`with`](Self::with).
    ///
    /// ```
    /// use inertia::ErrorBag;
    ///
    /// let errors = ErrorBag::of("starts", "is in the past").with("seats", "must be at least 1");
    /// assert_eq!(errors.len(), 2);
    /// ```
    pub fn of(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new().with(field, message)
    }

    /// Adds a message to a field, after those that it already has.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) {
        self.messages.entry(field.into()).or_default().push(message.into());
    }

    /// Adds a message and returns the bag.
    pub fn with(
        mut self,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.add(field, message);
        self
    }

    /// Whether no field has a message.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.omitted == 0
    }

    /// How many fields have messages.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether the field with this full name has a message.
    pub fn contains(&self, field: &str) -> bool {
        self.messages.contains_key(field)
    }

    /// The messages of a field.
    pub fn get(&self, field: &str) -> &[Cow<'static, str>] {
        self.messages.get(field).map_or(&[], Vec::as_slice)
    }

    /// The first message of a field.
    pub fn first(&self, field: &str) -> Option<&str> {
        self.get(field).first().map(|message| &**message)
    }

    /// Every field with its messages, in the order of the fields' names.
    ///
    /// ```
    /// # use inertia::ErrorBag;
    /// let errors = ErrorBag::from([("title", "is required"), ("seats", "must be at least 1")]);
    /// let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
    /// assert_eq!(fields, ["seats", "title"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Cow<'static, str>])> {
        self.messages.iter().map(|(field, messages)| (&**field, messages.as_slice()))
    }

    /// Keeps only the fields for which `keep` returns `true`.
    ///
    /// ```
    /// # use inertia::ErrorBag;
    /// let mut errors = ErrorBag::from([("title", "is required"), ("draft.note", "is too long")]);
    /// errors.retain(|field| !field.starts_with("draft."));
    /// assert!(errors.contains("title") && !errors.contains("draft.note"));
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.messages.retain(|field, _| keep(field));
    }

    /// Adds the messages of another bag after those of this one.
    ///
    /// ```
    /// # use inertia::ErrorBag;
    /// let mut errors = ErrorBag::of("title", "is too short");
    /// errors.merge(ErrorBag::of("title", "is taken"));
    /// assert_eq!(errors.get("title"), ["is too short", "is taken"]);
    /// ```
    pub fn merge(&mut self, other: Self) {
        self.omitted += other.omitted;
        for (field, messages) in other.messages {
            self.messages.entry(field).or_default().extend(messages);
        }
    }
}

impl<F, M> FromIterator<(F, M)> for ErrorBag
where
    F: Into<Cow<'static, str>>,
    M: Into<Cow<'static, str>>,
{
    fn from_iter<I: IntoIterator<Item = (F, M)>>(messages: I) -> Self {
        let mut bag = Self::new();
        bag.extend(messages);
        bag
    }
}

impl<F, M> Extend<(F, M)> for ErrorBag
where
    F: Into<Cow<'static, str>>,
    M: Into<Cow<'static, str>>,
{
    fn extend<I: IntoIterator<Item = (F, M)>>(&mut self, messages: I) {
        for (field, message) in messages {
            self.add(field, message);
        }
    }
}

impl<F, M, const N: usize> From<[(F, M); N]> for ErrorBag
where
    F: Into<Cow<'static, str>>,
    M: Into<Cow<'static, str>>,
{
    fn from(messages: [(F, M); N]) -> Self {
        messages.into_iter().collect()
    }
}

/// A form's messages as an extension of the response. The layer sends them as JSON if the request wants JSON.
#[derive(Debug, Clone)]
pub(crate) struct Invalid(pub(crate) ErrorBag);

impl IntoResponse for ErrorBag {
    fn into_response(self) -> Response {
        let errors = self.within_limit();
        let mut response = Redirect::back().errors(errors.clone()).into_response();
        response.extensions_mut().insert(Invalid(errors));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_its_messages_in_the_order_of_insertion() {
        let mut bag = ErrorBag::from([("name", "is too short"), ("name", "is taken")]);
        bag.merge(ErrorBag::of("name", "is rude").with("age", "is required"));
        assert_eq!(bag.get("name"), ["is too short", "is taken", "is rude"]);
        assert_eq!(bag.first("age"), Some("is required"));
        assert_eq!(serde_json::to_value(&bag).unwrap()["age"], serde_json::json!(["is required"]));
    }
}
