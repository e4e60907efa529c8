//! `Checking`: a form that was read and validated, and that the `check` of live validation may still reject.

use std::borrow::Cow;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;

use std::sync::Arc;

use crate::form::settings::FormSettings;
use crate::form::{
    InertiaForm, Node, Valid,
    body::{self, FormBody},
    decode::reader::{ReadOutcome, Reader, ReaderContext},
    response::ResponseFormat,
    validate::{
        touched::{RequestedFields, Touched},
        validator::FormValidator,
    },
};
use crate::{
    request::{context::RequestContext, extract::MissingLayer},
    values::error_bag::{CollectedErrors, ErrorBag},
};

/// A form that was read and validated, and may still be checked.
#[derive(Debug)]
pub struct Checking<T> {
    /// Has stand-ins for fields that could not be read; `None` if one of these has no stand-in.
    form: Option<T>,
    errors: CollectedErrors,
    touched: Touched,
    format: ResponseFormat,
    context: RequestContext,
    /// The response of a check that failed.
    check_failure: Option<Response>,
}

impl<T: InertiaForm + Send + Sync, S: Send + Sync> FromRequest<S> for Checking<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let Some(context) = RequestContext::of(request.extensions()) else {
            return Err(MissingLayer::at(request.method(), request.uri()).into_response());
        };
        let settings = request.extensions().get::<Arc<FormSettings>>().cloned().unwrap_or_default();
        context.answers_live_validation();
        let format = ResponseFormat::of(&context);
        let body = body::read(request, &context, &settings)
            .await
            .map_err(|error| format.refuse(&error, &context))?;
        let validate_only = context.headers().validate_only();
        let requested =
            RequestedFields::new(validate_only.filter(|_| format == ResponseFormat::Precognition));
        let (form, outcome) = decode(body, &context, &settings, requested);
        let (errors, touched) = outcome.into_parts().map_err(|error| format.refuse(&error, &context))?;
        Ok(Self { form, errors, touched, format, context, check_failure: None })
    }
}

/// Decodes a form and runs its validator.
fn decode<T: InertiaForm>(
    body: FormBody,
    context: &RequestContext,
    settings: &FormSettings,
    requested: RequestedFields,
) -> (Option<T>, ReadOutcome) {
    let reader_context = ReaderContext {
        wording: settings.wording.as_ref(),
        live: context.headers().precognitive,
        precognitive_query: body.precognitive_query,
    };
    let mut reader = Reader::new(reader_context, body.problems, requested);
    let form = T::read(Some(Node::Map(body.root)), &mut reader);
    let mut outcome = reader.finish();
    if let Some(form) = &form {
        outcome.validate(|verdicts| T::Validator::validate(form, verdicts));
    }
    (form, outcome)
}

impl<T> Checking<T> {
    /// The form, if one could be built, and the fields to check. `None` if the request wants no field checked.
    pub fn to_check(&self) -> Option<(&T, &Touched)> {
        let form = self.form.as_ref()?;
        self.touched.has_requested_fields().then_some((form, &self.touched))
    }

    /// Sets the URL of this route's redirects back when there is no page to go back to.
    pub fn fall_back_to(&self, url: Cow<'static, str>) {
        self.context.fall_back_to(url);
    }

    /// Adds the messages of the check. Messages for fields that are not wanted are dropped: these hold a stand-in, or have
    /// a message already.
    pub fn checked(&mut self, verdict: impl IntoVerdict) {
        match verdict.into_verdict() {
            Ok(found) => {
                for (field, messages) in found.iter().filter(|(field, _)| self.touched.wants(field)) {
                    let key = self.touched.client_key(field);
                    for message in messages {
                        self.errors.add(&key, || message.clone());
                    }
                }
            }
            Err(response) => self.check_failure = Some(response),
        }
    }

    /// Returns the form if it is valid.
    ///
    /// # Errors
    ///
    /// The response to an invalid form. For live validation it is always the response, even if the form is valid.
    #[expect(clippy::result_large_err, reason = "the response is sent unchanged")]
    pub fn finish(self) -> Result<Valid<T>, Response> {
        if let Some(response) = self.check_failure {
            return Err(response);
        }
        match self.form {
            Some(form) if self.errors.is_empty() && self.format != ResponseFormat::Precognition => {
                Ok(Valid(form))
            }
            _ => Err(self.format.verdict(self.errors.into_bag())),
        }
    }
}

/// The return types of a check: messages, or a response of its own.
#[diagnostic::on_unimplemented(
    message = "a check gives messages, not `{Self}`",
    label = "return `Result<(), ErrorBag>`, or `Result<ErrorBag, E>` where `E: IntoResponse`"
)]
pub trait IntoVerdict {
    /// Returns the messages.
    ///
    /// # Errors
    ///
    /// The response of a check that failed.
    #[expect(clippy::result_large_err, reason = "the response is sent unchanged")]
    fn into_verdict(self) -> Result<ErrorBag, Response>;
}

impl IntoVerdict for Result<(), ErrorBag> {
    fn into_verdict(self) -> Result<ErrorBag, Response> {
        Ok(self.err().unwrap_or_default())
    }
}

impl<E: IntoResponse> IntoVerdict for Result<ErrorBag, E> {
    fn into_verdict(self) -> Result<ErrorBag, Response> {
        self.map_err(IntoResponse::into_response)
    }
}

/// Marks a route with live validation. It is the first extractor, so that this also holds if another one rejects the
/// request.
#[derive(Debug)]
pub struct LiveRoute;

impl<S: Send + Sync> FromRequestParts<S> for LiveRoute {
    type Rejection = MissingLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingLayer> {
        let context = RequestContext::of(&parts.extensions)
            .ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))?;
        context.answers_live_validation();
        Ok(Self)
    }
}
