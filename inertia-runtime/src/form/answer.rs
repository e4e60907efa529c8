//! What a form that is not valid gets, by what its request asks for.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use super::unreadable::Unreadable;
use crate::{
    error::server_error,
    errors::ErrorBag,
    json_answer::json_answer,
    protocol::{accept::Accepts, headers::PRECOGNITION},
    redirect::Redirect,
    request::RequestContext,
};

const PRECOGNITION_SUCCESS: HeaderName = HeaderName::from_static("precognition-success");
const TRUE: HeaderValue = HeaderValue::from_static("true");

/// What a request wants to have for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// A verdict, and nothing to be done.
    Precognition,
    /// JSON.
    Json,
    /// A page, with the messages on it.
    Page,
}

/// An answer in JSON. The errors of a field are always a list.
#[derive(Serialize)]
struct Body<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a ErrorBag>,
}

impl Asks {
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

    /// The answer to these messages; without any, the one to live validation that found nothing.
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

    /// The response to a body that is no form. Only developers read which setting is a reason; the log has it in every build.
    pub(crate) fn refuse(self, unreadable: &Unreadable, context: &RequestContext) -> Response {
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
        let reason = if context.app().debug { reason } else { unreadable.for_visitors().to_owned() };
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
