//! A visitor of the application under test, with the state of the visitor's browser.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::testing::{
    cookies::Jar,
    request::{TestRequest, must},
};

/// An application and one of its visitors, with cookies and the current page.
///
/// Clones share the visitor; [`visitor`](Self::visitor) creates another one. Cookies are stored by name and path, and removed when they
/// expire. `Secure`, `HttpOnly` and `SameSite` are ignored.
#[derive(Debug, Clone)]
pub struct TestApp {
    pub(super) router: Router,
    pub(super) origin: Url,
    browser: Arc<Mutex<Browser>>,
}

/// The state of the browser between requests.
#[derive(Debug, Default)]
pub(super) struct Browser {
    pub(super) jar: Jar,
    /// The page object of the current page.
    pub(super) page: Option<Value>,
    /// The asset version of the client, once it has one.
    pub(super) version: Option<String>,
}

impl TestApp {
    /// Creates a new visitor of an application, without cookies.
    ///
    /// ```
    /// use axum::{routing::get, Router};
    /// use inertia::{testing::TestApp, Inertia};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().version("v1").build()?;
    /// let router = Router::new()
    ///     .route("/about", get(inertia::static_page("About")))
    ///     .layer(inertia.layer());
    ///
    /// let app = TestApp::new(router);
    /// app.visit("/about").await.assert_component("About");
    /// # Ok(()) }
    /// ```
    pub fn new(router: impl Into<Router>) -> Self {
        let origin = must(Url::parse("http://localhost"), |error| error.to_string());
        Self { router: router.into(), origin, browser: Arc::default() }
    }

    /// Sets the origin of the requests; the default is `http://localhost`. Needed for an application with a
    /// [`public_url`](crate::Builder::public_url).
    ///
    /// # Panics
    ///
    /// Panics if it is not a URL.
    #[track_caller]
    #[must_use]
    pub fn origin(mut self, origin: &str) -> Self {
        self.origin =
            must(Url::parse(origin), |error| format!("the origin {origin:?} is not a URL: {error}"));
        self
    }

    /// Creates another new visitor of the same application, without cookies.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.post("/events", json!({ "title": "Opening night" })).await.follow().await.assert_flash("toast", "Saved.");
    /// app.visitor().visit("/events/7").await.assert_no_flash();
    /// # }
    /// ```
    #[must_use]
    pub fn visitor(&self) -> Self {
        Self { router: self.router.clone(), origin: self.origin.clone(), browser: Arc::default() }
    }

    /// Visits a URL. The first visit is a browser's request for the document. Later visits are requests of the Inertia client,
    /// with the asset version and the once props of the current page.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.visit("/events").await.assert_component("Event/Index");
    /// app.visit("/events/7").await.assert_header("x-inertia", "true").assert_component("Event/Show");
    /// # }
    /// ```
    #[track_caller]
    pub fn visit(&self, url: &str) -> TestRequest {
        let request = TestRequest::new(self, Method::GET, url);
        if self.lock().page.is_some() { request.inertia() } else { request }
    }

    /// Requests a document like a browser, as if the visitor had typed the URL.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// let page = app.open("/events").await;
    /// assert!(page.body().starts_with("<!DOCTYPE html>"));
    /// # }
    /// ```
    #[track_caller]
    pub fn open(&self, url: &str) -> TestRequest {
        TestRequest::new(self, Method::GET, url)
    }

    /// Submits a form with POST, as an Inertia visit.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// let response = app.post("/events", json!({ "title": "Opening night" })).await;
    /// response.assert_redirect("/events/7").follow().await.assert_component("Event/Show");
    /// # }
    /// ```
    #[track_caller]
    pub fn post(&self, url: &str, body: impl Serialize) -> TestRequest {
        TestRequest::new(self, Method::POST, url).inertia().json(body)
    }

    /// Submits a form with PUT, as an Inertia visit.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.put("/events/7", json!({ "title": "Last night" })).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn put(&self, url: &str, body: impl Serialize) -> TestRequest {
        TestRequest::new(self, Method::PUT, url).inertia().json(body)
    }

    /// Submits a form with PATCH, as an Inertia visit.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.patch("/events/7", json!({ "title": "Last night" })).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn patch(&self, url: &str, body: impl Serialize) -> TestRequest {
        TestRequest::new(self, Method::PATCH, url).inertia().json(body)
    }

    /// Makes an Inertia visit with DELETE.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.delete("/events/7").await.assert_redirect("/events");
    /// # }
    /// ```
    #[track_caller]
    pub fn delete(&self, url: &str) -> TestRequest {
        TestRequest::new(self, Method::DELETE, url).inertia().json(Value::Object(serde_json::Map::new()))
    }

    /// Makes a GET request like the client's `useHttp`: not a visit, and the response is JSON.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// let likes: u32 = app.get_json("/events/7/likes").await.json();
    /// assert_eq!(likes, 3);
    /// # }
    /// ```
    #[track_caller]
    pub fn get_json(&self, url: &str) -> TestRequest {
        TestRequest::new(self, Method::GET, url).as_http()
    }

    /// Makes a POST request like the client's `useHttp`.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// let likes: u32 = app.post_json("/events/7/likes", ()).await.assert_status(200).json();
    /// assert_eq!(likes, 4);
    /// # }
    /// ```
    #[track_caller]
    pub fn post_json(&self, url: &str, body: impl Serialize) -> TestRequest {
        TestRequest::new(self, Method::POST, url).as_http().json(body)
    }

    /// Makes any other request, with only the headers that every browser sends.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.request("GET".parse().unwrap(), "/events/7/likes").await.assert_status(200);
    /// # }
    /// ```
    #[track_caller]
    pub fn request(&self, method: Method, url: &str) -> TestRequest {
        TestRequest::new(self, method, url)
    }

    /// Returns the value of one of the visitor's cookies.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.lock().jar.get(name).map(str::to_owned)
    }

    /// Sets a cookie of the visitor.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// app.set_cookie("theme", "dark");
    /// assert_eq!(app.cookie("theme").as_deref(), Some("dark"));
    /// # }
    /// ```
    pub fn set_cookie(&self, name: &str, value: &str) -> &Self {
        self.lock().jar.set(name, value);
        self
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Browser> {
        self.browser.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
