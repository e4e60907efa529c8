//! Redirects as plain values; the layer finishes them, because only it knows the request.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::LOCATION};
use serde::Serialize;

use crate::{
    error::server_error,
    errors::ErrorBag,
    flash::{Flash, Flashing},
    origin::{header_value, scheme, trimmed},
    protocol::headers,
    reason::Reason,
    unsaid,
};

/// An answer that sends the visitor elsewhere.
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
/// What an Inertia visit needs to be different is up to the layer: a 303 after PUT, PATCH and DELETE, and the
/// protocol's 409 where a browser would lose the fragment or refuse to follow to another origin. On a router without
/// the layer it is a plain redirect: `back` leads to its fallback, and what it flashes is lost.
#[must_use = "a redirect does nothing unless it is returned"]
#[derive(Debug, Clone)]
pub struct Redirect {
    target: Target,
    status: StatusCode,
    /// Boxed, because a result that holds a redirect as its error is moved a lot.
    flashing: Option<Box<Flashing>>,
}

#[derive(Debug, Clone)]
enum Target {
    To(Cow<'static, str>),
    /// Without a fallback of its own, it leads to that of the route or the application.
    Back(Option<Cow<'static, str>>),
    Client(Cow<'static, str>),
    Location(Cow<'static, str>),
}

/// What the layer has left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfinished {
    /// The referring page comes first. `Location` holds the fallback, unless the redirect has named none.
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

    /// To the page that the visitor came from. When that is not known or not ours, to the `fallback` of
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

    /// To the page that the visitor came from, or to `fallback`: when the browser does not say, as a `Referrer-Policy` may
    /// tell it, when the page is not ours, and when a GET would be sent back to itself.
    ///
    /// A GET or HEAD that would never end is answered with a 422 instead, which the [error page](crate::Builder::error_page)
    /// shows: when the fallback leads to the same request again, and when the request comes from such a redirect already, as
    /// when two pages send the visitor to each other. (The second is noticed with a session only, because the redirect leaves
    /// its target there.)
    ///
    /// ```
    /// # use inertia::Redirect;
    /// let redirect = Redirect::back_or("/events");
    /// ```
    pub fn back_or(fallback: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Target::Back(Some(fallback.into())))
    }

    /// Makes the client visit a URL of this application anew, by GET; the fragment is kept. A URL of another origin is
    /// loaded as [`location`] does it, because the client would send it what belongs to this one.
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

    /// Says something once, on the page that follows. It is in the page's `flash` under this key, and gone from the
    /// page after that one. A value that cannot be written as JSON becomes a 500 that names this call.
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

    /// The messages of a form, which the page that follows has as its `errors`, under the error bag that the form
    /// named. [`Valid`](crate::Valid) does this by itself; here is what only the handler can know.
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

    /// Makes the encrypted pages in the browser's history unreadable when the page that follows is shown, as after a
    /// logout.
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

    /// Keeps the fragment of the URL that was visited on the page that follows.
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

/// Leaves the application: the browser loads `url` as a whole page, which may be of another origin or no Inertia page.
///
/// ```
/// async fn source() -> inertia::Redirect {
///     inertia::location("https://inertiajs.com/docs")
/// }
/// ```
///
/// Spaces around the URL are dropped. It may be relative or begin with `http:`, `https:`, `mailto:` or `tel:`. Others are refused
/// with a 500, because a browser runs or opens what they hold, unless
/// [`Builder::allow_redirect_scheme`](crate::Builder::allow_redirect_scheme) says otherwise.
pub fn location(url: impl Into<Cow<'static, str>>) -> Redirect {
    Redirect::new(Target::Location(url.into()))
}

/// The schemes that every redirect may have.
const ALLOWED_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The schemes that no application can allow.
pub(crate) const RUN_BY_BROWSERS: [&str; 3] = ["javascript", "data", "vbscript"];

/// A redirect that is a 500 because of its scheme, for an application that allows it: the layer knows.
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

    /// The response, in which the URL may have this scheme, too.
    fn allowing(self, further: Option<&str>) -> Response {
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
            && further != Some(&*scheme)
        {
            let runs = RUN_BY_BROWSERS.contains(&&*scheme);
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
        self.allowing(None)
    }
}

/// Restores a redirect whose scheme the application allows. The headers that a handler has put beside it stay.
pub(crate) fn restore_allowed(response: &mut Response, allowed: &[String]) {
    let is_allowed = |refused: &RefusedScheme| allowed.contains(&refused.scheme);
    if allowed.is_empty() || !response.extensions().get().is_some_and(is_allowed) {
        return;
    }
    let Some(RefusedScheme { scheme, redirect }) = response.extensions_mut().remove() else { return };
    unsaid::keep_quiet(response);
    response.extensions_mut().remove::<Reason>();
    headers::drop_content(response.headers_mut());
    let (restored, body) = redirect.allowing(Some(&scheme)).into_parts();
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
