//! What generated code asks of the types that users name, each worded where it is asked. Nothing here reads a form.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};

use super::{FormValue, InertiaForm, Valid};

/// A field's value moves to whichever thread runs the handler, and the check of a live validation borrows it.
pub const fn shareable<T: Shareable>() {}

/// The type that `#[inertia::precognition(…)]` names.
pub const fn is_form<F: InertiaForm>() {}

/// What a handler with live validation returned.
pub fn respond<T: Answer>(answer: T) -> Response {
    answer.into_response()
}

/// The URL that the `fallback` of `#[inertia::precognition]` gives.
pub fn url(url: impl FallbackUrl) -> Cow<'static, str> {
    url.into_url()
}

/// What the `fallback` of `#[inertia::precognition]` may give. A trait of our own, for a message that names the option.
#[diagnostic::on_unimplemented(
    message = "`fallback` gives a URL, and `{Self}` is none",
    label = "expected `&'static str`, `String` or `Cow<'static, str>`"
)]
pub trait FallbackUrl {
    /// The URL.
    fn into_url(self) -> Cow<'static, str>;
}

impl FallbackUrl for &'static str {
    fn into_url(self) -> Cow<'static, str> {
        Cow::Borrowed(self)
    }
}

impl FallbackUrl for String {
    fn into_url(self) -> Cow<'static, str> {
        Cow::Owned(self)
    }
}

impl FallbackUrl for Cow<'static, str> {
    fn into_url(self) -> Cow<'static, str> {
        self
    }
}

/// What a form may hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a form",
    label = "not `Send + Sync + 'static`",
    note = "a form moves between threads with its request; hold `Arc` for `Rc`, a mutex for a cell"
)]
pub trait Shareable: Send + Sync + 'static {}

// Otherwise one type would be reported for each of the three.
#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Shareable for T {}

/// What a type parameter of a form may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form",
    label = "the form has it for a type parameter",
    note = "derive `InertiaForm` for `{Self}`; what only serde can read goes into a newtype whose field has `deserialize_with`"
)]
pub trait Part: FormValue {}

// Otherwise a message about a type would list others that can be read.
#[diagnostic::do_not_recommend]
impl<T: FormValue> Part for T {}

/// The last argument of a handler with live validation.
#[diagnostic::on_unimplemented(
    message = "the last argument of this handler is not the form that `#[inertia::precognition]` names",
    label = "expected `Valid<{F}>`"
)]
pub trait TakesForm<F> {
    /// The form, once nothing is wrong with it.
    fn take(form: Valid<F>) -> Self;
}

impl<F> TakesForm<F> for Valid<F> {
    fn take(form: Self) -> Self {
        form
    }
}

/// What a handler with live validation may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "a form's handler returns `Redirect`, another type that implements `IntoResponse`, or a `Result` of two such types"
)]
pub trait Answer: IntoResponse {}

// Otherwise a message about a type would list others that implement `IntoResponse`.
#[diagnostic::do_not_recommend]
impl<T: IntoResponse> Answer for T {}
