//! What an answer changes in the session: shown flash goes, new flash is kept.

use axum::response::Response;
use http::{HeaderValue, Method, header::SET_COOKIE};
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

/// What is left to do before an answer may leave.
#[derive(Debug)]
pub(crate) struct Commit {
    context: RequestContext,
    flash: Flash,
    delivered: Delivered,
}

impl Commit {
    /// Nothing for most answers: they have shown nothing and flashed nothing.
    pub(crate) fn of(response: &mut Response, context: &RequestContext) -> Option<Result<Self, String>> {
        if response.extensions().is_empty() && !context.has_said() {
            return None;
        }
        Self::of_what_was_said(response, context)
    }

    #[inline(never)]
    fn of_what_was_said(response: &mut Response, context: &RequestContext) -> Option<Result<Self, String>> {
        if context.headers().precognitive {
            return None;
        }
        let told = response.extensions_mut().remove::<Told>().filter(|_| is_page(response));
        let of_redirect = response.extensions_mut().remove::<Flash>();
        let said = context.flashing();
        // A 500 has said its own reason.
        if let Some(reason) = said.failed.filter(|_| !response.status().is_server_error()) {
            return Some(Err(reason));
        }
        // A page that is fetched ahead must have no effect. A redirect that would have one was refused before.
        if context.headers().prefetch && matches!(*context.method(), Method::GET | Method::HEAD) {
            return None;
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
        if flash.is_empty() && delivered.is_empty() {
            return None;
        }
        Some(Ok(Self { context: context.clone(), flash, delivered }))
    }

    /// The answer, with its cookies.
    pub(crate) async fn run(self, mut response: Response) -> Response {
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
                Ok(kept) => cookies = kept,
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

/// Whether the visitor sees the page that is in this response: not when it has become a redirect.
fn is_page(response: &Response) -> bool {
    let goes_on = [headers::LOCATION, headers::REDIRECT];
    !response.status().is_redirection() && !goes_on.iter().any(|name| response.headers().contains_key(name))
}
