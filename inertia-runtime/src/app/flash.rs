//! Updates the session for a response: flash that was shown is removed, new flash is saved.

use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header::SET_COOKIE};

use std::sync::Arc;

use crate::{
    app::App,
    error::server_error,
    flash::delivered::DeliveredFlash,
    flash::{Delivered, SaveError},
    protocol::headers,
    request::context::RequestContext,
    values::flash::Flash,
};

/// The changes to the session that a response needs before it is sent.
#[derive(Debug)]
pub(crate) struct SessionUpdate {
    context: RequestContext,
    app: Arc<App>,
    flash: Flash,
    delivered: Delivered,
}

impl SessionUpdate {
    /// `None` for most responses: they have shown no flash, flashed nothing and started no session.
    pub(crate) fn of(
        response: &mut Response,
        context: &RequestContext,
        app: &Arc<App>,
    ) -> Option<Result<Self, String>> {
        let is_session_unsaved = is_session_unsaved(response.status(), context);
        if response.extensions().is_empty() && !context.has_said() && !is_session_unsaved {
            return None;
        }
        Self::of_changes(response, context, app, is_session_unsaved)
    }

    #[inline(never)]
    fn of_changes(
        response: &mut Response,
        context: &RequestContext,
        app: &Arc<App>,
        is_session_unsaved: bool,
    ) -> Option<Result<Self, String>> {
        let (flash, delivered) = match changes(response, context) {
            Ok(changes) => changes,
            Err(reason) => return Some(Err(reason)),
        };
        if flash.is_empty() && delivered.is_empty() && !is_session_unsaved {
            return None;
        }
        Some(Ok(Self { context: context.clone(), app: app.clone(), flash, delivered }))
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
        let Some(session) = &self.app.page.session else {
            return server_error(
                "something was flashed, and the application has no session: write `.session(..)` in its configuration, \
                 switch on the feature `cookie-session`, or take out `.without_session()`",
            );
        };
        let mut cookies: Vec<HeaderValue> = Vec::new();
        if !self.flash.is_empty() {
            // The handler has finished. A lost flash value is not worth a 500, but a lost form error or `clear_history` would
            // look like success.
            let is_optional = self.flash.errors.is_none() && !self.flash.clear_history;
            match session.keep(self.flash, self.context.cookies(), &self.context.line()).await {
                Ok(lines) => {
                    self.context
                        .warn_of_refused_cookie(&session.cookies.name, "flash and form errors are lost");
                    cookies = lines;
                }
                Err(SaveError::Backend(reason)) if is_optional => {
                    tracing::error!(
                        "{}: {reason}; the visitor is not told what was flashed",
                        self.context.line()
                    );
                }
                // The delivered flash is not removed, so the next page shows it.
                Err(SaveError::Backend(reason) | SaveError::TooLarge(reason)) => {
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
    let delivered_flash = response.extensions_mut().remove::<DeliveredFlash>().filter(|_| is_page(response));
    let of_redirect = response.extensions_mut().remove::<Flash>();
    let flashed = context.flashing();
    // A 500 has its own reason.
    if let Some(reason) = flashed.failed.filter(|_| !response.status().is_server_error()) {
        return Err(reason);
    }
    // A prefetch must have no effect. A redirect that flashes was replaced earlier.
    if context.headers().prefetch && matches!(*context.method(), Method::GET | Method::HEAD) {
        return Ok(Default::default());
    }
    let mut flash = flashed.flash;
    let mut delivered = Delivered::default();
    if let Some(DeliveredFlash { waiting, said }) = delivered_flash {
        flash.remove_shown(&said);
        // A middleware may have set the status of an error. Then the flash stays for the next page.
        if response.status().as_u16() < 400 {
            delivered = waiting;
        }
    }
    flash.extend(of_redirect.unwrap_or_default());
    Ok((flash, delivered))
}

/// Whether the CSRF token needs the id of a session that this response starts or renews.
fn is_session_unsaved(status: StatusCode, context: &RequestContext) -> bool {
    #[cfg(feature = "cookie-session")]
    return context.visitor_session().is_unsaved(status);
    #[cfg(not(feature = "cookie-session"))]
    {
        let _ = (status, context);
        false
    }
}

/// Saves a session that this response starts or renews. An error does not change the response: the session's layer saves
/// again, and handles its own error.
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

/// Whether the response still shows its page. A middleware may have turned it into a redirect.
fn is_page(response: &Response) -> bool {
    let redirects = [headers::LOCATION, headers::REDIRECT];
    !response.status().is_redirection() && !redirects.iter().any(|name| response.headers().contains_key(name))
}
