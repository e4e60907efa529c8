//! The tower layer: what belongs to every answer of an Inertia application, whoever gives it.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{body::Body, response::Response};
use http::Request;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{app::App, commit::Commit, error::server_error, finish, request::RequestContext};

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
        let refused = finish::refuse(&context).or_else(|| {
            let guard = context.app().guard.as_ref()?;
            guard.refuse(&request, &context)
        });
        let state = if let Some(response) = refused {
            State::Refused { response: Some(response) }
        } else {
            request.extensions_mut().insert(context.clone());
            State::Inner { future: self.inner.call(request) }
        };
        ResponseFuture { state, context }
    }
}

pin_project! {
    /// The future of [`InertiaService`].
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        state: State<F>,
        context: RequestContext,
    }
}

pin_project! {
    #[project = Projected]
    enum State<F> {
        // The router is at work.
        Inner { #[pin] future: F },
        // The router was not asked.
        Refused { response: Option<Response> },
        // The session is.
        Commit { work: Pin<Box<dyn Future<Output = Response> + Send>> },
    }
}

impl<F> std::fmt::Debug for State<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Inner { .. } => "Inner",
            Self::Refused { .. } => "Refused",
            Self::Commit { .. } => "Commit",
        })
    }
}

impl<F, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response, E>>,
{
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let mut response = match this.state.as_mut().project() {
            Projected::Inner { future } => ready!(future.poll(cx))?,
            // Polled again after it was ready, which a caller must not do, it has nothing to give.
            Projected::Refused { response } => {
                response.take().unwrap_or_else(|| Response::new(Body::empty()))
            }
            Projected::Commit { work } => {
                let response = ready!(work.as_mut().poll(cx));
                return Poll::Ready(Ok(finish::decorated(response, this.context)));
            }
        };
        finish::finish(&mut response, this.context);
        match Commit::of(&mut response, this.context) {
            None => {}
            Some(Ok(commit)) => {
                let mut work: Pin<Box<dyn Future<Output = Response> + Send>> = Box::pin(commit.run(response));
                // The cookie's work is done at once.
                match work.as_mut().poll(cx) {
                    Poll::Ready(done) => response = done,
                    Poll::Pending => {
                        this.state.set(State::Commit { work });
                        return Poll::Pending;
                    }
                }
            }
            Some(Err(reason)) => response = server_error(&reason),
        }
        Poll::Ready(Ok(finish::decorated(response, this.context)))
    }
}
