//! A form between reading and the verdict: what the `check` of a live validation still has to see.

use std::borrow::Cow;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;

use super::{
    InertiaForm, Node, Valid,
    answer::Asks,
    body::{self, FormBody},
    reader::{Circumstances, Reader, Readings},
    touched::{AskedFields, Touched},
    validator::FormValidator,
};
use crate::{
    errors::{CollectedErrors, ErrorBag},
    extract::MissingLayer,
    request::RequestContext,
};

/// A form that was read and validated, and may still be checked.
#[derive(Debug)]
pub struct Checking<T> {
    /// With stand-ins for what could not be read; nothing when even that was not possible.
    form: Option<T>,
    errors: CollectedErrors,
    touched: Touched,
    asks: Asks,
    context: RequestContext,
    /// The check could not be done.
    failed: Option<Response>,
}

impl<T: InertiaForm + Send + Sync, S: Send + Sync> FromRequest<S> for Checking<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let Some(context) = RequestContext::of(request.extensions()) else {
            return Err(MissingLayer::at(request.method(), request.uri()).into_response());
        };
        context.answers_live_validation();
        let asks = Asks::of(&context);
        let body =
            body::read(request, &context).await.map_err(|unreadable| asks.refuse(&unreadable, &context))?;
        let validate_only = context.headers().validate_only();
        let asked = AskedFields::new(validate_only.filter(|_| asks == Asks::Precognition));
        let (form, readings) = decode(body, &context, asked);
        let (errors, touched) =
            readings.into_parts().map_err(|unreadable| asks.refuse(&unreadable, &context))?;
        Ok(Self { form, errors, touched, asks, context, failed: None })
    }
}

/// Reads a form out of its tree and has it validated.
fn decode<T: InertiaForm>(
    body: FormBody,
    context: &RequestContext,
    asked: AskedFields,
) -> (Option<T>, Readings) {
    let circumstances = Circumstances {
        wording: context.app().form_messages.as_ref(),
        live: context.headers().precognitive,
        precognitive_query: body.precognitive_query,
    };
    let mut reader = Reader::new(circumstances, body.problems, asked);
    let form = T::read(Some(Node::Map(body.root)), &mut reader);
    let mut readings = reader.finish();
    if let Some(form) = &form {
        readings.validate(|verdicts| T::Validator::validate(form, verdicts));
    }
    (form, readings)
}

impl<T> Checking<T> {
    /// What there is to check: a value, when one could be built, and the fields that this request asks for.
    pub fn to_check(&self) -> Option<(&T, &Touched)> {
        let form = self.form.as_ref()?;
        self.touched.asks_anything().then_some((form, &self.touched))
    }

    /// Sets where the redirects of this route lead that have no page to go back to.
    pub fn fall_back_to(&self, url: Cow<'static, str>) {
        self.context.fall_back_to(url);
    }

    /// Takes what the check found. Of a field that it had no reason to look at it cannot know anything.
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
            Err(response) => self.failed = Some(response),
        }
    }

    /// The form, or the answer to a request that brought no valid one. Live validation has its answer here in any case.
    ///
    /// # Errors
    ///
    /// The answer.
    #[expect(clippy::result_large_err, reason = "it is the response, which goes out as it is")]
    pub fn finish(self) -> Result<Valid<T>, Response> {
        if let Some(response) = self.failed {
            return Err(response);
        }
        match self.form {
            Some(form) if self.errors.is_empty() && self.asks != Asks::Precognition => Ok(Valid(form)),
            _ => Err(self.asks.verdict(self.errors.into_bag())),
        }
    }
}

/// What a check may give: messages, or an answer of its own.
#[diagnostic::on_unimplemented(
    message = "a check gives messages, not `{Self}`",
    label = "return `Result<(), ErrorBag>`, or `Result<ErrorBag, E>` where `E: IntoResponse`"
)]
pub trait IntoVerdict {
    /// The messages, or the answer to the request.
    ///
    /// # Errors
    ///
    /// The answer of a check that could not be done.
    #[expect(clippy::result_large_err, reason = "it is the response, which goes out as it is")]
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

/// Marks a route with live validation, before any other extractor may answer.
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
