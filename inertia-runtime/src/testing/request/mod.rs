//! A request of the visitor's, being put together.

mod headers;
mod send;

use std::panic::Location;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{app::TestApp, merge::Wanted, upload::Upload};

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
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.open("/events").inertia().await.assert_header("x-inertia", "true");
    /// # }
    /// ```
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
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let answer = app.post("/events", json!({ "seats": "many" })).precognitive(["seats"]).await;
    /// answer.assert_status(422).assert_errors([("seats", "must be a number")]);
    /// # }
    /// ```
    #[track_caller]
    pub fn precognitive<F: AsRef<str>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.asked.kind = AskedAs::Precognition;
        let fields = list(fields).join(",");
        self.header("precognition", "true").header("precognition-validate-only", &fields)
    }

    /// As a page is fetched ahead of a visit.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").await;
    /// app.visit("/events/7").prefetch().await.assert_component("Event/Show");
    /// // The page that is shown is still the list.
    /// app.visit("/events").only(["events"]).await.assert_sent(["events"]);
    /// # }
    /// ```
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
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// page.reload().except(["feed", "attendance"]).await.assert_sent(["events"]);
    /// # }
    /// ```
    pub fn except<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.asked.wanted.except = list(props);
        self
    }

    /// These props anew, where they would be added to what is there.
    pub fn reset<P: AsRef<str>>(mut self, props: impl IntoIterator<Item = P>) -> Self {
        self.asked.wanted.reset = list(props);
        self
    }

    /// The bag that a form wants its errors in. [`assert_errors`](super::TestResponse::assert_errors) then looks there.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.post("/events", json!({ "seats": 3 })).from("/events/new").error_bag("event").await.follow().await;
    /// page.assert_errors([("title", "is required")]).assert_prop("errors.event.title", "is required");
    /// # }
    /// ```
    pub fn error_bag(mut self, bag: &str) -> Self {
        self.asked.error_bag = Some(bag.to_owned());
        self
    }

    /// As from this page: where a redirect back leads. Otherwise it is the page that is shown.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let refused = app.post("/events", json!({ "seats": "many" })).from("/events/new").await;
    /// refused.assert_redirect("/events/new");
    /// # }
    /// ```
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
    #[doc = include_str!("../../../docs/testing_app.txt")]
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

    /// A form with files, in place of the body that was there.
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

    /// Any other body.
    #[track_caller]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// Goes on as a request without a body.
    pub(super) fn becomes_get(&mut self) {
        self.asked.method = Method::GET;
        self.body.clear();
        self.headers.remove(header::CONTENT_TYPE);
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

fn list<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.as_ref().to_owned()).collect()
}
