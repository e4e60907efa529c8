//! `ErrorInfo`: what the error page is about.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::CONTENT_LENGTH, request::Parts};
use http_body::Body as _;
use tokio::time::timeout;

use crate::{error::server_error, reason::Reason};

/// How long a plain answer may be that is shown as the reason, in bytes.
const LONGEST: u64 = 8 << 10;

/// How long one is waited for.
const SOON: Duration = Duration::from_millis(100);

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
    /// The status of the answer that the page replaces: 404 for an unknown path, 500 for a failed prop or a panic, what a
    /// handler, an extractor or a middleware has answered.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Why, for the developer who looks at the page: what failed, then its cause, and so on. **Empty in release builds**, and
    /// when nothing is known but the status.
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }

    /// Of an answer, which keeps its body.
    pub(super) async fn of(answer: &mut Response, debug: bool) -> Self {
        let status = answer.status();
        if !debug {
            return Self { status, reasons: Arc::default() };
        }
        let reasons = match answer.extensions().get::<Reason>() {
            Some(reason) => reason.steps().into(),
            None => text_of(answer).await.into_iter().collect(),
        };
        Self { status, reasons }
    }
}

/// What a rejection or a middleware says in plain text, unless that is just its status again.
async fn text_of(answer: &mut Response) -> Option<String> {
    answer.body().size_hint().exact().filter(|length| (1..=LONGEST).contains(length))?;
    // One whose length is known is there already, unless it comes from another server.
    let body = to_bytes(std::mem::take(answer.body_mut()), usize::MAX);
    let Ok(Ok(bytes)) = timeout(SOON, body).await else {
        answer.headers_mut().remove(CONTENT_LENGTH);
        return None;
    };
    *answer.body_mut() = Body::from(bytes.clone());
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    (!text.is_empty() && answer.status().canonical_reason() != Some(&*text)).then_some(text)
}

impl<S: Sync> FromRequestParts<S> for ErrorInfo {
    type Rejection = NotAnErrorPage;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NotAnErrorPage> {
        parts.extensions.get::<Self>().cloned().ok_or(NotAnErrorPage(()))
    }
}

/// The handler is not that of the error page.
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

    async fn reasons(answer: impl IntoResponse, debug: bool) -> (Vec<String>, Vec<u8>) {
        let mut answer = answer.into_response();
        let info = ErrorInfo::of(&mut answer, debug).await;
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (info.reasons().to_vec(), body.to_vec())
    }

    #[tokio::test]
    async fn a_release_build_tells_no_reason() {
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
    async fn a_status_is_no_reason_for_itself() {
        assert!(reasons((StatusCode::NOT_FOUND, "Not Found"), true).await.0.is_empty());
        assert!(reasons(StatusCode::NOT_FOUND, true).await.0.is_empty());
    }
}
