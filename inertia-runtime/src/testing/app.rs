//! One visitor of an application, as its browser has it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{
    jar::Jar,
    request::{TestRequest, must},
};

/// An application and one visitor of it: the cookies, and the page that is shown.
///
/// Clones are the same visitor; [`visitor`](Self::visitor) is another. Cookies are kept by name and path, and forgotten when they are over;
/// `Secure`, `HttpOnly` and `SameSite` are taken as fulfilled.
#[derive(Debug, Clone)]
pub struct TestApp {
    pub(super) router: Router,
    pub(super) origin: Url,
    browser: Arc<Mutex<Browser>>,
}

/// What a browser keeps between requests.
#[derive(Debug, Default)]
pub(super) struct Browser {
    pub(super) jar: Jar,
    /// The page object that is shown.
    pub(super) page: Option<Value>,
    /// The asset version that the client knows of, as soon as it knows one.
    pub(super) version: Option<String>,
}

impl TestApp {
    /// A visitor of an application, who was never here.
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

    /// The address that the application believes to be reached at; `http://localhost` when none is given. For one that
    /// knows its [`public_url`](crate::Builder::public_url).
    ///
    /// # Panics
    ///
    /// When it is no URL.
    #[track_caller]
    #[must_use]
    pub fn origin(mut self, origin: &str) -> Self {
        self.origin = must(Url::parse(origin), |error| format!("the origin {origin:?} is no URL: {error}"));
        self
    }

    /// Another visitor of the same application, without cookies, who was never here.
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

    /// A visit. The first is a browser's request for the document; those that follow are the Inertia client's, with the asset
    /// version and the once props that it has from the page that is shown.
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

    /// A browser's request for a document, as when a visitor types the address.
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

    /// A form's visit by POST.
    ///
    /// ```
    #[doc = include_str!("../../docs/testing_app.txt")]
    /// let answer = app.post("/events", json!({ "title": "Opening night" })).await;
    /// answer.assert_redirect("/events/7").follow().await.assert_component("Event/Show");
    /// # }
    /// ```
    #[track_caller]
    pub fn post(&self, url: &str, body: impl Serialize) -> TestRequest {
        TestRequest::new(self, Method::POST, url).inertia().json(body)
    }

    /// A form's visit by PUT.
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

    /// A form's visit by PATCH.
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

    /// A visit by DELETE.
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

    /// A request as the client's `useHttp` makes it: no visit, the answer is JSON.
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

    /// A request by POST as `useHttp` makes it.
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

    /// Any other request, with no more headers than every browser's.
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

    /// The value of one of the visitor's cookies.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.lock().jar.get(name).map(str::to_owned)
    }

    /// Gives the visitor a cookie.
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
