//! Which answers are replaced by the error page.

use std::convert::Infallible;

use axum::response::{IntoResponseParts, Response, ResponseParts};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http_body::Body as _;

use crate::protocol::headers::{INERTIA, LOCATION, REDIRECT, text};

/// Marks an answer that the error page leaves as it is, although its status is 400 or more and it is plain text or
/// nothing at all.
///
/// ```
/// use axum::{http::StatusCode, response::IntoResponse};
/// use inertia::NoErrorPage;
///
/// async fn health() -> impl IntoResponse {
///     (StatusCode::SERVICE_UNAVAILABLE, NoErrorPage, "the database is gone")
/// }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct NoErrorPage;

impl IntoResponseParts for NoErrorPage {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// Whether an answer says that something went wrong and has nothing to show for it: no body, or plain text. A page, a document,
/// JSON and a file are what a handler meant to send.
pub(crate) fn is_plain(answer: &Response) -> bool {
    if answer.status().as_u16() < 400 || answer.extensions().get::<NoErrorPage>().is_some() {
        return false;
    }
    let headers = answer.headers();
    if [INERTIA, LOCATION, REDIRECT, CONTENT_DISPOSITION].iter().any(|name| headers.contains_key(name)) {
        return false;
    }
    match headers.get(CONTENT_TYPE).map(text) {
        None => answer.body().size_hint().exact() == Some(0),
        Some(content_type) => {
            let essence = content_type.split(';').next().unwrap_or_default().trim();
            essence.is_empty() || essence.eq_ignore_ascii_case("text/plain")
        }
    }
}
