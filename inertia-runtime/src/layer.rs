//! The tower layer: what belongs to every answer of an Inertia application, whoever gives it.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{body::Body, response::Response};
use http::{HeaderValue, Request, header::VARY};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{config::App, finish, request::RequestContext};

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
        let context = RequestContext::new(self.app.clone(), &request);
        if let Some(response) = finish::refuse(&context) {
            return ResponseFuture::Refused { response: Some(response) };
        }
        request.extensions_mut().insert(context.clone());
        ResponseFuture::Inner { future: self.inner.call(request), context }
    }
}

pin_project! {
    /// The future of [`InertiaService`].
    #[project = Projected]
    #[derive(Debug)]
    pub enum ResponseFuture<F> {
        /// The router is at work.
        #[doc(hidden)]
        Inner { #[pin] future: F, context: RequestContext },
        /// The router was not asked.
        #[doc(hidden)]
        Refused { response: Option<Response> },
    }
}

impl<F, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response, E>>,
{
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = match self.project() {
            Projected::Inner { future, context } => {
                let mut response = ready!(future.poll(cx))?;
                finish::finish(&mut response, context);
                response
            }
            // Polled again after it was ready, which a caller must not do, it has nothing to give.
            Projected::Refused { response } => {
                response.take().unwrap_or_else(|| Response::new(Body::empty()))
            }
        };
        response.headers_mut().append(VARY, HeaderValue::from_static("X-Inertia"));
        Poll::Ready(Ok(response))
    }
}
