//! What an answer changes in the session: shown flash goes, new flash is kept.

use axum::response::Response;
use http::{HeaderValue, header::SET_COOKIE};

use crate::{error::server_error, flash::Flash, request::RequestContext, session::Delivered};

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
        if context.headers().precognitive {
            return None;
        }
        let page = response.extensions_mut().remove::<Delivered>();
        let of_redirect = response.extensions_mut().remove::<Flash>();
        let mut flash = Flash::default();
        // A page has shown what its request flashed; every other answer leaves it to the next page.
        if page.is_none() {
            let said = context.said();
            if let Some(reason) = said.flashing.failed {
                return Some(Err(reason));
            }
            flash = said.flashing.flash;
        }
        flash.extend(of_redirect.unwrap_or_default());
        let delivered = page.unwrap_or_default();
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
        let mut cookies: Vec<HeaderValue> = session.forget(self.delivered).await;
        if !self.flash.is_empty() {
            match session.keep(self.flash, self.context.cookies()).await {
                Ok(kept) => cookies.extend(kept),
                Err(reason) => {
                    let (method, path) = (self.context.method(), self.context.path_and_query());
                    response = server_error(&format!("{method} {path}: {reason}"));
                }
            }
        }
        for cookie in cookies {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}
