//! What a handler can fail with, and what the visitor gets.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use inertia::Redirect;

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
    /// A way to the log-in page, or a document of its own: a browser shows it, and the client in a frame above the page.
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => {
                let text = "The event was never planned, or the address has a typing error in it.";
                closed(StatusCode::NOT_FOUND, "There is no such door", text)
            }
            Self::NotYours => {
                let text = "The event belongs to somebody else, who alone has the key.";
                closed(StatusCode::FORBIDDEN, "This door is not yours", text)
            }
            Self::LogInFirst => Redirect::to("/log-in")
                .flash("toast", Toast::new("Log in, and we go on from there."))
                .into_response(),
            Self::Failed(error) => error.into_response(),
        }
    }
}

fn closed(status: StatusCode, title: &str, text: &str) -> Response {
    let document = include_str!("../templates/closed.html").replace("{title}", title).replace("{text}", text);
    (status, Html(document)).into_response()
}
