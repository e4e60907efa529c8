//! The tower layer: what belongs to every answer of an Inertia application, whoever gives it.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{body::Body, extract::OriginalUri, response::Response};
use http::{HeaderValue, Method, Request, Uri, header::VARY};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    config::App,
    finish::{self, RequestSummary},
    protocol::{
        headers,
        visit::{is_inertia, is_prefetch},
    },
    request::RequestContext,
};

/// Goes on the router, outermost of what belongs to pages: made by [`InertiaApp::layer`](crate::InertiaApp::layer).
#[derive(Debug, Clone)]
pub struct InertiaLayer {
    pub(crate) app: Arc<App>,
}

/// The service that [`InertiaLayer`] makes.
#[derive(Debug, Clone)]
pub struct InertiaService<S> {
    inner: S,
    app: Arc<App>,
}

impl<S> Layer<S> for InertiaLayer {
    type Service = InertiaService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        InertiaService { inner, app: self.app.clone() }
    }
}

impl<S, B> Service<Request<B>> for InertiaService<S>
where
    S: Service<Request<B>, Response = Response>,
{
    type Response = Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let inertia = is_inertia(request.headers());
        if inertia && request.method() == Method::GET && self.is_stale(&request) {
            let bounce = finish::stale(&self.app, original_uri(&request));
            return ResponseFuture::Stale { response: Some(bounce) };
        }
        let summary = RequestSummary {
            method: request.method().clone(),
            // Only an Inertia visit's redirects are resolved against the URL that was summary for.
            uri: inertia.then(|| original_uri(&request).clone()),
            prefetch: inertia && is_prefetch(request.headers()),
            referer: request.headers().get(http::header::REFERER).cloned(),
            host: self.app.origins.host_of(request.headers(), request.uri()),
        };
        let context = RequestContext::new(self.app.clone());
        request.extensions_mut().insert(context);
        ResponseFuture::Inner { future: self.inner.call(request), app: self.app.clone(), summary }
    }
}

impl<S> InertiaService<S> {
    /// Whether the client runs another version of the assets than the server.
    fn is_stale<B>(&self, request: &Request<B>) -> bool {
        let sent = request.headers().get(headers::VERSION).map_or(&b""[..], HeaderValue::as_bytes);
        sent != self.app.version().unwrap_or_default().as_bytes()
    }
}

fn original_uri<B>(request: &Request<B>) -> &Uri {
    request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0)
}

pin_project! {
    /// The future of [`InertiaService`].
    #[project = Projected]
    #[derive(Debug)]
    pub enum ResponseFuture<F> {
        /// The router is at work.
        #[doc(hidden)]
        Inner { #[pin] future: F, app: Arc<App>, summary: RequestSummary },
        /// The client has stale assets.
        #[doc(hidden)]
        Stale { response: Option<Response> },
    }
}

impl<F, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response, E>>,
{
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = match self.project() {
            Projected::Inner { future, app, summary } => {
                let mut response = ready!(future.poll(cx))?;
                finish::finish(&mut response, app, summary);
                response
            }
            // Polled again after it was ready, which a caller must not do, it has nothing to give.
            Projected::Stale { response } => response.take().unwrap_or_else(|| Response::new(Body::empty())),
        };
        response.headers_mut().append(VARY, HeaderValue::from_static("X-Inertia"));
        Poll::Ready(Ok(response))
    }
}
