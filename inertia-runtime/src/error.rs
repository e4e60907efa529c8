//! The errors that users' code gives and gets.

use std::{error::Error as StdError, fmt};

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::{reason::Reason, unsaid::Unsaid};

/// Any error that can cross threads.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Any error, for the code of an application: `?` turns every [`std::error::Error`] into it.
///
/// It is what a [`try_lazy`](crate::try_lazy) future fails with, and a handler may return it too: the visitor gets a
/// 500, or the [`status`](Self::status) that it has, as the application's [error page](crate::Builder::error_page) if there is
/// one. The log gets the error with its causes; of these a visitor sees nothing in a release build.
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
///
/// An application's own error type says why by answering with one:
///
/// ```
/// use axum::{http::StatusCode, response::{IntoResponse, Response}};
/// use inertia::Error;
///
/// enum AppError {
///     NotFound,
///     Busy(std::io::Error),
/// }
///
/// impl IntoResponse for AppError {
///     fn into_response(self) -> Response {
///         match self {
///             Self::NotFound => StatusCode::NOT_FOUND.into_response(),
///             Self::Busy(error) => Error::new(error).status(StatusCode::SERVICE_UNAVAILABLE).into_response(),
///         }
///     }
/// }
/// ```
// It does not implement `std::error::Error`, or the conversion from all of those would overlap with the identity.
pub struct Error {
    error: BoxError,
    status: StatusCode,
}

impl Error {
    /// An error with this message, or out of another error.
    pub fn new(error: impl Into<BoxError>) -> Self {
        Self { error: error.into(), status: StatusCode::INTERNAL_SERVER_ERROR }
    }

    /// What a handler that returns it answers with, instead of a 500. Statuses below 400 say that all is well, and become a
    /// 500 that names this call. A prop's failure is a 500 whatever this says.
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use inertia::Error;
    ///
    /// async fn report() -> Result<String, Error> {
    ///     Err(Error::new("the printer is out of paper").status(StatusCode::SERVICE_UNAVAILABLE))
    /// }
    /// ```
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The error inside.
    pub fn into_inner(self) -> BoxError {
        self.error
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

impl From<Error> for BoxError {
    fn from(error: Error) -> Self {
        error.error
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status;
        if status.is_server_error() {
            return plain(status, Reason::new("the handler failed").because(&*self.error));
        }
        if status.is_client_error() {
            return plain(status, Reason::of(&*self.error));
        }
        server_error(
            Reason::new(format!("`Error::status({})`: an error's status is 400 or more", status.as_u16()))
                .because(&*self.error),
        )
    }
}

/// A 500 whose reason goes to the log and, in debug builds, to the visitor.
pub(crate) fn server_error(reason: impl Into<Reason>) -> Response {
    plain(StatusCode::INTERNAL_SERVER_ERROR, reason.into())
}

/// An answer in plain text. Its reason travels with it, for the log and the error page.
fn plain(status: StatusCode, reason: Reason) -> Response {
    let mut response = (status, words(status, &reason, cfg!(debug_assertions))).into_response();
    response.extensions_mut().insert(Unsaid::new(status, reason.clone()));
    response.extensions_mut().insert(reason);
    response
}

/// What the visitor reads: in a release build nothing of what only a developer should know.
fn words(status: StatusCode, reason: &Reason, debug: bool) -> String {
    if debug { reason.to_string() } else { status.canonical_reason().unwrap_or("Error").to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_debug_build_says_why() {
        let reason =
            Reason::new("page `Home`: prop `seats` failed").because(&std::io::Error::other("no such table"));
        let words = |debug| words(StatusCode::SERVICE_UNAVAILABLE, &reason, debug);
        assert_eq!(words(true), "page `Home`: prop `seats` failed: no such table");
        assert_eq!(words(false), "Service Unavailable");
    }
}
