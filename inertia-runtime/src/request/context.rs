//! One request, as the layer received it: its headers, what handlers share and flash, and what its response depends on.

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
use crate::request::visitor_session::VisitorSession;
use crate::{
    protocol::{
        accept::Accepts,
        json,
        visit::{Also, VisitHeaders},
    },
    request::origin::RequestHost,
    request::{nonce, origin::Origins, settings::RequestSettings},
    values::{
        error_bag::ErrorBag,
        flash::{Flash, Flashing},
    },
};

/// The state of one request, shared by the layer, the extractors and the page. An extension of the request.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Arc<RequestSettings>,
    headers: VisitHeaders,
    method: Method,
    /// The path and query of the request line.
    target: Option<PathAndQuery>,
    referer: Option<HeaderValue>,
    host: RequestHost,
    /// The `Cookie` lines that may contain our cookies.
    cookies: Vec<HeaderValue>,
    /// The host at which the browser refuses our cookies. In development only.
    refuses_cookies: Option<Box<str>>,
    /// Read only if a CSRF token is bound to it.
    #[cfg(feature = "cookie-session")]
    visitor_session: VisitorSession,
    /// Whether the route supports live validation.
    live: AtomicBool,
    /// Whether the response depends on the request's `Accept`.
    by_accept: AtomicBool,
    /// The route's own fallback for redirects back.
    fallback: OnceLock<Cow<'static, str>>,
    /// The status of the failure whose error page is being rendered; 0 if there is none.
    failure: AtomicU16,
    /// The providers of shared props that failed, or did not finish before a timeout, as bits. The error page does not run
    /// them again.
    lost_providers: AtomicU64,
    /// Created on first use.
    nonce: OnceLock<Box<str>>,
    /// Created by the first call of `share` or `flash`: most requests have none.
    shared_and_flashed: OnceLock<Box<Mutex<SharedAndFlashed>>>,
}

/// The arguments of `Inertia::share` and `Inertia::flash`.
#[derive(Debug, Default, Clone)]
pub(crate) struct SharedAndFlashed {
    pub(crate) shares: Vec<Share>,
    pub(crate) flashing: Flashing,
    /// The messages of a form that was rejected with a 422, for the error page.
    form_errors: Option<ErrorBag>,
    /// The error of the first call that failed.
    failed: Option<String>,
}

/// A prop shared for one request, as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) key: Cow<'static, str>,
    pub(crate) json: Vec<u8>,
}

impl RequestContext {
    pub(crate) fn new<B>(
        settings: Arc<RequestSettings>,
        version: Option<&str>,
        request: &Request<B>,
    ) -> Self {
        let (mut referer, mut host, mut cookies) = (None, RequestHost::default(), Vec::new());
        let headers = VisitHeaders::read(request.headers(), version, |header, value| match header {
            Also::Referer => {
                referer.get_or_insert_with(|| value.clone());
            }
            Also::Cookie => {
                if settings.cookies.keeps(value) {
                    cookies.push(value.clone());
                }
            }
            Also::Host => host.name(value),
            Also::FetchSite => host.fetched_from(value),
            Also::Proxy(header) if settings.origins.trust_forwarded => host.forwarded_by(header, value),
            Also::Proxy(_) => {}
        });
        host.or_authority(request.uri());
        // Inside a nested router, axum removes the prefix from the request's own URI.
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or(request.uri(), |original| &original.0);
        let refuses_cookies = settings.refused_cookies.host(request.headers()).map(Into::into);
        #[cfg(feature = "cookie-session")]
        let visitor_session = if settings.reads_session {
            VisitorSession::of(request.extensions())
        } else {
            VisitorSession::default()
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
            shared_and_flashed: OnceLock::new(),
            settings,
        }))
    }

    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }

    pub(crate) fn settings(&self) -> &RequestSettings {
        &self.0.settings
    }

    pub(crate) fn origins(&self) -> &Origins {
        &self.0.settings.origins
    }

    /// The nonce of this response. `None` if the application has set no policy in the builder.
    pub(crate) fn nonce(&self) -> Option<&str> {
        self.settings().has_policy.then(|| &**self.0.nonce.get_or_init(nonce::nonce))
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

    /// The request, for the log. Without the query, which may contain secrets.
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
            self.settings().refused_cookies.warn(host, &self.line(), name, consequence);
        }
    }

    #[cfg(feature = "cookie-session")]
    pub(crate) fn visitor_session(&self) -> &VisitorSession {
        &self.0.visitor_session
    }

    /// Marks the route as one for live validation, scripts and visitors, so that `Vary` keeps caches from mixing up the responses.
    pub(crate) fn answers_live_validation(&self) {
        self.0.live.store(true, Ordering::Relaxed);
        self.varies_by_accept();
    }

    pub(crate) fn is_live(&self) -> bool {
        self.0.live.load(Ordering::Relaxed)
    }

    /// Marks the response as depending on the request's `Accept`, so that `Vary` keeps caches from mixing up the responses.
    pub(crate) fn varies_by_accept(&self) {
        self.0.by_accept.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_by_accept(&self) -> bool {
        self.0.by_accept.load(Ordering::Relaxed)
    }

    /// Sets the route's fallback for redirects back. The first call wins.
    pub(crate) fn fall_back_to(&self, url: Cow<'static, str>) {
        let _: Result<(), _> = self.0.fallback.set(url);
    }

    /// The fallback for redirects back: the route's, or else the application's.
    pub(crate) fn fallback(&self) -> &str {
        self.0.fallback.get().map_or(&*self.settings().fallback_url, |url| &**url)
    }

    /// Sets the status of the failure. From now on, the error page is rendered.
    pub(crate) fn fail(&self, status: StatusCode) {
        self.0.failure.store(status.as_u16(), Ordering::Relaxed);
    }

    /// The status of the failure whose error page is being rendered.
    pub(crate) fn failure(&self) -> Option<StatusCode> {
        let status = self.0.failure.load(Ordering::Relaxed);
        if status == 0 { None } else { StatusCode::from_u16(status).ok() }
    }

    /// Marks a provider as failed. The error page does not run it again, because it would fail, too.
    pub(crate) fn lose_provider(&self, index: usize) {
        self.0.lost_providers.fetch_or(provider_bit(index), Ordering::Relaxed);
    }

    /// The providers that have failed, as bits.
    pub(crate) fn lost_providers(&self) -> u64 {
        self.0.lost_providers.load(Ordering::Relaxed)
    }

    /// Whether the error page is being rendered and this provider has failed.
    pub(crate) fn is_lost(&self, index: usize) -> bool {
        self.failure().is_some() && self.lost_providers() & provider_bit(index) != 0
    }

    /// Whether the response is shown as a page. Not for scripts, images and live validation.
    pub(crate) fn wants_page(&self) -> bool {
        let headers = self.headers();
        !headers.precognitive && (headers.inertia || headers.accepts == Accepts::Document)
    }

    pub(crate) fn share(&self, key: Cow<'static, str>, value: &impl Serialize) {
        // Serialized before the lock is taken, because the value's `Serialize` may call `share`, too.
        let mut json = Vec::new();
        let written = match bad_name(&key) {
            Some(reason) => Err(reason.to_owned()),
            None => json::write(&mut json, value)
                .map_err(|error| format!("the value cannot be written as JSON: {error}")),
        };
        let mut state = self.lock();
        if let Err(reason) = written {
            state.failed.get_or_insert_with(|| format!("`Inertia::share({key:?}, ..)`: {reason}"));
            return;
        }
        match state.shares.iter_mut().find(|share| share.key == key) {
            Some(share) => share.json = json,
            None => state.shares.push(Share { key, json }),
        }
    }

    pub(crate) fn flash(&self, key: String, value: &impl Serialize) {
        // Serialized before the lock is taken, as in `share`.
        let mut flashing = Flashing::default();
        flashing.value("Inertia::flash", key, value);
        self.lock().flashing.extend(flashing);
    }

    /// Whether anything was shared or flashed until now.
    pub(crate) fn has_said(&self) -> bool {
        self.0.shared_and_flashed.get().is_some()
    }

    /// What was shared and flashed until now.
    pub(crate) fn said(&self) -> SharedAndFlashed {
        if self.has_said() { self.lock().clone() } else { SharedAndFlashed::default() }
    }

    /// What was flashed until now.
    pub(crate) fn flashing(&self) -> Flashing {
        if self.has_said() { self.lock().flashing.clone() } else { Flashing::default() }
    }

    /// Takes the flash of a redirect that was replaced by a 422. The error page shows it. Without an error page, the flash values
    /// stay for the next page.
    pub(crate) fn refuse_form(&self, flash: Flash) {
        let mut state = self.lock();
        let mut flash = Flash { preserve_fragment: false, sent_back_to: Vec::new(), ..flash };
        state.form_errors = flash.errors.take();
        state.flashing.extend(Flashing { flash, failed: None });
    }

    fn lock(&self) -> MutexGuard<'_, SharedAndFlashed> {
        self.0.shared_and_flashed.get_or_init(Box::default).lock().unwrap_or_else(PoisonError::into_inner)
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

impl SharedAndFlashed {
    /// The flash for the page of this request. Only the error page shows the messages of a rejected form.
    pub(crate) fn for_page(&self, error_page: bool) -> Flash {
        let mut flash = self.flashing.flash.clone();
        if error_page && self.form_errors.is_some() {
            flash.errors.clone_from(&self.form_errors);
        }
        flash
    }

    /// The error of the first call that failed.
    pub(crate) fn failed(&self) -> Option<&str> {
        self.failed.as_deref().or(self.flashing.failed.as_deref())
    }
}

/// The providers that a request is waiting for. If the request is dropped before they finish, for example by a timeout layer, they
/// count as failed, so that the error page does not wait for them again.
pub(crate) struct ProviderGuard<'c> {
    context: &'c RequestContext,
    providers: u64,
}

impl<'c> ProviderGuard<'c> {
    pub(crate) const fn new(context: &'c RequestContext) -> Self {
        Self { context, providers: 0 }
    }

    pub(crate) fn on(&mut self, index: usize) {
        self.providers |= provider_bit(index);
    }

    pub(crate) fn done(&mut self, index: usize) {
        self.providers &= !provider_bit(index);
    }

    /// Ends the wait without marking a provider as failed.
    pub(crate) fn over(&mut self) {
        self.providers = 0;
    }
}

impl Drop for ProviderGuard<'_> {
    fn drop(&mut self) {
        if self.providers != 0 {
            self.context.0.lost_providers.fetch_or(self.providers, Ordering::Relaxed);
        }
    }
}

/// A provider's bit. From the 65th provider on, all bits are set.
pub(crate) fn provider_bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(u64::MAX)
}

/// Why a prop cannot have this name. For props structs, the derive checks this when compiling.
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
