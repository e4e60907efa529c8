//! The tower layer, which every request and response of an Inertia application passes.

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

use crate::{
    app::{
        App, back,
        error_page::{self, ErrorPageFuture, RequestSnapshot},
        finalize,
        flash::SessionUpdate,
        setup_hints,
    },
    error::{log, report::Reason, server_error},
    props::lazy::catch,
    request::context::RequestContext,
    values::redirect,
};

/// The tower layer of an application, made by [`InertiaApp::layer`](crate::InertiaApp::layer). Add it to the router, outside
/// of all layers that belong to pages.
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

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let version = self.app.page.version();
        let context = RequestContext::new(self.app.request.clone(), version.as_deref(), &request);
        let mut snapshot = None;
        // `Clone` and `Drop` of the request's extensions are the application's code, and may panic like a handler.
        let state = match catch(|| self.begin(request, &context, &mut snapshot)) {
            Ok(state) => state,
            Err(message) => State::Ready { response: Some(server_error(HANDLER_PANICKED.reason(message))) },
        };
        ResponseFuture { state, context, app: self.app.clone(), snapshot, session_updated: false, panics: 0 }
    }
}

impl<S> InertiaService<S> {
    /// Calls the router, unless the request is rejected.
    fn begin<B>(
        &mut self,
        mut request: Request<B>,
        context: &RequestContext,
        snapshot: &mut Option<RequestSnapshot>,
    ) -> State<S::Future>
    where
        S: Service<Request<B>, Response = Response>,
    {
        *snapshot = RequestSnapshot::of(&request, context, &self.app);
        let refused = finalize::refuse(context, &self.app).or_else(|| {
            let guard = self.app.guard.as_ref()?;
            guard.refuse(&request, context, self.app.page.session.is_some())
        });
        if let Some(response) = refused {
            return State::Ready { response: Some(response) };
        }
        #[cfg(debug_assertions)]
        setup_hints::look_at_request(&request, &self.app);
        self.app.insert_into(request.extensions_mut(), context);
        State::Inner { future: self.inner.call(request) }
    }
}

/// How many panics of one request are caught. Each state panics once at most, so more would be a bug of this library.
const MAX_PANICS: u8 = 4;

/// Where a panic happened, for the log.
struct PanicPlace(&'static str);

const HANDLER_PANICKED: PanicPlace = PanicPlace("the handler or a middleware panicked");
const DROP_PANICKED: PanicPlace =
    PanicPlace("a value of the handler or of a middleware panicked when it was dropped");

impl PanicPlace {
    fn reason(&self, message: String) -> Reason {
        Reason::new(self.0).then(message)
    }
}

pin_project! {
    /// The future of [`InertiaService`].
    #[derive(Debug)]
    #[project = FutureParts]
    pub struct ResponseFuture<F> {
        #[pin]
        state: State<F>,
        context: RequestContext,
        app: Arc<App>,
        // For the error page.
        snapshot: Option<RequestSnapshot>,
        // Whether the session was updated.
        session_updated: bool,
        // How many panics were caught.
        panics: u8,
    }

    // Dropped before the response, by a timeout around the application for example.
    impl<F> PinnedDrop for ResponseFuture<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let dropped = catch(|| {
                this.state.set(State::Ready { response: None });
                *this.snapshot = None;
            });
            if let Err(message) = dropped {
                tracing::error!("{}: {}", this.context.line(), DROP_PANICKED.reason(message));
            }
        }
    }
}

pin_project! {
    #[project = Projected]
    enum State<F> {
        // The router is running.
        Inner { #[pin] future: F },
        // The response is ready: the request was rejected, or something panicked.
        Ready { response: Option<Response> },
        // The session is read, to detect an endless redirect back.
        Back { work: back::BackFuture },
        // The error page is rendered.
        ErrorPage { work: ErrorPageFuture },
        // The session is updated.
        Session { work: Pin<Box<dyn Future<Output = Response> + Send>> },
    }
}

impl<F> std::fmt::Debug for State<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Inner { .. } => "Inner",
            Self::Ready { .. } => "Ready",
            Self::Back { .. } => "Back",
            Self::ErrorPage { .. } => "ErrorPage",
            Self::Session { .. } => "Session",
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
        loop {
            let message = match catch(|| this.advance(cx)) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(Ok(None))) => continue,
                Ok(Poll::Ready(Ok(Some(response)))) => return Poll::Ready(Ok(response)),
                Ok(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
                Err(message) => message,
            };
            let mut failed = server_error(this.panic_place().reason(message));
            *this.panics += 1;
            if *this.panics > MAX_PANICS {
                log::log_failure(&mut failed, &this.context.line());
                return Poll::Ready(Ok(failed));
            }
            // A future that panicked is dropped, and not polled again.
            let next = State::Ready { response: Some(failed) };
            if let Err(message) = this.change_state(next) {
                tracing::error!("{}: {}", this.context.line(), DROP_PANICKED.reason(message));
            }
        }
    }
}

impl<F> FutureParts<'_, F> {
    /// One step towards the response; `None` when there is another step. All code of the application runs here, where panics
    /// are caught.
    fn advance<E>(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Response>, E>>
    where
        F: Future<Output = Result<Response, E>>,
    {
        let mut updated_now = false;
        let mut response = match self.state.as_mut().project() {
            Projected::Inner { future } => {
                let response = ready!(future.poll(cx))?;
                // Dropped here, where a panic can still be reported in the response.
                match self.change_state(State::Ready { response: None }) {
                    Ok(()) => response,
                    Err(message) => server_error(DROP_PANICKED.reason(message)),
                }
            }
            // A caller must not poll again after the response; one that does gets an empty one.
            Projected::Ready { response } => response.take().unwrap_or_else(|| Response::new(Body::empty())),
            Projected::Back { work } | Projected::ErrorPage { work } => ready!(work.as_mut().poll(cx)),
            Projected::Session { work } => {
                updated_now = true;
                ready!(work.as_mut().poll(cx))
            }
        };
        let (context, app) = (&*self.context, &*self.app);
        redirect::restore_allowed(&mut response, &app.redirect_schemes);
        if let Some(work) = back::resolve(&mut response, context, app) {
            self.state.set(State::Back { work });
            return Poll::Ready(Ok(None));
        }
        log::log_failure(&mut response, &context.line());
        if let Some(work) = error_page::begin(self.snapshot, &mut response, context, app) {
            self.state.set(State::ErrorPage { work });
            return Poll::Ready(Ok(None));
        }
        if !updated_now {
            finalize::finish(&mut response, context);
        }
        if !*self.session_updated {
            *self.session_updated = true;
            match SessionUpdate::of(&mut response, context, app) {
                None => {}
                Some(Ok(update)) => {
                    self.state.set(State::Session { work: Box::pin(update.run(response)) });
                    return Poll::Ready(Ok(None));
                }
                Some(Err(reason)) => {
                    self.state.set(State::Ready { response: Some(server_error(&reason)) });
                    return Poll::Ready(Ok(None));
                }
            }
        }
        setup_hints::look_at_response(&response, context, app);
        error_page::explain(&mut response, context, self.snapshot.as_ref());
        // It holds copies of the request's extensions, whose `Drop` may panic.
        *self.snapshot = None;
        Poll::Ready(Ok(Some(finalize::with_headers(response, context, app))))
    }

    /// Changes the state, also when dropping the old one panics.
    ///
    /// # Errors
    ///
    /// The message of that panic.
    fn change_state(&mut self, next: State<F>) -> Result<(), String> {
        catch(|| self.state.set(next))
    }

    fn panic_place(&self) -> PanicPlace {
        PanicPlace(match &*self.state {
            State::Inner { .. } => HANDLER_PANICKED.0,
            State::ErrorPage { .. } => "the error page panicked",
            State::Back { .. } | State::Session { .. } => "the session's storage panicked",
            State::Ready { .. } => "a panic happened while the response was completed",
        })
    }
}
