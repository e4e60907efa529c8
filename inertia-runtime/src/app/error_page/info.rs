//! `ErrorInfo`: the failure that the error page shows.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::CONTENT_LENGTH, request::Parts};
use http_body::Body as _;
use tokio::time::timeout;

use crate::error::{report::Reason, server_error};

/// The largest plain-text body that is used as a reason.
const MAX_MESSAGE_BYTES: u64 = 8 << 10;

/// How long reading that body may take.
const MESSAGE_TIMEOUT: Duration = Duration::from_millis(100);

/// What went wrong, as an extractor for the handler of [`Builder::error_page`](crate::Builder::error_page).
///
/// ```
/// use inertia::{ErrorInfo, InertiaProps};
///
/// #[derive(InertiaProps)]
/// struct Sorry {
///     status: u16,
///     title: &'static str,
///     reasons: Vec<String>,
/// }
///
/// #[inertia::page("Sorry")]
/// async fn sorry(error: ErrorInfo) -> Sorry {
///     let title = match error.status().as_u16() {
///         404 => "There is nothing here",
///         503 => "We are having a short break",
///         _ => "Something went wrong",
///     };
///     Sorry { status: error.status().as_u16(), title, reasons: error.reasons().to_vec() }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct ErrorInfo {
    status: StatusCode,
    reasons: Arc<[String]>,
}

impl ErrorInfo {
    /// The status of the response that the page replaces: 404 for an unknown path, 500 for a failed prop or a panic, or the status
    /// of a handler, an extractor or a middleware.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What failed, then its cause, and so on, for developers. **Empty in release builds**, and when only the status is known.
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }

    /// Reads a response, whose body stays available.
    pub(super) async fn of(response: &mut Response, debug: bool) -> Self {
        let status = response.status();
        if !debug {
            return Self { status, reasons: Arc::default() };
        }
        let reasons = match response.extensions().get::<Reason>() {
            Some(reason) => reason.steps().into(),
            None => text_of(response).await.into_iter().collect(),
        };
        Self { status, reasons }
    }
}

/// The plain-text body of a rejection or a middleware, unless it only repeats the status.
async fn text_of(response: &mut Response) -> Option<String> {
    response.body().size_hint().exact().filter(|length| (1..=MAX_MESSAGE_BYTES).contains(length))?;
    // A body of known length is usually in memory. One of another server may need the timeout.
    let body = to_bytes(std::mem::take(response.body_mut()), usize::MAX);
    let Ok(Ok(bytes)) = timeout(MESSAGE_TIMEOUT, body).await else {
        response.headers_mut().remove(CONTENT_LENGTH);
        return None;
    };
    *response.body_mut() = Body::from(bytes.clone());
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    (!text.is_empty() && response.status().canonical_reason() != Some(&*text)).then_some(text)
}

impl<S: Sync> FromRequestParts<S> for ErrorInfo {
    type Rejection = NotAnErrorPage;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NotAnErrorPage> {
        parts.extensions.get::<Self>().cloned().ok_or(NotAnErrorPage(()))
    }
}

/// The rejection of [`ErrorInfo`] outside of the error page.
#[derive(Debug)]
pub struct NotAnErrorPage(());

impl IntoResponse for NotAnErrorPage {
    fn into_response(self) -> Response {
        server_error(
            "`ErrorInfo` is an argument of the handler in `.error_page(..)`; on a route there is no error to tell of",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn reasons(response: impl IntoResponse, debug: bool) -> (Vec<String>, Vec<u8>) {
        let mut response = response.into_response();
        let info = ErrorInfo::of(&mut response, debug).await;
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (info.reasons().to_vec(), body.to_vec())
    }

    #[tokio::test]
    async fn release_builds_have_no_reasons() {
        let failed = || crate::Error::new(std::io::Error::other("secret"));
        assert_eq!(reasons(failed(), true).await.0, ["the handler failed", "secret"]);
        assert!(reasons(failed(), false).await.0.is_empty());
        let rejected = (StatusCode::BAD_REQUEST, "missing field `page`");
        assert_eq!(
            reasons(rejected, true).await,
            (vec!["missing field `page`".to_owned()], b"missing field `page`".to_vec())
        );
        assert_eq!(reasons(rejected, false).await, (Vec::new(), b"missing field `page`".to_vec()));
    }

    #[tokio::test]
    async fn a_body_that_repeats_the_status_is_not_a_reason() {
        assert!(reasons((StatusCode::NOT_FOUND, "Not Found"), true).await.0.is_empty());
        assert!(reasons(StatusCode::NOT_FOUND, true).await.0.is_empty());
    }
}
