//! What a handler can fail with, and the page that says so.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use inertia::{ErrorInfo, InertiaProps, Redirect};

use crate::toast::Toast;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum AppError {
    /// There is nothing at this address.
    NotFound,
    /// What is at this address belongs to somebody else.
    NotYours,
    /// Only who has logged in gets any further.
    LogInFirst,
    /// Something failed that the visitor cannot help.
    Failed(inertia::Error),
}

impl<E: Into<inertia::Error>> From<E> for AppError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for AppError {
    /// A status is enough: the error page has the words.
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::NotYours => StatusCode::FORBIDDEN.into_response(),
            Self::LogInFirst => Redirect::to("/log-in")
                .flash("toast", Toast::new("Log in, and we go on from there."))
                .into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

/// The props of `Error`.
#[derive(InertiaProps)]
pub(crate) struct ErrorPage {
    status: u16,
    /// Why, for who is at work on this; nothing in a release build.
    reasons: Vec<String>,
}

/// The page in place of whatever went wrong.
#[inertia::page("Error")]
pub(crate) async fn error_page(error: ErrorInfo) -> ErrorPage {
    ErrorPage { status: error.status().as_u16(), reasons: error.reasons().to_vec() }
}
