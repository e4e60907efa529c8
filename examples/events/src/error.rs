//! What a handler can fail with, and what the visitor gets.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum AppError {
    /// There is nothing at this address.
    NotFound,
    /// The database failed.
    Database(sqlx::Error),
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl IntoResponse for AppError {
    /// A document of its own in both cases: a browser shows it, and the client in a frame above the page.
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => {
                (StatusCode::NOT_FOUND, Html(include_str!("../templates/not_found.html"))).into_response()
            }
            Self::Database(error) => inertia::Error::from(error).into_response(),
        }
    }
}
