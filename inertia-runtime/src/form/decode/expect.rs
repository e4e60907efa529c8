//! The bounds that generated code puts on the user's types, with an error message for each. Nothing here reads a form.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};

use crate::form::{FormValue, InertiaForm, Valid};

/// A field must be `Send` because the handler may run on another thread, and `Sync` because the check of live validation
/// borrows the form.
pub const fn shareable<T: Shareable>() {}

/// The form type in `#[inertia::precognition(…)]`.
pub const fn is_form<F: InertiaForm>() {}

/// Converts the return value of a handler with live validation.
pub fn respond<T: Answer>(answer: T) -> Response {
    answer.into_response()
}

/// Converts the `fallback` of `#[inertia::precognition]`.
pub fn url(url: impl FallbackUrl) -> Cow<'static, str> {
    url.into_url()
}

/// The types of the `fallback` of `#[inertia::precognition]`. `Into<Cow<_>>` would not allow an error message that names the
/// option.
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

/// The bound on the fields of a form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a form",
    label = "not `Send + Sync + 'static`",
    note = "a form moves between threads with its request; hold `Arc` for `Rc`, a mutex for a cell"
)]
pub trait Shareable: Send + Sync + 'static {}

// Without this, rustc reports the type three times: for `Send`, `Sync` and `'static`.
#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Shareable for T {}

/// The bound on the type parameters of a form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form",
    label = "the form has it for a type parameter",
    note = "derive `InertiaForm` for `{Self}`; what only serde can read goes into a newtype whose field has `deserialize_with`"
)]
pub trait Part: FormValue {}

// Without this, rustc's message lists unrelated types that implement `FormValue`.
#[diagnostic::do_not_recommend]
impl<T: FormValue> Part for T {}

/// The bound on the last argument of a handler with live validation.
#[diagnostic::on_unimplemented(
    message = "the last argument of this handler is not the form that `#[inertia::precognition]` names",
    label = "expected `Valid<{F}>`"
)]
pub trait TakesForm<F> {
    /// Converts the valid form to the argument.
    fn take(form: Valid<F>) -> Self;
}

impl<F> TakesForm<F> for Valid<F> {
    fn take(form: Self) -> Self {
        form
    }
}

/// The bound on the return type of a handler with live validation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "a form's handler returns `Redirect`, another type that implements `IntoResponse`, or a `Result` of two such types"
)]
pub trait Answer: IntoResponse {}

// Without this, rustc's message lists unrelated types that implement `IntoResponse`.
#[diagnostic::do_not_recommend]
impl<T: IntoResponse> Answer for T {}
