//! Rejects requests that another site makes in a visitor's name (CSRF).

#[cfg(feature = "cookie-session")]
pub(crate) mod token;

use std::borrow::Cow;
#[cfg(feature = "cookie-session")]
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::{Method, Request, StatusCode, header};
use url::{Origin, Url};

#[cfg(feature = "cookie-session")]
use crate::app::csrf::token::Token;
use crate::{
    form::ResponseFormat,
    protocol::{headers::text, url::is_web},
    request::{
        context::RequestContext,
        origin::{FetchSite, is_bare_origin},
    },
    response::json::json_message,
    values::redirect::Redirect,
};

/// How requests of other sites are detected and rejected; see [`Builder::csrf`](crate::Builder::csrf).
///
/// A request that changes something (any but GET, HEAD and OPTIONS) must come from the application's own pages, as the
/// browser's `Sec-Fetch-Site` header shows, or over plain HTTP its `Origin`; a page can forge neither. The application's own
/// origins follow from [`Builder::public_url`](crate::Builder::public_url) and the request's host. Clients
/// that are not browsers send neither header, and are accepted.
///
/// ```
/// use inertia::{Csrf, Inertia};
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let csrf = Csrf::new()
///     .trusted_origin("https://accounts.example.com") // may post to us
///     .exempt("/webhooks/");                          // checked by a signature of its own
/// let inertia = Inertia::builder().csrf(csrf).build()?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Csrf {
    on: bool,
    trusted: Vec<String>,
    exempt: Vec<String>,
    flash: (Cow<'static, str>, Cow<'static, str>),
    #[cfg(feature = "cookie-session")]
    token: Option<TokenNames>,
    #[cfg(feature = "cookie-session")]
    token_max_age: Option<Duration>,
}

/// The names of the token's cookie and header.
#[cfg(feature = "cookie-session")]
#[derive(Debug, Clone)]
struct TokenNames {
    cookie: Cow<'static, str>,
    header: Cow<'static, str>,
}

impl Default for Csrf {
    fn default() -> Self {
        Self::new()
    }
}

impl Csrf {
    /// The default: the check of the browser's headers.
    pub fn new() -> Self {
        Self {
            on: true,
            trusted: Vec::new(),
            exempt: Vec::new(),
            flash: (
                "error".into(),
                "This page has expired or was opened from another site. Please try again.".into(),
            ),
            #[cfg(feature = "cookie-session")]
            token: None,
            #[cfg(feature = "cookie-session")]
            token_max_age: None,
        }
    }

    /// No check, for an application that has its own.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().csrf(inertia::Csrf::off()).build()?;
    /// # Ok(()) }
    /// ```
    pub fn off() -> Self {
        Self { on: false, ..Self::new() }
    }

    /// Another site that may send requests: scheme, host and port, as `https://accounts.example.com`. The configured
    /// public URL is always trusted.
    ///
    /// ```
    /// let csrf = inertia::Csrf::new().trusted_origin("https://accounts.example.com");
    /// ```
    pub fn trusted_origin(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// A path whose requests are not checked. If it ends with `/`, all paths below it are exempt. It is compared with the full
    /// path, also if the layer is on a nested router.
    ///
    /// ```
    /// let csrf = inertia::Csrf::new().exempt("/webhooks/").exempt("/api/report");
    /// ```
    pub fn exempt(mut self, path: impl Into<String>) -> Self {
        self.exempt.push(path.into());
        self
    }

    /// The message for visitors whose request is rejected. A visit is redirected back with this flash; other requests get the
    /// message as the response. The default is an English sentence with the key `error`.
    ///
    /// ```
    /// use inertia::Csrf;
    ///
    /// let csrf = Csrf::new().flash("toast", "Diese Seite ist abgelaufen. Bitte noch einmal versuchen.");
    /// ```
    pub fn flash(mut self, key: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        self.flash = (key.into(), message.into());
        self
    }

    /// Requires a token as well: a signed cookie, `XSRF-TOKEN`, that the client repeats in the header `X-XSRF-TOKEN`.
    /// For visitors whose browsers send neither `Sec-Fetch-Site` nor `Origin`. A plain form has no such header, and
    /// is rejected. Responses with `Cache-Control: public` have no token.
    ///
    /// With the feature `tower-sessions`, a token is bound to the visitor's session, if there is one: it is rejected with
    /// any other session. The response that starts, ends or renews a session (`Session::cycle_id` at a login) sets the
    /// new token, so pages that are open in other tabs keep working: the client reads the cookie for each request. The
    /// `SessionManagerLayer` has to be outside of Inertia's layer, below it in the code.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().csrf(inertia::Csrf::new().token()).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "cookie-session")]
    pub fn token(self) -> Self {
        self.token_names("XSRF-TOKEN", "X-XSRF-TOKEN")
    }

    /// Requires a token under other names; the client's are set by `createInertiaApp({ http: { xsrfCookieName,
    /// xsrfHeaderName } })`. Django's names are `csrftoken` and `X-CSRFToken`.
    ///
    /// ```
    /// let csrf = inertia::Csrf::new().token_names("csrftoken", "X-CSRFToken");
    /// ```
    #[cfg(feature = "cookie-session")]
    pub fn token_names(
        mut self,
        cookie: impl Into<Cow<'static, str>>,
        header: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.token = Some(TokenNames { cookie: cookie.into(), header: header.into() });
        self
    }

    /// How long a token is valid: the `Max-Age` of its cookie, in whole seconds. By default browsers keep the cookie until
    /// they are closed. While a visitor uses the application, a new token replaces the old one when half of the time is
    /// over; an open page that sends nothing for longer has its next request refused, and gets a new token.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let csrf = inertia::Csrf::new().token().token_max_age(Duration::from_secs(2 * 60 * 60));
    /// let inertia = inertia::Inertia::builder().csrf(csrf).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// [`build`](crate::Builder::build) fails when this is less than a second, or set without a token.
    #[cfg(feature = "cookie-session")]
    pub fn token_max_age(mut self, max_age: Duration) -> Self {
        self.token_max_age = Some(max_age);
        self
    }

    /// Whether a secret is needed.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn has_token(&self) -> bool {
        self.on && self.token.is_some()
    }
}

/// The check with its validated settings.
#[derive(Debug)]
pub(crate) struct Guard {
    csrf: Csrf,
    trusted: Vec<Origin>,
    #[cfg(feature = "cookie-session")]
    token: Option<Token>,
}

impl Guard {
    /// `None` if the check is off. The error is worded for a developer.
    pub(crate) fn new(
        csrf: Csrf,
        #[cfg(feature = "cookie-session")] cookies: &crate::flash::CookieRules,
        #[cfg(feature = "cookie-session")] keys: Option<&crate::flash::Keys>,
    ) -> Result<Option<Self>, String> {
        if !csrf.on {
            return Ok(None);
        }
        let trusted = csrf.trusted.iter().map(|origin| {
            parse_origin(origin).ok_or_else(|| {
                format!(
                    "`Csrf::trusted_origin({origin:?})`: write scheme, host and port, as `https://accounts.example.com`"
                )
            })
        });
        let trusted = trusted.collect::<Result<_, _>>()?;
        #[cfg(feature = "cookie-session")]
        let token = match (&csrf.token, keys) {
            (Some(names), Some(keys)) => {
                Some(Token::new(&names.cookie, &names.header, csrf.token_max_age, cookies, keys.clone())?)
            }
            _ => None,
        };
        #[cfg(feature = "cookie-session")]
        if let (None, Some(age)) = (&token, csrf.token_max_age) {
            return Err(format!("`Csrf::token_max_age({age:?})`: there is no token; add `.token()`"));
        }
        Ok(Some(Self {
            csrf,
            trusted,
            #[cfg(feature = "cookie-session")]
            token,
        }))
    }

    /// The response to a request that is rejected. The reason is only logged.
    pub(crate) fn refuse<B>(
        &self,
        request: &Request<B>,
        context: &RequestContext,
        has_session: bool,
    ) -> Option<Response> {
        let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if is_safe || self.is_exempt(context.path()) {
            return None;
        }
        let (status, reason) = self.verdict(request, context)?;
        let page = request.headers().get(header::ORIGIN).map(text).unwrap_or_default();
        let advice = context.origins().advice(&page, context.host());
        let advice = advice.filter(|_| status == StatusCode::FORBIDDEN);
        let advice = advice.map(|advice| format!(": {advice}")).unwrap_or_default();
        tracing::warn!("{} is refused: {reason}{advice}", context.line());
        Some(self.response(status, context, has_session))
    }

    fn verdict<B>(
        &self,
        request: &Request<B>,
        context: &RequestContext,
    ) -> Option<(StatusCode, &'static str)> {
        if !self.is_same_site(request, context) {
            return Some((StatusCode::FORBIDDEN, "the request was made by another site"));
        }
        #[cfg(feature = "cookie-session")]
        if let Some(token) = &self.token {
            let session = context.visitor_session().requested_id();
            if !token.is_repeated(request.headers(), context.cookies(), session.as_deref()) {
                // Laravel's status for "page expired".
                let expired = StatusCode::from_u16(419).unwrap_or(StatusCode::FORBIDDEN);
                let reason = "the token against cross-site requests is missing, stale, or of another session";
                return Some((expired, reason));
            }
        }
        let _ = context;
        None
    }

    /// The cookie with a new token, for a client without one, or with one of another session than its next request will have.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn cookie(
        &self,
        context: &RequestContext,
        status: StatusCode,
        rules: &crate::flash::CookieRules,
    ) -> Option<http::HeaderValue> {
        let token = self.token.as_ref()?;
        let session = context.visitor_session().next_id(status);
        if !token.is_needed(context.cookies(), session.as_deref()) {
            return None;
        }
        context.warn_of_refused_cookie(token.cookie(), "forms are refused without it");
        token.issue(rules, session.as_deref())
    }

    /// Whether the check reads cookies.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn reads_cookies(&self) -> bool {
        self.token.is_some()
    }

    /// Whether the request comes from our own page or from a trusted origin. A request with neither header comes from an old browser,
    /// or from a client that is not a browser and has no visitor's cookies.
    fn is_same_site<B>(&self, request: &Request<B>, context: &RequestContext) -> bool {
        let origin = request.headers().get(header::ORIGIN).map(text);
        if origin.as_deref().and_then(parse_origin).is_some_and(|origin| self.trusted.contains(&origin)) {
            return true;
        }
        match (context.host().fetch_site(), origin) {
            (Some(site), _) => matches!(site, FetchSite::SameOrigin | FetchSite::Visitor),
            (None, Some(origin)) => context.origins().is_own_origin(&origin, context.host()),
            (None, None) => true,
        }
    }

    fn is_exempt(&self, path: &str) -> bool {
        let covers =
            |exempt: &String| path == exempt || (exempt.ends_with('/') && path.starts_with(&**exempt));
        self.csrf.exempt.iter().any(covers)
    }

    /// A visit is redirected back with a flash, because the client would show another response in a modal. Other requests get JSON
    /// or plain text.
    fn response(&self, status: StatusCode, context: &RequestContext, has_session: bool) -> Response {
        let (key, message) = &self.csrf.flash;
        if context.headers().inertia && has_session {
            return Redirect::back().flash(key.clone(), message).into_response();
        }
        if ResponseFormat::of(context) != ResponseFormat::Page {
            return json_message(status, message);
        }
        (status, message.clone()).into_response()
    }
}

/// Parses an origin: scheme, host and port only. Case and the scheme's default port are normalized.
fn parse_origin(origin: &str) -> Option<Origin> {
    let url = Url::parse(origin).ok().filter(is_web)?;
    is_bare_origin(origin).then(|| url.origin())
}
