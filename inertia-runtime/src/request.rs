//! One request, as the layer saw it: what its page needs to know, what its handlers say, what its answer depends on.

use std::{
    borrow::Cow,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering},
    },
};

use axum::extract::OriginalUri;
use http::{Extensions, HeaderValue, Method, Request, StatusCode, uri::PathAndQuery};
use serde::Serialize;

#[cfg(feature = "cookie-session")]
use crate::csrf::VisitorSession;
use crate::{
    app::App,
    csp,
    errors::ErrorBag,
    flash::{Flash, Flashing},
    origin::RequestHost,
    protocol::{
        accept::Accepts,
        json,
        visit::{Also, VisitHeaders},
    },
};

/// What everybody who works at one request shares. Kept in the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    headers: VisitHeaders,
    method: Method,
    /// Path and query as they were sent.
    target: Option<PathAndQuery>,
    referer: Option<HeaderValue>,
    host: RequestHost,
    /// The `Cookie` lines that hold something of ours.
    cookies: Vec<HeaderValue>,
    /// The host at which the browser refuses our cookies. In development only.
    refuses_cookies: Option<Box<str>>,
    /// Read only where the token against cross-site requests is bound to it.
    #[cfg(feature = "cookie-session")]
    visitor_session: VisitorSession,
    /// Whether the route answers live validation.
    live: AtomicBool,
    /// Whether the response depends on the request's `Accept`.
    by_accept: AtomicBool,
    /// Where a redirect leads that names no target of its own, when the route says so.
    fallback: OnceLock<Cow<'static, str>>,
    /// The status of the failure whose page is being made; 0 as long as all is well.
    failure: AtomicU16,
    /// Which providers of shared props have failed, or were not done when nobody waited for them any longer, as bits: the error page
    /// does without them.
    lost_providers: AtomicU64,
    /// Nothing until someone asks for it.
    nonce: OnceLock<Box<str>>,
    /// Nothing until something is said, which most requests never do.
    said: OnceLock<Box<Mutex<Said>>>,
}

/// What `Inertia::share` and `Inertia::flash` were called with.
#[derive(Debug, Default, Clone)]
pub(crate) struct Said {
    pub(crate) shares: Vec<Share>,
    pub(crate) flashing: Flashing,
    /// The messages of a form that was refused with a 422, for the error page.
    refused: Option<ErrorBag>,
    /// The first call that could not be done.
    failed: Option<String>,
}

/// A prop shared for one request, as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) key: Cow<'static, str>,
    pub(crate) json: Vec<u8>,
}

impl RequestContext {
    pub(crate) fn new<B>(app: Arc<App>, request: &Request<B>) -> Self {
        let (mut referer, mut host, mut cookies) = (None, RequestHost::default(), Vec::new());
        let headers =
            VisitHeaders::read(request.headers(), app.version().as_deref(), |header, value| match header {
                Also::Referer => {
                    referer.get_or_insert_with(|| value.clone());
                }
                Also::Cookie => {
                    if app.reads_cookies(value) {
                        cookies.push(value.clone());
                    }
                }
                Also::Host => host.name(value),
                Also::FetchSite => host.fetched_from(value),
                Also::Proxy(header) if app.origins.trust_forwarded => host.forwarded_by(header, value),
                Also::Proxy(_) => {}
            });
        host.or_authority(request.uri());
        // As it was sent, also inside a nested router.
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or(request.uri(), |original| &original.0);
        let refuses_cookies = app.refused_cookies.host(request.headers()).map(Into::into);
        #[cfg(feature = "cookie-session")]
        let visitor_session = match &app.guard {
            Some(guard) if guard.reads_cookies() => VisitorSession::of(request.extensions()),
            _ => VisitorSession::default(),
        };
        Self(Arc::new(Inner {
            headers,
            method: request.method().clone(),
            target: uri.path_and_query().cloned(),
            referer,
            host,
            cookies,
            refuses_cookies,
            #[cfg(feature = "cookie-session")]
            visitor_session,
            live: AtomicBool::new(false),
            by_accept: AtomicBool::new(false),
            fallback: OnceLock::new(),
            failure: AtomicU16::new(0),
            lost_providers: AtomicU64::new(0),
            nonce: OnceLock::new(),
            said: OnceLock::new(),
            app,
        }))
    }

    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    /// The nonce of this answer; none when the application has no security policy from us.
    pub(crate) fn nonce(&self) -> Option<&str> {
        self.app().csp.as_ref().map(|_| &**self.0.nonce.get_or_init(csp::nonce))
    }

    pub(crate) fn headers(&self) -> &VisitHeaders {
        &self.0.headers
    }

    pub(crate) fn method(&self) -> &Method {
        &self.0.method
    }

    pub(crate) fn path_and_query(&self) -> &str {
        self.0.target.as_ref().map_or("/", PathAndQuery::as_str)
    }

    /// The path alone.
    pub(crate) fn path(&self) -> &str {
        self.0.target.as_ref().map_or("/", PathAndQuery::path)
    }

    /// Which request it is, for the log: without the query, which may hold what nobody should read there.
    pub(crate) const fn line(&self) -> RequestLine<'_> {
        RequestLine(self)
    }

    pub(crate) fn referer(&self) -> Option<&HeaderValue> {
        self.0.referer.as_ref()
    }

    pub(crate) fn host(&self) -> &RequestHost {
        &self.0.host
    }

    /// Whether the client runs another version of the assets than the server.
    pub(crate) fn is_stale(&self) -> bool {
        self.0.headers.inertia && !self.0.headers.current && self.0.method == Method::GET
    }

    pub(crate) fn cookies(&self) -> &[HeaderValue] {
        &self.0.cookies
    }

    /// Warns that the browser refuses the cookie of this name, if the request shows that it does.
    pub(crate) fn warn_of_refused_cookie(&self, name: &str, consequence: &str) {
        if let Some(host) = &self.0.refuses_cookies {
            self.app().refused_cookies.warn(host, &self.line(), name, consequence);
        }
    }

    #[cfg(feature = "cookie-session")]
    pub(crate) fn visitor_session(&self) -> &VisitorSession {
        &self.0.visitor_session
    }

    /// Says that this route answers live validation, scripts and visitors, so that no cache takes one answer for the other.
    pub(crate) fn answers_live_validation(&self) {
        self.0.live.store(true, Ordering::Relaxed);
        self.varies_by_accept();
    }

    pub(crate) fn is_live(&self) -> bool {
        self.0.live.load(Ordering::Relaxed)
    }

    /// Says that the response depends on the request's `Accept`, so that no cache takes one response for the other.
    pub(crate) fn varies_by_accept(&self) {
        self.0.by_accept.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_by_accept(&self) -> bool {
        self.0.by_accept.load(Ordering::Relaxed)
    }

    /// Sets where a redirect of this route leads that names no target. The first call counts.
    pub(crate) fn fall_back_to(&self, url: Cow<'static, str>) {
        let _: Result<(), _> = self.0.fallback.set(url);
    }

    /// Where a redirect leads that names no target: as the route says, or else the application.
    pub(crate) fn fallback(&self) -> &str {
        self.0.fallback.get().map_or(&*self.app().fallback_url, |url| &**url)
    }

    /// Says that what is rendered from now on is the error page, with this status.
    pub(crate) fn fail(&self, status: StatusCode) {
        self.0.failure.store(status.as_u16(), Ordering::Relaxed);
    }

    /// The status of the failure whose page is being made.
    pub(crate) fn failure(&self) -> Option<StatusCode> {
        let status = self.0.failure.load(Ordering::Relaxed);
        if status == 0 { None } else { StatusCode::from_u16(status).ok() }
    }

    /// Says that a provider has failed. An error page that asked it again would fail with it.
    pub(crate) fn lose_provider(&self, index: usize) {
        self.0.lost_providers.fetch_or(bit_of(index), Ordering::Relaxed);
    }

    /// The providers that have failed, as bits.
    pub(crate) fn lost_providers(&self) -> u64 {
        self.0.lost_providers.load(Ordering::Relaxed)
    }

    /// The names of the providers that have failed and are not among these bits.
    pub(crate) fn names_of_lost(&self, known: u64) -> String {
        let lost = self.lost_providers() & !known;
        let providers = self.app().providers.iter().enumerate();
        let names = providers.filter(|(index, _)| lost & bit_of(*index) != 0);
        names.map(|(_, provider)| format!("`{}`", provider.name())).collect::<Vec<_>>().join(", ")
    }

    /// Whether the page does without a provider: it is the error page, and this one has failed.
    pub(crate) fn is_lost(&self, index: usize) -> bool {
        self.failure().is_some() && self.lost_providers() & bit_of(index) != 0
    }

    /// Whether a visitor looks at the answer, and not a script, a picture or a form that is checked.
    pub(crate) fn wants_page(&self) -> bool {
        let headers = self.headers();
        !headers.precognitive && (headers.inertia || headers.accepts == Accepts::Document)
    }

    pub(crate) fn share(&self, key: Cow<'static, str>, value: &impl Serialize) {
        // The value's own code runs before the lock is taken, because it may share something, too.
        let mut json = Vec::new();
        let written = match bad_name(&key) {
            Some(reason) => Err(reason.to_owned()),
            None => json::write(&mut json, value)
                .map_err(|error| format!("the value cannot be written as JSON: {error}")),
        };
        let mut said = self.lock();
        if let Err(reason) = written {
            said.failed.get_or_insert_with(|| format!("`Inertia::share({key:?}, ..)`: {reason}"));
            return;
        }
        match said.shares.iter_mut().find(|share| share.key == key) {
            Some(share) => share.json = json,
            None => said.shares.push(Share { key, json }),
        }
    }

    pub(crate) fn flash(&self, key: String, value: &impl Serialize) {
        // As above: the value's own code runs before the lock is taken.
        let mut flashing = Flashing::default();
        flashing.value("Inertia::flash", key, value);
        self.lock().flashing.extend(flashing);
    }

    /// Whether anything was shared or flashed until now.
    pub(crate) fn has_said(&self) -> bool {
        self.0.said.get().is_some()
    }

    /// What was said until now.
    pub(crate) fn said(&self) -> Said {
        if self.has_said() { self.lock().clone() } else { Said::default() }
    }

    /// What was said until now for the next page.
    pub(crate) fn flashing(&self) -> Flashing {
        if self.has_said() { self.lock().flashing.clone() } else { Flashing::default() }
    }

    /// Takes over what a redirect would have shown on the page that follows, because there is none: the error page shows it.
    /// Flash values that no page shows wait for the next one.
    pub(crate) fn refuse_form(&self, flash: Flash) {
        let mut said = self.lock();
        let mut flash = Flash { preserve_fragment: false, sent_back_to: Vec::new(), ..flash };
        said.refused = flash.errors.take();
        said.flashing.extend(Flashing { flash, failed: None });
    }

    fn lock(&self) -> MutexGuard<'_, Said> {
        self.0.said.get_or_init(Box::default).lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request in the log: its method and its path.
#[derive(Debug)]
pub(crate) struct RequestLine<'c>(&'c RequestContext);

impl fmt::Display for RequestLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.method(), self.0.path())
    }
}

impl Said {
    /// What this request has to say on its own page. The messages of a refused form are for the error page.
    pub(crate) fn for_page(&self, error_page: bool) -> Flash {
        let mut flash = self.flashing.flash.clone();
        if error_page && self.refused.is_some() {
            flash.errors.clone_from(&self.refused);
        }
        flash
    }

    /// The first call that could not be done.
    pub(crate) fn failed(&self) -> Option<&str> {
        self.failed.as_deref().or(self.flashing.failed.as_deref())
    }
}

/// The providers that a request waits for. When it is given up before they are done, by a timeout around its handler for example, the
/// error page does not wait for them again.
pub(crate) struct Waiting<'c> {
    context: &'c RequestContext,
    providers: u64,
}

impl<'c> Waiting<'c> {
    pub(crate) const fn new(context: &'c RequestContext) -> Self {
        Self { context, providers: 0 }
    }

    pub(crate) fn on(&mut self, index: usize) {
        self.providers |= bit_of(index);
    }

    pub(crate) fn done(&mut self, index: usize) {
        self.providers &= !bit_of(index);
    }

    /// Nobody waits any longer, and that is no fault of theirs.
    pub(crate) fn over(&mut self) {
        self.providers = 0;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.providers != 0 {
            self.context.0.lost_providers.fetch_or(self.providers, Ordering::Relaxed);
        }
    }
}

/// A provider's bit. Of so many that there is none for one, all are meant.
fn bit_of(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(u64::MAX)
}

/// Why a name cannot be a prop's; the derive checks its own when compiling.
fn bad_name(name: &str) -> Option<&'static str> {
    if name == "errors" {
        return Some("`errors` is every page's own prop; choose another key");
    }
    if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("a key is a name, not a number and not empty");
    }
    let printable = name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'.' | b','));
    (!printable).then_some(
        "a key is printable ASCII without dots, commas and spaces; share an object for nested props",
    )
}
