//! The errors that users' code gives and gets.

use std::{error::Error as StdError, fmt};

use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// Any error that can cross threads.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Any error, for the code of an application: `?` turns every [`std::error::Error`] into it.
///
/// It is what a [`try_lazy`](crate::try_lazy) future fails with, and a handler may return it too: the visitor gets a
/// 500, the log the error with its causes.
///
/// ```
/// use inertia::Error;
///
/// fn seats(text: &str) -> Result<u32, Error> {
///     let seats = text.parse::<u32>()?;
///     if seats == 0 {
///         return Err(Error::new("an event needs seats"));
///     }
///     Ok(seats)
/// }
///
/// assert_eq!(seats("12").unwrap(), 12);
/// assert_eq!(seats("0").unwrap_err().to_string(), "an event needs seats");
/// ```
// It does not implement `std::error::Error`, or the conversion from all of those would overlap with the identity.
pub struct Error(BoxError);

impl Error {
    /// An error with this message, or out of another error.
    pub fn new(error: impl Into<BoxError>) -> Self {
        Self(error.into())
    }

    /// The error inside.
    pub fn into_inner(self) -> BoxError {
        self.0
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<Error> for BoxError {
    fn from(error: Error) -> Self {
        error.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        server_error(&format!("the handler failed: {}", chain(&*self.0)))
    }
}

/// An error and its causes in one line.
pub(crate) fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

/// A 500 whose reason goes to the log and, in debug builds, to the visitor.
pub(crate) fn server_error(reason: &str) -> Response {
    tracing::error!("{reason}");
    let body = if cfg!(debug_assertions) { reason.to_owned() } else { "Internal Server Error".to_owned() };
    (StatusCode::INTERNAL_SERVER_ERROR, body).into_response()
}
