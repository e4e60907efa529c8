//! Redirects as plain values. The layer completes them, because handlers do not know the request's headers.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::LOCATION};
use serde::Serialize;

use crate::{
    error::{log, report::Reason, server_error},
    protocol::{
        headers,
        url::{header_value, scheme, trimmed},
    },
    values::{
        error_bag::ErrorBag,
        flash::{Flash, Flashing},
    },
};

/// A redirect response.
///
/// ```
/// use inertia::Redirect;
///
/// async fn archive() -> Redirect {
///     // … the event is archived …
///     Redirect::to("/events#list")
/// }
///
/// async fn undo() -> Redirect {
///     Redirect::back_or("/events")
/// }
/// ```
///
/// The layer adapts it to Inertia visits: a 303 after PUT, PATCH and DELETE, and the protocol's 409 where a browser would lose the
/// fragment or refuse to follow to another origin. On a router without the layer it is a plain redirect: `back` leads to its
/// fallback, and its flash is lost.
#[must_use = "a redirect does nothing unless it is returned"]
#[derive(Debug, Clone)]
pub struct Redirect {
    target: Target,
    status: StatusCode,
    /// Boxed to keep a `Result` with a redirect as its error small.
    flashing: Option<Box<Flashing>>,
}

#[derive(Debug, Clone)]
enum Target {
    To(Cow<'static, str>),
    /// `None`: the fallback of the route or the application.
    Back(Option<Cow<'static, str>>),
    Client(Cow<'static, str>),
    Location(Cow<'static, str>),
}

/// What the layer has to do to complete a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfinished {
    /// The target is the referring page. With `named`, `Location` holds the redirect's own fallback.
    Back { named: bool },
    /// A visit gets the protocol's 409 with `X-Inertia-Redirect`.
    Client,
    /// A visit gets the protocol's 409 with `X-Inertia-Location`.
    Location,
}

impl Redirect {
    /// To a URL, by a 302.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// # let id = 7;
    /// let redirect = Redirect::to(format!("/events/{id}"));
    /// ```
    pub fn to(url: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Target::To(url.into()))
    }

    /// To the page that the visitor came from. When it is unknown or not the application's own, to the `fallback` of
    /// [`#[inertia::precognition]`](macro@crate::precognition), to [`Builder::fallback_url`](crate::Builder::fallback_url), or to `/`.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// async fn like() -> Redirect {
    ///     // … the like is stored …
    ///     Redirect::back().flash("toast", "Thank you!")
    /// }
    /// ```
    pub fn back() -> Self {
        Self::new(Target::Back(None))
    }

    /// To the page that the visitor came from. To `fallback` when the browser does not send the page (a `Referrer-Policy` may
    /// forbid it), when the page is not the application's own, and when a GET would be redirected to itself.
    ///
    /// A GET or HEAD that would be redirected for ever gets a 422 instead, which the [error page](crate::Builder::error_page)
    /// shows: when the fallback leads to the same request again, and when the request already comes from such a redirect, for
    /// example when two pages redirect to each other. (The second case is detected only with a session, which stores the
    /// target of the redirect.)
    ///
    /// ```
    /// # use inertia::Redirect;
    /// let redirect = Redirect::back_or("/events");
    /// ```
    pub fn back_or(fallback: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Target::Back(Some(fallback.into())))
    }

    /// Makes the client start a new GET visit to a URL of this application; the fragment is kept. A URL of another origin is
    /// loaded as by [`location`], because an Inertia visit would send this application's headers there.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// let redirect = Redirect::client("/events?page=2#row-7");
    /// ```
    pub fn client(url: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Target::Client(url.into()))
    }

    /// Another status than 302: 301, 303, 307 or 308. Any other becomes a 500 that names this call.
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// # use inertia::Redirect;
    /// let moved = Redirect::to("/events").status(StatusCode::PERMANENT_REDIRECT);
    /// ```
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Flashes a value: the next page has it in its `flash` under this key, and the page after that does not. A value that cannot
    /// be serialized as JSON becomes a 500 that names this call.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// async fn save() -> Redirect {
    ///     // … the event is saved …
    ///     Redirect::to("/events").flash("toast", "Saved.")
    /// }
    /// ```
    pub fn flash(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        self.flashing().value("Redirect::flash", key.into(), value);
        self
    }

    /// Flashes the messages of a form: the next page has them as its `errors`, in the error bag that the request names.
    /// [`Valid`](crate::Valid) does this for validation errors; use this for errors that only the handler can detect.
    ///
    /// ```
    /// # use inertia::{ErrorBag, Redirect};
    /// async fn log_in() -> Redirect {
    ///     Redirect::back().errors(ErrorBag::of("email", "no account has this e-mail and password"))
    /// }
    /// ```
    pub fn errors(mut self, errors: impl Into<ErrorBag>) -> Self {
        let errors = errors.into();
        if !errors.is_empty() {
            self.flashed().errors.get_or_insert_default().merge(errors);
        }
        self
    }

    /// Makes the encrypted pages in the browser's history unreadable when the next page is shown, for example after a logout.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// async fn log_out() -> Redirect {
    ///     Redirect::to("/login").clear_history()
    /// }
    /// ```
    pub fn clear_history(mut self) -> Self {
        self.flashed().clear_history = true;
        self
    }

    /// Keeps the fragment of the visited URL on the next page.
    ///
    /// ```
    /// # use inertia::Redirect;
    /// let renamed = Redirect::to("/events/new-name").preserve_fragment();
    /// ```
    pub fn preserve_fragment(mut self) -> Self {
        self.flashed().preserve_fragment = true;
        self
    }

    fn flashing(&mut self) -> &mut Flashing {
        self.flashing.get_or_insert_default()
    }

    fn flashed(&mut self) -> &mut Flash {
        &mut self.flashing().flash
    }

    fn new(target: Target) -> Self {
        Self { target, status: StatusCode::FOUND, flashing: None }
    }
}

/// Leaves the application: the browser loads `url` as a full page. It may be of another origin, or not an Inertia page.
///
/// ```
/// async fn source() -> inertia::Redirect {
///     inertia::location("https://inertiajs.com/docs")
/// }
/// ```
///
/// Spaces around the URL are removed. It may be relative, or begin with `http:`, `https:`, `mailto:` or `tel:`. Other schemes get a
/// 500, because a browser may run such URLs or open another program, unless
/// [`Builder::allow_redirect_scheme`](crate::Builder::allow_redirect_scheme) allows them.
pub fn location(url: impl Into<Cow<'static, str>>) -> Redirect {
    Redirect::new(Target::Location(url.into()))
}

/// The schemes that are always allowed.
const ALLOWED_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The schemes that no application can allow: browsers run such URLs as scripts.
pub(crate) const SCRIPT_SCHEMES: [&str; 3] = ["javascript", "data", "vbscript"];

/// An extension of the 500 for a redirect with another scheme. The layer knows the allowed schemes, and restores the redirect.
#[derive(Debug, Clone)]
struct RefusedScheme {
    scheme: String,
    redirect: Redirect,
}

impl Redirect {
    fn call(&self) -> (&'static str, &str, Option<Unfinished>) {
        match &self.target {
            Target::To(url) => ("Redirect::to", url, None),
            Target::Back(Some(url)) => ("Redirect::back_or", url, Some(Unfinished::Back { named: true })),
            Target::Back(None) => ("Redirect::back", "/", Some(Unfinished::Back { named: false })),
            Target::Client(url) => ("Redirect::client", url, Some(Unfinished::Client)),
            Target::Location(url) => ("inertia::location", url, Some(Unfinished::Location)),
        }
    }

    /// The response. The URL may also have the scheme `allowed`.
    fn response(self, allowed: Option<&str>) -> Response {
        let (call, url, unfinished) = self.call();
        let url = trimmed(url);
        let Some(value) = header_value(url) else {
            return server_error(&format!(
                "`{call}(..)` was given a URL with a control character; percent-encode what comes from outside: {url:?}"
            ));
        };
        if !matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            let status = self.status.as_u16();
            return server_error(&format!(
                "`{call}(..).status({status})`: a redirect's status is 301, 302, 303, 307 or 308"
            ));
        }
        if let Some(scheme) = scheme(url)
            && !ALLOWED_SCHEMES.contains(&&*scheme)
            && allowed != Some(&*scheme)
        {
            let runs = SCRIPT_SCHEMES.contains(&&*scheme);
            let advice = if runs {
                "which a browser would run".to_owned()
            } else {
                format!("for other schemes write `.allow_redirect_scheme({scheme:?})`")
            };
            let mut refused = server_error(&format!(
                "`{call}(..)` was given a URL with the scheme `{scheme}`; a redirect leads to a relative URL or to one with \
                 `http`, `https`, `mailto` or `tel`; {advice}: {url:?}"
            ));
            if !runs {
                refused.extensions_mut().insert(RefusedScheme { scheme, redirect: self });
            }
            return refused;
        }
        if let Some(reason) = self.flashing.as_ref().and_then(|flashing| flashing.failed.as_ref()) {
            return server_error(reason);
        }
        let mut response = redirect(self.status, value);
        if let Some(flashing) = self.flashing {
            let mut flash = flashing.flash;
            flash.errors = flash.errors.map(ErrorBag::within_limit);
            response.extensions_mut().insert(flash);
        }
        if let Some(unfinished) = unfinished {
            response.extensions_mut().insert(unfinished);
        }
        response
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        self.response(None)
    }
}

/// Restores a redirect whose scheme the application allows. Headers that a handler added to the response stay.
pub(crate) fn restore_allowed(response: &mut Response, allowed: &[String]) {
    let is_allowed = |refused: &RefusedScheme| allowed.contains(&refused.scheme);
    if allowed.is_empty() || !response.extensions().get().is_some_and(is_allowed) {
        return;
    }
    let Some(RefusedScheme { scheme, redirect }) = response.extensions_mut().remove() else { return };
    log::discard(response);
    response.extensions_mut().remove::<Reason>();
    headers::drop_content(response.headers_mut());
    let (restored, body) = redirect.response(Some(&scheme)).into_parts();
    response.headers_mut().extend(restored.headers);
    response.extensions_mut().extend(restored.extensions);
    *response.status_mut() = restored.status;
    *response.body_mut() = body;
}

fn redirect(status: StatusCode, location: HeaderValue) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(LOCATION, location);
    response
}
