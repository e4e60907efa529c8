//! Sends a request to the application, and follows redirects.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use axum::body::{Body, to_bytes};
use http::{HeaderValue, Method, Request, StatusCode};
use tower_service::Service;

use crate::testing::request::{RequestKind, RequestSettings, TestRequest, must};
use crate::{protocol::headers as protocol, testing::response::TestResponse};

/// The maximum size of a response body in a test.
const MAX_BODY_BYTES: usize = 256 << 20;

/// The maximum number of redirects that are followed, as in browsers.
const MAX_REDIRECTS: usize = 20;

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl TestRequest {
    async fn send(self) -> TestResponse {
        let (follows, place) = (self.settings.follows, self.settings.place);
        let mut response = self.send_once().await;
        let mut hops = 0;
        while follows && response.is_redirect() {
            hops += 1;
            assert!(
                hops < MAX_REDIRECTS,
                "{place}: there are more than {MAX_REDIRECTS} redirects; the last one leads to {:?}",
                response.header("location")
            );
            let next = must(response.next(), |problem| format!("{place}: {problem}"));
            response = next.send_once().await;
        }
        response
    }

    async fn send_once(self) -> TestResponse {
        let lacks_version = self.settings.kind == RequestKind::Visit
            && self.settings.method == Method::GET
            && self.app.lock().version.is_none()
            && !self.headers.contains_key(protocol::VERSION);
        let response = self.clone().exchange().await;
        // A real client knows its asset version from the document that loaded it. A test visit without a document takes the
        // version from the 409 response.
        if lacks_version
            && response.status() == StatusCode::CONFLICT
            && let Some(version) = response.header("x-inertia-version")
        {
            self.app.lock().version = Some(version.to_owned());
            return self.exchange().await;
        }
        response
    }

    async fn exchange(self) -> TestResponse {
        let (place, method, path) = (self.settings.place, &self.settings.method, self.settings.url.path());
        let shown = self.settings.base_page.clone().or_else(|| self.app.lock().page.clone());
        let response = match self.app.router.clone().call(self.request()).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let body = must(to_bytes(body, MAX_BODY_BYTES).await, |error| {
            format!("{place}: the body of the response to {method} {path} cannot be read: {error}")
        });
        let (app, prefetch) = (self.app.clone(), self.settings.prefetch);
        app.lock().jar.store(&parts.headers, &self.settings.url);
        let response = TestResponse::new(self, shown.as_ref(), parts, body);
        if let Some(page) = response.page_object().filter(|_| !prefetch) {
            let mut browser = app.lock();
            browser.version = page["version"].as_str().map(str::to_owned);
            browser.page = Some(page.clone());
        }
        response
    }

    fn request(&self) -> Request<Body> {
        let RequestSettings { method, url, .. } = &self.settings;
        let target =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = method.clone();
        *request.uri_mut() =
            must(target.parse(), |error| format!("{target:?} is not a request target: {error}"));
        let headers = request.headers_mut();
        for (name, value) in self.browser_headers() {
            // A browser cannot send invalid header values either.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        headers.extend(self.headers.clone());
        request
    }
}
