//! `Valid<T>`: the extractor of valid forms.

use std::ops::{Deref, DerefMut};

use axum::{
    extract::{FromRequest, Request},
    response::Response,
};

use crate::form::{
    FormValue,
    validate::{checking::Checking, validator::FormValidator},
};

/// A struct that [`Valid`] can read from a request. Implemented by `#[derive(InertiaForm)]`.
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
    /// The validator that runs once the form has been read.
    #[doc(hidden)]
    type Validator: FormValidator<Self>;
}

/// The extractor of a form: reads and validates it. It is the handler's last argument.
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
/// The form may be sent as JSON, urlencoded or multipart. GET and DELETE may send it in the query. The handler runs if
/// every field can be read and the validator reports no error. Otherwise the response depends on the request:
///
/// | the request | the response |
/// |---|---|
/// | an Inertia visit, a plain HTML form | a redirect back, with the messages flashed for the next page |
/// | live validation (`Precognition: true`) | 204, or 422 with the messages of the requested fields; the handler never runs, even if the form is valid |
/// | not a visit, and either `Accept: application/json`, which `useHttp` sends, or a JSON body | 422 with `{"message", "errors"}` |
/// | a GET whose redirect back would lead to itself | 422, as the [error page](crate::Builder::error_page) with the messages, or as text |
/// | any, if the body cannot be read | 400, 408, 413 or 415, with a sentence for the visitor; debug builds send the reason and the setting |
///
/// A redirect back leads to the request's `Referer`, if that is a page of the application. Otherwise it leads to the
/// `fallback` of [`#[inertia::precognition]`](macro@crate::precognition),
/// [`Builder::fallback_url`](crate::Builder::fallback_url), or `/`.
/// Browsers send `Referer` to the same site unless its `Referrer-Policy` is `no-referrer`.
///
/// Every response has `Vary: Accept`. A prefetch, by Inertia or by the browser, receives a 409 without effect instead of a
/// redirect. The client sends the request again when the visitor opens the page.
///
/// Every field that cannot be read has its own message, beside the validator's messages for the other fields. For a
/// field that cannot be read, the validator sees a [stand-in](derive@crate::InertiaForm#stand-ins), and its messages for
/// that field are dropped.
///
/// **The form itself has no check.** A rule that needs the database goes into the `check` of
/// [`#[inertia::precognition]`](macro@crate::precognition), and runs only for handlers with that attribute. A handler
/// without it that takes the same form as `Valid<_>` does not run the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valid<T>(pub T);

impl<T> Valid<T> {
    /// Returns the form.
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
