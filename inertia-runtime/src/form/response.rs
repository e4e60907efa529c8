//! The responses to invalid forms: a redirect, JSON, or the result of live validation.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::form::body::unreadable::UnreadableBody;
use crate::{
    error::server_error,
    protocol::{accept::Accepts, headers::PRECOGNITION},
    request::context::RequestContext,
    response::json::json_answer,
    values::{error_bag::ErrorBag, redirect::Redirect},
};

const PRECOGNITION_SUCCESS: HeaderName = HeaderName::from_static("precognition-success");
const TRUE: HeaderValue = HeaderValue::from_static("true");

/// The kind of response that a request expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseFormat {
    /// The result of live validation; the handler does not run.
    Precognition,
    /// JSON.
    Json,
    /// A page that shows the messages.
    Page,
}

/// A JSON response. The errors of a field are always a list.
#[derive(Serialize)]
struct Body<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a ErrorBag>,
}

impl ResponseFormat {
    pub(crate) fn of(request: &RequestContext) -> Self {
        request.varies_by_accept();
        let visit = request.headers();
        if visit.precognitive {
            Self::Precognition
        } else if !visit.inertia && (visit.json_body || visit.accepts == Accepts::Json) {
            Self::Json
        } else {
            Self::Page
        }
    }

    /// The response with these messages. Without messages it is the 204 of a successful live validation.
    pub(crate) fn verdict(self, errors: ErrorBag) -> Response {
        match self {
            Self::Precognition if errors.is_empty() => {
                let headers = [(PRECOGNITION, TRUE), (PRECOGNITION_SUCCESS, TRUE)];
                (StatusCode::NO_CONTENT, headers).into_response()
            }
            Self::Precognition | Self::Json => {
                let message = "The given data was invalid.";
                let errors = errors.within_limit().with_note();
                self.json(StatusCode::UNPROCESSABLE_ENTITY, &Body { message, errors: Some(&errors) })
            }
            Self::Page => Redirect::back().errors(errors).into_response(),
        }
    }

    /// The response to a body that cannot be read. The reason names a setting, so only debug builds send it; the log has
    /// it in every build.
    pub(crate) fn refuse(self, unreadable: &UnreadableBody, context: &RequestContext) -> Response {
        let (status, reason) = (unreadable.status(), unreadable.to_string());
        if status.is_server_error() {
            return server_error(&reason);
        }
        let line = context.line();
        if unreadable.is_over_a_limit() {
            tracing::info!("{line}: the form was refused with {status}: {reason}");
        } else {
            tracing::debug!("{line}: the form was refused with {status}: {reason}");
        }
        let reason = if context.settings().debug { reason } else { unreadable.for_visitors().to_owned() };
        match self {
            Self::Page => (status, reason).into_response(),
            Self::Precognition if status == StatusCode::BAD_REQUEST => {
                self.json(status, &Body { message: "Malformed request body.", errors: None })
            }
            Self::Precognition | Self::Json => self.json(status, &Body { message: &reason, errors: None }),
        }
    }

    fn json(self, status: StatusCode, body: &Body<'_>) -> Response {
        let mut response = json_answer(status, body);
        if self == Self::Precognition {
            response.headers_mut().insert(PRECOGNITION, TRUE);
        }
        response
    }
}
