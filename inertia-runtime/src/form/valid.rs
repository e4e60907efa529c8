//! `Valid<T>`: a form that the handler can trust.

use std::ops::{Deref, DerefMut};

use axum::{
    extract::{FromRequest, Request},
    response::Response,
};

use super::{FormValue, checking::Checking, validator::FormValidator};

/// A form: what `#[derive(InertiaForm)]` makes of a struct, and what [`Valid`] takes.
///
/// ```
/// use inertia::{InertiaForm, Redirect, Valid};
///
/// #[derive(InertiaForm)]
/// struct Search {
///     text: String,
///     page: Option<u32>,
/// }
///
/// async fn search(form: Valid<Search>) -> Redirect {
///     Redirect::to(format!("/events?text={}&page={}", form.text, form.page.unwrap_or(1)))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a form",
    label = "a form is a struct with named fields; write `#[derive(InertiaForm)]` above it"
)]
pub trait InertiaForm: FormValue + 'static {
    /// What checks its values.
    #[doc(hidden)]
    type Validator: FormValidator<Self>;
}

/// A form, read and validated: the extractor for handlers of forms, as their last argument.
///
/// ```
/// use inertia::{InertiaForm, Redirect, Valid};
///
/// #[derive(InertiaForm, garde::Validate)]
/// struct Signup {
///     #[garde(length(min = 1, max = 40))]
///     name: String,
///     #[garde(range(min = 18))]
///     age: u8,
/// }
///
/// async fn signup(form: Valid<Signup>) -> Redirect {
///     let Signup { name, age } = form.into_inner();
///     // … store them …
///     Redirect::to("/welcome")
/// }
/// ```
///
/// The form may come as JSON, urlencoded, multipart or, by GET and DELETE, in the query. The handler runs when every
/// field could be read and the validator has nothing to say. Otherwise the answer is, by what the request asks for:
///
/// | the request | the answer |
/// |---|---|
/// | an Inertia visit, a browser's own form | a redirect back, with the messages flashed for the next page |
/// | live validation (`Precognition: true`) | 204 or 422 with the messages of the fields asked for; the handler never runs, also when all is well |
/// | no visit, and `Accept: application/json`, as `useHttp` sends, or a body of JSON | 422 with `{"message", "errors"}` |
/// | a GET that would be sent back to itself again and again | 422, as the [error page](crate::Builder::error_page) with the messages, or as text |
/// | one whose body cannot be read | 400, 408, 413 or 415, with a sentence for the visitor; debug builds give the reason and the setting |
///
/// Back is where the request's `Referer` says that it came from, when that is a page of the application. Otherwise it is the
/// `fallback` of [`#[inertia::precognition]`](macro@crate::precognition),
/// [`Builder::fallback_url`](crate::Builder::fallback_url), or `/`.
/// Browsers send it to their own site unless a `Referrer-Policy` of `no-referrer` tells them not to.
///
/// Every response says `Vary: Accept`. An Inertia visit or a browser that fetches the page ahead gets a 409 without effect
/// instead of a redirect; the client makes the request again when the visitor goes there.
///
/// Every field that cannot be read has its message, together with what the validator says of the others. For the validator
/// something stands in for a field that could not be read, and its messages there are dropped.
///
/// **A form has no check of its own.** What needs the database is the `check` of
/// [`#[inertia::precognition]`](macro@crate::precognition), and it belongs to that attribute: the same form taken as
/// `Valid<_>` by a handler without the attribute is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valid<T>(pub T);

impl<T> Valid<T> {
    /// The form's values.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Valid<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: InertiaForm + Send + Sync, S: Send + Sync> FromRequest<S> for Valid<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        Checking::from_request(request, state).await?.finish()
    }
}
