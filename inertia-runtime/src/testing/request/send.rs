//! A request on its way: to the application, and on to where redirects lead.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use axum::body::{Body, to_bytes};
use http::{HeaderValue, Method, Request, StatusCode};
use tower_service::Service;

use super::{Asked, AskedAs, TestRequest, must};
use crate::{protocol::headers as protocol, testing::response::TestResponse};

/// No answer in a test is larger, in bytes.
const LARGEST: usize = 256 << 20;

/// As many redirects as browsers follow.
const MOST_HOPS: usize = 20;

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl TestRequest {
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
}
