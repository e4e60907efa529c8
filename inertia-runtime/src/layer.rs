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
    setup_hints, unsaid,
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

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let context = RequestContext::new(self.app.clone(), &request);
        let mut kept = None;
        // The request's extensions are the application's: their `Clone` and their `Drop` may panic as well as a handler.
        let state = match catch(|| self.begin(request, &context, &mut kept)) {
            Ok(state) => state,
            Err(message) => State::Ready { response: Some(server_error(HANDLER_PANICKED.reason(message))) },
        };
        ResponseFuture { state, context, kept, committed: false, panics: 0 }
    }
}

impl<S> InertiaService<S> {
    /// Calls the router, unless the request is refused.
    fn begin<B>(
        &mut self,
        mut request: Request<B>,
        context: &RequestContext,
        kept: &mut Option<Kept>,
    ) -> State<S::Future>
    where
        S: Service<Request<B>, Response = Response>,
    {
        *kept = Kept::of(&request, context);
        let refused = finish::refuse(context).or_else(|| {
            let guard = context.app().guard.as_ref()?;
            guard.refuse(&request, context)
        });
        if let Some(response) = refused {
            return State::Ready { response: Some(response) };
        }
        #[cfg(debug_assertions)]
        setup_hints::look_at_request(&request, &self.app);
        request.extensions_mut().insert(context.clone());
        State::Inner { future: self.inner.call(request) }
    }
}

/// How many panics one response may have on its way. Each of them ends what panicked, so that only the library's own mistake
/// could bring more.
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
        // For the error page.
        kept: Option<Kept>,
        // Whether the session has its part.
        committed: bool,
        // How many panics were caught.
        panics: u8,
    }

    // Dropped before the response, by a timeout around the application for example.
    impl<F> PinnedDrop for ResponseFuture<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let dropped = catch(|| {
                this.state.set(State::Ready { response: None });
                *this.kept = None;
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
                unsaid::say(&mut failed, this.context);
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
    /// One step towards the response: nothing when the state has changed, and there is another step to do. All that may run the
    /// application's code is done here, where panics are caught.
    fn advance<E>(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Response>, E>>
    where
        F: Future<Output = Result<Response, E>>,
    {
        let mut committed_now = false;
        let mut response = match self.state.as_mut().project() {
            Projected::Inner { future } => {
                let response = ready!(future.poll(cx))?;
                // Dropped here, because later nobody could say what went wrong.
                match self.change_state(State::Ready { response: None }) {
                    Ok(()) => response,
                    Err(message) => server_error(DROP_PANICKED.reason(message)),
                }
            }
            // A caller must not poll again after the response; one that does gets an empty one.
            Projected::Ready { response } => response.take().unwrap_or_else(|| Response::new(Body::empty())),
            Projected::Back { work } | Projected::ErrorPage { work } => ready!(work.as_mut().poll(cx)),
            Projected::Commit { work } => {
                committed_now = true;
                ready!(work.as_mut().poll(cx))
            }
        };
        let context = &*self.context;
        redirect::restore_allowed(&mut response, &context.app().redirect_schemes);
        if let Some(work) = back::settle(&mut response, context) {
            self.state.set(State::Back { work });
            return Poll::Ready(Ok(None));
        }
        unsaid::say(&mut response, context);
        if let Some(work) = error_page::begin(self.kept, &mut response, context) {
            self.state.set(State::ErrorPage { work });
            return Poll::Ready(Ok(None));
        }
        if !committed_now {
            finish::finish(&mut response, context);
        }
        if !*self.committed {
            *self.committed = true;
            match Commit::of(&mut response, context) {
                None => {}
                // The cookie's work is done at once.
                Some(Ok(commit)) => {
                    self.state.set(State::Commit { work: Box::pin(commit.run(response)) });
                    return Poll::Ready(Ok(None));
                }
                Some(Err(reason)) => {
                    self.state.set(State::Ready { response: Some(server_error(&reason)) });
                    return Poll::Ready(Ok(None));
                }
            }
        }
        setup_hints::look_at_response(&response, context);
        error_page::explain(&mut response, context, self.kept.as_ref());
        // Copies of the request's extensions are among it.
        *self.kept = None;
        Poll::Ready(Ok(Some(finish::decorated(response, context))))
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
            State::Back { .. } => "the session's storage panicked",
            State::ErrorPage { .. } => "the error page panicked",
            State::Commit { .. } => "the session's storage panicked",
            State::Ready { .. } => "a panic happened while the response was completed",
        })
    }
}
