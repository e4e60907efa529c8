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

#[cfg(debug_assertions)]
use crate::setup_hints;
use crate::{
    app::App,
    back,
    commit::Commit,
    error::server_error,
    error_page::{self, Kept, Showing},
    finish,
    props::lazy::catch,
    reason::Reason,
    redirect,
    request::RequestContext,
    unsaid,
};

/// The tower layer of an application, made by [`InertiaApp::layer`](crate::InertiaApp::layer). It goes on the router, outermost of what
/// belongs to pages.
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
        let kept = Kept::of(&request, &context);
        let refused = finish::refuse(&context).or_else(|| {
            let guard = context.app().guard.as_ref()?;
            guard.refuse(&request, &context)
        });
        let state = if let Some(response) = refused {
            State::Ready { response: Some(response) }
        } else {
            #[cfg(debug_assertions)]
            setup_hints::look_at_request(&request, &self.app);
            request.extensions_mut().insert(context.clone());
            match guarded(&context, || self.inner.call(request)) {
                Ok(future) => State::Inner { future },
                Err(panicked) => State::Ready { response: Some(server_error(panicked)) },
            }
        };
        ResponseFuture { state, context, kept, committed: false }
    }
}

/// Does what may run users' code. With an error page to show for it, a panic is an answer; without one it goes on to whoever
/// catches it.
fn guarded<T>(context: &RequestContext, work: impl FnOnce() -> T) -> Result<T, Reason> {
    if context.app().error_page.is_none() {
        return Ok(work());
    }
    catch(work).map_err(|message| Reason::new("the handler or a middleware panicked").then(message))
}

pin_project! {
    /// The future of [`InertiaService`].
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        state: State<F>,
        context: RequestContext,
        // For the error page.
        kept: Option<Kept>,
        // Whether the session has its part.
        committed: bool,
    }
}

pin_project! {
    #[project = Projected]
    enum State<F> {
        // The router is at work.
        Inner { #[pin] future: F },
        // Nobody is: the router was not asked, or has panicked.
        Ready { response: Option<Response> },
        // The session says whether a redirect back would be endless.
        Back { work: back::Settling },
        // The error page is.
        ErrorPage { work: Showing },
        // The session is.
        Commit { work: Pin<Box<dyn Future<Output = Response> + Send>> },
    }
}

impl<F> std::fmt::Debug for State<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Inner { .. } => "Inner",
            Self::Ready { .. } => "Ready",
            Self::Back { .. } => "Back",
            Self::ErrorPage { .. } => "ErrorPage",
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
        let context = &*this.context;
        loop {
            let mut finished = false;
            let mut response = match this.state.as_mut().project() {
                Projected::Inner { future } => match guarded(context, || future.poll(cx)) {
                    Ok(polled) => ready!(polled)?,
                    Err(panicked) => {
                        // What has panicked is dropped, and not polled again.
                        this.state.set(State::Ready { response: None });
                        server_error(panicked)
                    }
                },
                // Polled again after it was ready, which a caller must not do, it has nothing to give.
                Projected::Ready { response } => {
                    response.take().unwrap_or_else(|| Response::new(Body::empty()))
                }
                Projected::Back { work } | Projected::ErrorPage { work } => ready!(work.as_mut().poll(cx)),
                Projected::Commit { work } => {
                    finished = true;
                    ready!(work.as_mut().poll(cx))
                }
            };
            redirect::restore_allowed(&mut response, &context.app().redirect_schemes);
            if let Some(work) = back::settle(&mut response, context) {
                this.state.set(State::Back { work });
                continue;
            }
            unsaid::say(&mut response, context);
            if let Some(work) = error_page::begin(this.kept, &mut response, context) {
                this.state.set(State::ErrorPage { work });
                continue;
            }
            if !finished {
                finish::finish(&mut response, context);
            }
            if !*this.committed {
                *this.committed = true;
                match Commit::of(&mut response, context) {
                    None => {}
                    // The cookie's work is done at once.
                    Some(Ok(commit)) => {
                        this.state.set(State::Commit { work: Box::pin(commit.run(response)) });
                        continue;
                    }
                    Some(Err(reason)) => {
                        this.state.set(State::Ready { response: Some(server_error(&reason)) });
                        continue;
                    }
                }
            }
            #[cfg(debug_assertions)]
            setup_hints::look_at_answer(&response, context);
            error_page::explain(&mut response, context, this.kept.as_ref());
            return Poll::Ready(Ok(finish::decorated(response, context)));
        }
    }
}
