//! The errors of handlers and props.

pub(crate) mod log;
pub(crate) mod report;
pub(crate) mod suggest;

use std::{error::Error as StdError, fmt};

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::error::{log::PendingLog, report::Reason};

/// Any error that can cross threads.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Any error, for the code of an application: `?` turns every [`std::error::Error`] into it.
///
/// It is the error of a [`try_lazy`](crate::try_lazy) future, and a handler may return it too. The visitor gets a 500, or the
/// [`status`](Self::status) that was set, as the application's [error page](crate::Builder::error_page) if there is one. The
/// error is logged with its causes. Release builds show visitors neither.
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
/// An application's own error type becomes a response through it, so that the cause is logged:
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
// It does not implement `std::error::Error`: then the `From` for all of those would overlap with `From<Self>`.
pub struct Error {
    error: BoxError,
    status: StatusCode,
}

impl Error {
    /// An error with this message, or from another error.
    pub fn new(error: impl Into<BoxError>) -> Self {
        Self { error: error.into(), status: StatusCode::INTERNAL_SERVER_ERROR }
    }

    /// The status of the response when a handler returns this error, instead of a 500. A status below 400 is not an error's, and
    /// becomes a 500 that names this call. The failure of a prop is always a 500.
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
            return plain_response(status, Reason::new("the handler failed").because(&*self.error));
        }
        if status.is_client_error() {
            return plain_response(status, Reason::of(&*self.error));
        }
        server_error(
            Reason::new(format!("`Error::status({})`: an error's status is 400 or more", status.as_u16()))
                .because(&*self.error),
        )
    }
}

/// A 500 whose reason goes to the log and, in debug builds, to the visitor.
pub(crate) fn server_error(reason: impl Into<Reason>) -> Response {
    plain_response(StatusCode::INTERNAL_SERVER_ERROR, reason.into())
}

/// A response in plain text. Its reason is an extension, for the log and the error page.
fn plain_response(status: StatusCode, reason: Reason) -> Response {
    let mut response = (status, body_text(status, &reason, cfg!(debug_assertions))).into_response();
    response.extensions_mut().insert(PendingLog::new(status, reason.clone()));
    response.extensions_mut().insert(reason);
    response
}

/// The text that the visitor reads. Release builds do not show the reason, which is for developers.
fn body_text(status: StatusCode, reason: &Reason, debug: bool) -> String {
    if debug { reason.to_string() } else { status.canonical_reason().unwrap_or("Error").to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debug_builds_show_the_reason() {
        let reason =
            Reason::new("page `Home`: prop `seats` failed").because(&std::io::Error::other("no such table"));
        let text = |debug| body_text(StatusCode::SERVICE_UNAVAILABLE, &reason, debug);
        assert_eq!(text(true), "page `Home`: prop `seats` failed: no such table");
        assert_eq!(text(false), "Service Unavailable");
    }
}
