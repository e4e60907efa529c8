//! A request of the visitor's, being put together.

use std::{
    future::{Future, IntoFuture},
    panic::Location,
    pin::Pin,
};

use axum::body::{Body, to_bytes};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use tower_service::Service;
use url::Url;

use super::{
    app::TestApp,
    merge::{self, Wanted},
    response::TestResponse,
    upload::Upload,
};
use crate::protocol::headers as protocol;

/// No answer in a test is larger, in bytes.
const LARGEST: usize = 256 << 20;

/// As many redirects as browsers follow.
const MOST_HOPS: usize = 20;

/// A request of the visitor's. It is sent when it is awaited.
#[must_use = "a request is sent when it is awaited"]
#[derive(Debug, Clone)]
pub struct TestRequest {
    pub(super) app: TestApp,
    pub(super) asked: Asked,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// What a request asks for, and where in the test.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) kind: AskedAs,
    pub(super) wanted: Wanted,
    pub(super) error_bag: Option<String>,
    /// Whether the answer is only looked at, and not shown.
    prefetch: bool,
    /// Whether redirects are followed.
    pub(super) follows: bool,
    /// The page that a reload is one of; else the page that is shown.
    pub(super) of: Option<Value>,
    /// Where the test says so.
    pub(super) place: &'static Location<'static>,
}

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedAs {
    /// A browser, for a document.
    Browser,
    /// The client, for a page.
    Visit,
    /// The client's `useHttp`, for JSON.
    Http,
    /// Live validation.
    Precognition,
}

impl TestRequest {
    #[track_caller]
    pub(super) fn new(app: &TestApp, method: Method, url: &str) -> Self {
        let here = app.lock().page.as_ref().and_then(|page| page["url"].as_str().map(str::to_owned));
        let here = here.and_then(|here| app.origin.join(&here).ok()).unwrap_or_else(|| app.origin.clone());
        let url = must(here.join(url), |error| format!("{url:?} is no URL: {error}"));
        let asked = Asked {
            method,
            url,
            kind: AskedAs::Browser,
            wanted: Wanted::default(),
            error_bag: None,
            prefetch: false,
            follows: false,
            of: None,
            place: Location::caller(),
        };
        Self { app: app.clone(), asked, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// As the Inertia client asks, also when the visitor has no page yet.
    pub fn inertia(mut self) -> Self {
        self.asked.kind = AskedAs::Visit;
        self
    }

    /// As the client's `useHttp` asks: for JSON.
    pub fn as_http(mut self) -> Self {
        self.asked.kind = AskedAs::Http;
        self
    }

    /// As live validation asks about these fields. The handler must not run.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # use serde_json::json;
    /// # async fn example(app: TestApp) {
    /// let answer = app.post("/sign-up", json!({ "email": "ada@" })).precognitive(["email"]).await;
    /// answer.assert_status(422).assert_errors([("email", "must be an e-mail address")]);
    /// # }
    /// ```
    #[track_caller]
    pub fn precognitive<F: AsRef<str>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.asked.kind = AskedAs::Precognition;
        let fields = list(fields).join(",");
        self.header("precognition", "true").header("precognition-validate-only", &fields)
    }

    /// As a page is fetched ahead of a visit.
    #[track_caller]
    pub fn prefetch(mut self) -> Self {
        self.asked.prefetch = true;
        self.inertia().header("purpose", "prefetch")
    }

    /// Only these props of the page that is shown.
    pub fn only<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.asked.wanted.only = list(props);
        self
    }

    /// All props of the page that is shown but these.
    pub fn except<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.asked.wanted.except = list(props);
        self
    }

    /// These props anew, where they would be added to what is there.
    pub fn reset<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.asked.wanted.reset = list(props);
        self
    }

    /// The bag that a form wants its errors in. [`assert_errors`](TestResponse::assert_errors) then looks there.
    pub fn error_bag(mut self, bag: &str) -> Self {
        self.asked.error_bag = Some(bag.to_owned());
        self
    }

    /// As from this page: where a redirect back leads. Otherwise it is the page that is shown.
    #[track_caller]
    pub fn from(self, url: &str) -> Self {
        let referer = must(self.app.origin.join(url), |error| format!("{url:?} is no URL: {error}"));
        self.header("referer", referer.as_str())
    }

    /// As a client whose assets are of this version.
    #[track_caller]
    pub fn version(self, version: &str) -> Self {
        self.header("x-inertia-version", version)
    }

    /// As a client whose assets are out of date.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # async fn example(app: TestApp) {
    /// app.visit("/events").stale().await.assert_location("/events");
    /// # }
    /// ```
    #[track_caller]
    pub fn stale(self) -> Self {
        self.inertia().version("a version that never was")
    }

    /// A header more, in place of one of that name.
    ///
    /// # Panics
    ///
    /// When the name or the value cannot be a header's.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = must(HeaderName::try_from(name), |error| format!("{name:?} is no header: {error}"));
        let value = must(HeaderValue::try_from(value), |error| {
            format!("{value:?} is no value of the header `{name}`: {error}")
        });
        self.headers.insert(name, value);
        self
    }

    /// A JSON body.
    ///
    /// # Panics
    ///
    /// When the value cannot be written as JSON.
    #[track_caller]
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.body =
            must(serde_json::to_vec(&body), |error| format!("the body cannot be written as JSON: {error}"));
        self.header("content-type", "application/json")
    }

    /// A form's body as browsers send it without the client: `name=value`, between ampersands.
    #[track_caller]
    pub fn form<K: AsRef<str>, V: AsRef<str>>(mut self, fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.body = body.finish().into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// A form with files, in place of the body that was there.
    ///
    /// ```
    /// # use inertia::testing::{TestApp, Upload};
    /// # async fn example(app: TestApp) {
    /// let form = Upload::new().text("title", "Opening night").file("poster", "p.png", "image/png", [1, 2, 3]);
    /// app.post("/events", ()).upload(form).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn upload(mut self, form: Upload) -> Self {
        let (media_type, body) = form.finish();
        self.body = body;
        self.header("content-type", &media_type)
    }

    /// Any other body.
    #[track_caller]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    async fn send(self) -> TestResponse {
        let (follows, place) = (self.asked.follows, self.asked.place);
        let mut response = self.answered().await;
        let mut hops = 0;
        while follows && response.is_redirect() {
            hops += 1;
            assert!(
                hops < MOST_HOPS,
                "{place}: the redirects do not end; the last leads to {:?}",
                response.header("location")
            );
            let next = must(response.next(), |problem| format!("{place}: {problem}"));
            response = next.answered().await;
        }
        response
    }

    async fn answered(self) -> TestResponse {
        let learns = self.asked.kind == AskedAs::Visit
            && self.asked.method == Method::GET
            && self.app.lock().version.is_none()
            && !self.headers.contains_key(protocol::VERSION);
        let response = self.clone().exchange().await;
        // A client always knows the version of its assets, from the document that it came with. One that had none learns it.
        if learns
            && response.status() == StatusCode::CONFLICT
            && let Some(version) = response.header("x-inertia-version")
        {
            self.app.lock().version = Some(version.to_owned());
            return self.exchange().await;
        }
        response
    }

    async fn exchange(self) -> TestResponse {
        let (place, method, path) = (self.asked.place, &self.asked.method, self.asked.url.path());
        let shown = self.asked.of.clone().or_else(|| self.app.lock().page.clone());
        let response = match self.app.router.clone().call(self.request()).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let body = must(to_bytes(body, LARGEST).await, |error| {
            format!("{place}: the answer to {method} {path} breaks off: {error}")
        });
        let (app, prefetch) = (self.app.clone(), self.asked.prefetch);
        app.lock().jar.take(&parts.headers, &self.asked.url);
        let response = TestResponse::new(self, shown.as_ref(), parts, body);
        if let Some(page) = response.page_object().filter(|_| !prefetch) {
            let mut browser = app.lock();
            browser.version = page["version"].as_str().map(str::to_owned);
            browser.page = Some(page.clone());
        }
        response
    }

    /// Goes on as a request without a body.
    pub(super) fn becomes_get(&mut self) {
        self.asked.method = Method::GET;
        self.body.clear();
        self.headers.remove(header::CONTENT_TYPE);
    }

    fn request(&self) -> Request<Body> {
        let Asked { method, url, .. } = &self.asked;
        let target =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = method.clone();
        *request.uri_mut() = must(target.parse(), |error| format!("{target:?} is no target: {error}"));
        let headers = request.headers_mut();
        for (name, value) in self.browser_headers() {
            // What cannot be a header's value a browser cannot send either.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        headers.extend(self.headers.clone());
        request
    }

    /// What a browser and the client say by themselves.
    fn browser_headers(&self) -> Vec<(HeaderName, String)> {
        let Asked { method, kind, wanted, error_bag, .. } = &self.asked;
        let browser = self.app.lock();
        let origin = &self.app.origin;
        let mut headers = vec![(header::HOST, authority(origin))];
        let mut say =
            |name: &'static str, value: String| headers.push((HeaderName::from_static(name), value));
        say("sec-fetch-site", "same-origin".to_owned());
        if *method != Method::GET {
            say("origin", origin.origin().ascii_serialization());
        }
        if let Some(cookies) = browser.jar.header(self.asked.url.path()) {
            say("cookie", cookies);
        }
        let page = self.asked.of.as_ref().or(browser.page.as_ref());
        if let Some(here) = page.and_then(|page| origin.join(page["url"].as_str()?).ok()) {
            say("referer", here.into());
        }
        match kind {
            AskedAs::Browser => {
                say("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8".to_owned());
                return headers;
            }
            AskedAs::Visit => say("accept", "text/html, application/xhtml+xml".to_owned()),
            AskedAs::Http | AskedAs::Precognition => say("accept", "application/json".to_owned()),
        }
        if let Some(token) = browser.jar.get("XSRF-TOKEN") {
            let token = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
            say("x-xsrf-token", token.into_owned());
        }
        if *kind != AskedAs::Precognition {
            say("x-requested-with", "XMLHttpRequest".to_owned());
        }
        if *kind != AskedAs::Visit {
            return headers;
        }
        say("x-inertia", "true".to_owned());
        let version = page.and_then(|page| page["version"].as_str()).or(browser.version.as_deref());
        if let Some(version) = version.filter(|version| !version.is_empty()) {
            say("x-inertia-version", version.to_owned());
        }
        if let Some(bag) = error_bag {
            say("x-inertia-error-bag", bag.clone());
        }
        let Some(page) = page else { return headers };
        let held = merge::held(page);
        if !held.is_empty() {
            say("x-inertia-except-once-props", held.join(","));
        }
        if wanted.is_partial() {
            say("x-inertia-partial-component", page["component"].as_str().unwrap_or_default().to_owned());
            let only: Vec<_> = wanted.only.iter().chain(&wanted.reset).map(String::as_str).collect();
            for (name, list) in [
                ("x-inertia-partial-data", only),
                ("x-inertia-partial-except", wanted.except.iter().map(String::as_str).collect()),
                ("x-inertia-reset", wanted.reset.iter().map(String::as_str).collect()),
            ] {
                if !list.is_empty() {
                    say(name, list.join(","));
                }
            }
        }
        headers
    }
}

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// The value, or the end of the test at its own line.
#[track_caller]
pub(super) fn must<T, E>(result: Result<T, E>, problem: impl FnOnce(E) -> String) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{}", problem(error)),
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn list<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.as_ref().to_owned()).collect()
}
