//! The trait of handlers for `.error_page(..)`.

use std::{fmt, future::Future};

use axum::{
    extract::{FromRequestParts, Request},
    handler::Handler,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::page::{
    shared::{BoxFuture, WithState},
    static_page::StaticPage,
};

/// A handler for [`Builder::error_page`](crate::Builder::error_page): an async fn whose parameters are extractors that do not read
/// the body, and which returns a response. With `#[inertia::page("Error")]` above it, it returns a page.
///
/// `M` is the list of parameters, `S` the state for `State<_>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler of an error page",
    label = "not an async fn with extractors for `{S}` that returns a page",
    note = "write `#[inertia::page(\"Error\")]` above it; its parameters must implement `FromRequestParts<{S}>`",
    note = "what `State<_>` gives is said by `.state(..)` before `.error_page(..)`"
)]
pub trait ErrorPage<M, S>: Clone + Send + Sync + 'static {
    #[doc(hidden)]
    fn show<'a>(&'a self, parts: Parts, state: &'a S) -> BoxFuture<'a, Response>;
}

macro_rules! error_page {
    ($($argument:ident),*) => {
        impl<F, Fut, S, $($argument,)*> ErrorPage<($($argument,)*), S> for F
        where
            F: Fn($($argument),*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoResponse> + Send + 'static,
            S: Send + Sync + 'static,
            $($argument: FromRequestParts<S> + Send + 'static,)*
        {
            #[allow(non_snake_case, unused_mut, unused_variables)]
            fn show<'a>(&'a self, mut parts: Parts, state: &'a S) -> BoxFuture<'a, Response> {
                Box::pin(async move {
                    $(
                        let $argument = match $argument::from_request_parts(&mut parts, state).await {
                            Ok(argument) => argument,
                            Err(rejection) => return rejection.into_response(),
                        };
                    )*
                    drop(parts);
                    self($($argument),*).await.into_response()
                })
            }
        }
    };
}

error_page!();
error_page!(A);
error_page!(A, B);
error_page!(A, B, C);
error_page!(A, B, C, D);
error_page!(A, B, C, D, E);
error_page!(A, B, C, D, E, G);
error_page!(A, B, C, D, E, G, H);
error_page!(A, B, C, D, E, G, H, I);
error_page!(A, B, C, D, E, G, H, I, J);

impl<S: Clone + Send + Sync + 'static> ErrorPage<Self, S> for StaticPage {
    fn show<'a>(&'a self, parts: Parts, state: &'a S) -> BoxFuture<'a, Response> {
        let request = Request::from_parts(parts, axum::body::Body::empty());
        Handler::call(self.clone(), request, state.clone())
    }
}

/// A type-erased error page with its state.
pub(crate) trait ErasedErrorPage: Send + Sync + fmt::Debug {
    fn show(&self, parts: Parts) -> BoxFuture<'_, Response>;
}

impl<P, M, S> ErasedErrorPage for WithState<P, M, S>
where
    P: ErrorPage<M, S>,
    M: 'static,
    S: Send + Sync + 'static,
{
    fn show(&self, parts: Parts) -> BoxFuture<'_, Response> {
        self.function.show(parts, &self.state)
    }
}
