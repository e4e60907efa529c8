//! Builds a request of the visitor.

pub(crate) mod headers;
pub(crate) mod send;

use std::panic::Location;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::testing::{app::TestApp, merge::PartialReload, upload::Upload};

/// A request of the visitor. It is sent when it is awaited.
#[must_use = "a request is sent when it is awaited"]
#[derive(Debug, Clone)]
pub struct TestRequest {
    pub(super) app: TestApp,
    pub(super) settings: RequestSettings,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The settings of a request, and the line of the test that made it.
#[derive(Debug, Clone)]
pub(super) struct RequestSettings {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) kind: RequestKind,
    pub(super) partial: PartialReload,
    pub(super) error_bag: Option<String>,
    /// Whether this is a prefetch, so that the response does not become the current page.
    prefetch: bool,
    /// Whether redirects are followed.
    pub(super) follows: bool,
    /// The page to reload; `None` for the current page.
    pub(super) base_page: Option<Value>,
    /// The line of the test.
    pub(super) place: &'static Location<'static>,
}

/// The part of the browser or client that makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestKind {
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
        let url = must(here.join(url), |error| format!("{url:?} is not a URL: {error}"));
        let settings = RequestSettings {
            method,
            url,
            kind: RequestKind::Browser,
            partial: PartialReload::default(),
            error_bag: None,
            prefetch: false,
            follows: false,
            base_page: None,
            place: Location::caller(),
        };
        Self { app: app.clone(), settings, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// Makes this an Inertia visit, even if the visitor has no page yet.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.open("/events").inertia().await.assert_header("x-inertia", "true");
    /// # }
    /// ```
    pub fn inertia(mut self) -> Self {
        self.settings.kind = RequestKind::Visit;
        self
    }

    /// Makes this a request like those of the client's `useHttp`, which accept JSON.
    pub fn as_http(mut self) -> Self {
        self.settings.kind = RequestKind::Http;
        self
    }

    /// Makes this a live validation request for these fields. The handler must not run.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let response = app.post("/events", json!({ "seats": "many" })).precognitive(["seats"]).await;
    /// response.assert_status(422).assert_errors([("seats", "must be a number")]);
    /// # }
    /// ```
    #[track_caller]
    pub fn precognitive<F: AsRef<str>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.settings.kind = RequestKind::Precognition;
        let fields = list(fields).join(",");
        self.header("precognition", "true").header("precognition-validate-only", &fields)
    }

    /// Makes this a prefetch request of the Inertia client.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").await;
    /// app.visit("/events/7").prefetch().await.assert_component("Event/Show");
    /// // The current page is still the list.
    /// app.visit("/events").only(["events"]).await.assert_sent(["events"]);
    /// # }
    /// ```
    #[track_caller]
    pub fn prefetch(mut self) -> Self {
        self.settings.prefetch = true;
        self.inertia().header("purpose", "prefetch")
    }

    /// Requests only these props of the current page.
    pub fn only<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.settings.partial.only = list(props);
        self
    }

    /// Requests all props of the current page except these.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// page.reload().except(["feed", "attendance"]).await.assert_sent(["events"]);
    /// # }
    /// ```
    pub fn except<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.settings.partial.except = list(props);
        self
    }

    /// Resets these props: the client replaces them instead of merging them.
    pub fn reset<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.settings.partial.reset = list(props);
        self
    }

    /// Sets the error bag of the form. [`assert_errors`](super::TestResponse::assert_errors) then checks the errors in that bag.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.post("/events", json!({ "seats": 3 })).from("/events/new").error_bag("event").await.follow().await;
    /// page.assert_errors([("title", "is required")]).assert_prop("errors.event.title", "is required");
    /// # }
    /// ```
    pub fn error_bag(mut self, bag: &str) -> Self {
        self.settings.error_bag = Some(bag.to_owned());
        self
    }

    /// Sets the page that the request comes from (`Referer`), which a redirect back leads to. The default is the current page.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let refused = app.post("/events", json!({ "seats": "many" })).from("/events/new").await;
    /// refused.assert_redirect("/events/new");
    /// # }
    /// ```
    #[track_caller]
    pub fn from(self, url: &str) -> Self {
        let referer = must(self.app.origin.join(url), |error| format!("{url:?} is not a URL: {error}"));
        self.header("referer", referer.as_str())
    }

    /// Sets the asset version of the client.
    #[track_caller]
    pub fn version(self, version: &str) -> Self {
        self.header("x-inertia-version", version)
    }

    /// Makes this a visit of a client with outdated assets.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").stale().await.assert_location("/events");
    /// # }
    /// ```
    #[track_caller]
    pub fn stale(self) -> Self {
        self.inertia().version("an outdated version")
    }

    /// Sets a header, and replaces one with the same name.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name =
            must(HeaderName::try_from(name), |error| format!("{name:?} is not a header name: {error}"));
        let value = must(HeaderValue::try_from(value), |error| {
            format!("{value:?} is not a valid value for the header `{name}`: {error}")
        });
        self.headers.insert(name, value);
        self
    }

    /// Sets a JSON body.
    ///
    /// # Panics
    ///
    /// Panics if the value cannot be serialized as JSON.
    #[track_caller]
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.body = must(serde_json::to_vec(&body), |error| {
            format!("the body cannot be serialized as JSON: {error}")
        });
        self.header("content-type", "application/json")
    }

    /// Sets the body of an HTML form that is submitted without the client: `name=value` pairs separated by `&`.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.request("POST".parse().unwrap(), "/events").form([("title", "Opening night")]).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn form<K: AsRef<str>, V: AsRef<str>>(mut self, fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.body = body.finish().into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// Sets a form with files as the body, and replaces an earlier body.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// use inertia::testing::Upload;
    ///
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

    /// Sets any other body.
    #[track_caller]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// Changes this to a GET request without a body.
    pub(super) fn change_to_get(&mut self) {
        self.settings.method = Method::GET;
        self.body.clear();
        self.headers.remove(header::CONTENT_TYPE);
    }
}

/// Returns the value, or panics at the line of the test.
#[track_caller]
pub(super) fn must<T, E>(result: Result<T, E>, problem: impl FnOnce(E) -> String) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{}", problem(error)),
    }
}

fn list<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.as_ref().to_owned()).collect()
}
