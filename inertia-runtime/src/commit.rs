//! What an answer changes in the session: shown flash goes, new flash is kept.

use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header::SET_COOKIE};
use serde_json::{Map, Value};

use crate::{
    error::server_error,
    flash::Flash,
    protocol::headers,
    request::RequestContext,
    session::{Delivered, Unkept},
};

/// What a page has told its visitor, as far as nobody else is to hear it again. Travels with the page's response, and
/// is lost with it when a middleware answers something else instead.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// What had waited for the page.
    pub(crate) waiting: Delivered,
    /// What was said with `Inertia::flash` until the page was written.
    pub(crate) said: Map<String, Value>,
}

/// What is left to do before a response may leave.
#[derive(Debug)]
pub(crate) struct Commit {
    context: RequestContext,
    flash: Flash,
    delivered: Delivered,
}

impl Commit {
    /// Nothing for most responses: they have shown nothing, flashed nothing and started no session.
    pub(crate) fn of(response: &mut Response, context: &RequestContext) -> Option<Result<Self, String>> {
        let is_session_unsaved = is_session_unsaved(response.status(), context);
        if response.extensions().is_empty() && !context.has_said() && !is_session_unsaved {
            return None;
        }
        Self::of_what_was_said(response, context, is_session_unsaved)
    }

    #[inline(never)]
    fn of_what_was_said(
        response: &mut Response,
        context: &RequestContext,
        is_session_unsaved: bool,
    ) -> Option<Result<Self, String>> {
        let (flash, delivered) = match changes(response, context) {
            Ok(changes) => changes,
            Err(reason) => return Some(Err(reason)),
        };
        if flash.is_empty() && delivered.is_empty() && !is_session_unsaved {
            return None;
        }
        Some(Ok(Self { context: context.clone(), flash, delivered }))
    }

    /// The response, with its cookies.
    pub(crate) async fn run(self, response: Response) -> Response {
        #[cfg(feature = "cookie-session")]
        let context = self.context.clone();
        let response = self.write_flash(response).await;
        #[cfg(feature = "cookie-session")]
        save_session(response.status(), &context).await;
        response
    }

    async fn write_flash(self, mut response: Response) -> Response {
        if self.flash.is_empty() && self.delivered.is_empty() {
            return response;
        }
        let Some(session) = &self.context.app().session else {
            return server_error(
                "something was flashed, and the application has no session: write `.session(..)` in its configuration, \
                 switch on the feature `cookie-session`, or take out `.without_session()`",
            );
        };
        let mut cookies: Vec<HeaderValue> = Vec::new();
        if !self.flash.is_empty() {
            // The handler has done its work: without its sentence, the answer still says so. Without the errors of a form,
            // or the word that the history is to be cleared, it would say that all is well.
            let dispensable = self.flash.errors.is_none() && !self.flash.clear_history;
            match session.keep(self.flash, self.context.cookies(), &self.context.line()).await {
                Ok(kept) => {
                    self.context
                        .warn_of_refused_cookie(&session.cookies.name, "flash and form errors are lost");
                    cookies = kept;
                }
                Err(Unkept::ByBackend(reason)) if dispensable => {
                    tracing::error!(
                        "{}: {reason}; the visitor is not told what was flashed",
                        self.context.line()
                    );
                }
                // What the page would have shown waits for another.
                Err(Unkept::ByBackend(reason) | Unkept::TooLarge(reason)) => {
                    return server_error(&reason);
                }
            }
        }
        cookies.extend(session.forget(self.delivered, &self.context.line()).await);
        for cookie in cookies {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// What the response flashes, and which pending flash it has delivered.
fn changes(response: &mut Response, context: &RequestContext) -> Result<(Flash, Delivered), String> {
    if context.headers().precognitive {
        return Ok(Default::default());
    }
    let told = response.extensions_mut().remove::<Told>().filter(|_| is_page(response));
    let of_redirect = response.extensions_mut().remove::<Flash>();
    let said = context.flashing();
    // A 500 has said its own reason.
    if let Some(reason) = said.failed.filter(|_| !response.status().is_server_error()) {
        return Err(reason);
    }
    // A page that is fetched ahead must have no effect. A redirect that would have one was refused before.
    if context.headers().prefetch && matches!(*context.method(), Method::GET | Method::HEAD) {
        return Ok(Default::default());
    }
    let mut flash = said.flash;
    let mut delivered = Delivered::default();
    if let Some(told) = told {
        flash.remove_shown(&told.said);
        // With an error's status it is no page that a flash may be shown on, whoever has set the status.
        if response.status().as_u16() < 400 {
            delivered = told.waiting;
        }
    }
    flash.extend(of_redirect.unwrap_or_default());
    Ok((flash, delivered))
}

/// Whether the token against cross-site requests has to wait for the id of a session that this response starts or renews.
fn is_session_unsaved(status: StatusCode, context: &RequestContext) -> bool {
    #[cfg(feature = "cookie-session")]
    return context.visitor_session().is_unsaved(status);
    #[cfg(not(feature = "cookie-session"))]
    {
        let _ = (status, context);
        false
    }
}

/// Saves a session that this response starts or renews. A failure does not change the response: the session's layer will
/// save again, and respond to a failure itself.
#[cfg(feature = "cookie-session")]
async fn save_session(status: StatusCode, context: &RequestContext) {
    if is_session_unsaved(status, context)
        && let Err(error) = context.visitor_session().save().await
    {
        tracing::error!(
            "{}: the visitor's session could not be saved, so the response has no token against cross-site requests for \
             it: {error}",
            context.line()
        );
    }
}

/// Whether the visitor sees the page that is in this response: not when it has become a redirect.
fn is_page(response: &Response) -> bool {
    let goes_on = [headers::LOCATION, headers::REDIRECT];
    !response.status().is_redirection() && !goes_on.iter().any(|name| response.headers().contains_key(name))
}
