//! Which responses are replaced by the error page.

use std::convert::Infallible;

use axum::response::{IntoResponseParts, Response, ResponseParts};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http_body::Body as _;

use crate::protocol::headers::{INERTIA, LOCATION, REDIRECT, text};

/// Marks a response that the error page does not replace, although its status is 400 or more and its body is plain text or
/// empty.
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

/// Whether a response has the status of an error and nothing to show: no body, or plain text. A page, a document, JSON or a file is
/// an intended body.
pub(crate) fn is_plain(response: &Response) -> bool {
    if response.status().as_u16() < 400 || response.extensions().get::<NoErrorPage>().is_some() {
        return false;
    }
    let headers = response.headers();
    if [INERTIA, LOCATION, REDIRECT, CONTENT_DISPOSITION].iter().any(|name| headers.contains_key(name)) {
        return false;
    }
    match headers.get(CONTENT_TYPE).map(text) {
        None => response.body().size_hint().exact() == Some(0),
        Some(content_type) => {
            let essence = content_type.split(';').next().unwrap_or_default().trim();
            essence.is_empty() || essence.eq_ignore_ascii_case("text/plain")
        }
    }
}
