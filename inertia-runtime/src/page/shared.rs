//! Shared props, which every page of an application receives.

use std::{
    fmt,
    future::{Future, poll_fn},
    marker::PhantomData,
    pin::Pin,
    task::Poll,
};

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    error::BoxError,
    props::{
        PropsTable, PropsWriter, Resolvers, Schema, WriteError,
        lazy::{Failure, catch},
        plan::Plan,
    },
};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The future of a provider with extracted arguments. It is polled if the response needs one of its props.
pub(crate) type Body = BoxFuture<'static, Result<Box<dyn ErasedProps + Send>, BoxError>>;

/// The argument of [`Builder::share`](crate::Builder::share): an async fn that returns a `#[derive(InertiaProps)]` struct, or
/// a `Result` of one. Its parameters are extractors that do not read the body.
///
/// `M` is the list of parameters, `S` the state for `State<_>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no provider of shared props",
    label = "not an async fn with extractors for `{S}` that returns a props struct",
    note = "its parameters must implement `FromRequestParts<{S}>`; what `State<_>` gives is said by `.state(..)` before `.share(..)`",
    note = "it returns a `#[derive(InertiaProps)]` struct, or a `Result` of one whose error converts into `inertia::BoxError`"
)]
pub trait Provider<M, S>: Clone + Send + Sync + 'static {
    #[doc(hidden)]
    const SCHEMA: &'static Schema;

    /// The props in TypeScript.
    #[cfg(feature = "ts")]
    #[doc(hidden)]
    fn described() -> Option<crate::typescript::object::Described>;

    #[doc(hidden)]
    fn extract<'a>(&'a self, parts: &'a mut Parts, state: &'a S) -> BoxFuture<'a, Result<Body, Response>>;
}

/// The return type of a provider: a props struct, or a `Result` of one.
pub trait IntoShared {
    #[doc(hidden)]
    type Props: PropsTable + Send;

    #[doc(hidden)]
    fn into_shared(self) -> Result<Self::Props, BoxError>;
}

impl<P: PropsTable + Send> IntoShared for P {
    type Props = P;

    fn into_shared(self) -> Result<P, BoxError> {
        Ok(self)
    }
}

impl<P: PropsTable + Send, E: Into<BoxError>> IntoShared for Result<P, E> {
    type Props = P;

    fn into_shared(self) -> Result<P, BoxError> {
        self.map_err(Into::into)
    }
}

macro_rules! provider {
    ($($argument:ident),*) => {
        impl<F, Fut, S, $($argument,)*> Provider<($($argument,)*), S> for F
        where
            F: Fn($($argument),*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoShared> + Send + 'static,
            S: Send + Sync + 'static,
            $($argument: FromRequestParts<S> + Send + 'static,)*
        {
            const SCHEMA: &'static Schema = <<Fut::Output as IntoShared>::Props as PropsTable>::SCHEMA;

            #[cfg(feature = "ts")]
            fn described() -> Option<crate::typescript::object::Described> {
                <<Fut::Output as IntoShared>::Props as PropsTable>::__inertia_described()
            }

            #[allow(non_snake_case, unused_variables)]
            fn extract<'a>(&'a self, parts: &'a mut Parts, state: &'a S) -> BoxFuture<'a, Result<Body, Response>> {
                Box::pin(async move {
                    $(let $argument = $argument::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;)*
                    let provider = self.clone();
                    let body: Body = Box::pin(async move {
                        let props = provider($($argument),*).await.into_shared()?;
                        Ok(Box::new(props) as Box<dyn ErasedProps + Send>)
                    });
                    Ok(body)
                })
            }
        }
    };
}

provider!();
provider!(A);
provider!(A, B);
provider!(A, B, C);
provider!(A, B, C, D);
provider!(A, B, C, D, E);
provider!(A, B, C, D, E, G);
provider!(A, B, C, D, E, G, H);
provider!(A, B, C, D, E, G, H, I);

/// Props with their type erased.
#[doc(hidden)]
pub trait ErasedProps {
    /// Passes each lazy prop to `resolvers`.
    fn resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>);
    /// Writes the props.
    ///
    /// # Errors
    ///
    /// If a value cannot be written as JSON.
    fn write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError>;
}

impl<P: PropsTable> ErasedProps for P {
    fn resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        self.__inertia_resolvers(resolvers);
    }

    fn write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        self.__inertia_write(writer)
    }
}

/// A provider with its types erased and its state.
pub(crate) trait ErasedProvider: Send + Sync + fmt::Debug {
    fn name(&self) -> &'static str;
    fn schema(&self) -> &'static Schema;
    #[cfg(all(feature = "ts", debug_assertions))]
    fn described(&self) -> Option<crate::typescript::object::Described>;
    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Body, Response>>;
}

/// An async fn and the state of its extractors.
pub(crate) struct WithState<P, M, S> {
    pub(crate) function: P,
    pub(crate) state: S,
    arguments: PhantomData<fn() -> M>,
}

impl<P, M, S> WithState<P, M, S> {
    pub(crate) const fn new(function: P, state: S) -> Self {
        Self { function, state, arguments: PhantomData }
    }
}

impl<P, M, S> fmt::Debug for WithState<P, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<P>())
    }
}

impl<P, M, S> ErasedProvider for WithState<P, M, S>
where
    P: Provider<M, S>,
    M: 'static,
    S: Send + Sync + 'static,
{
    fn name(&self) -> &'static str {
        std::any::type_name::<P>()
    }

    fn schema(&self) -> &'static Schema {
        P::SCHEMA
    }

    #[cfg(all(feature = "ts", debug_assertions))]
    fn described(&self) -> Option<crate::typescript::object::Described> {
        P::described()
    }

    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Body, Response>> {
        self.function.extract(parts, &self.state)
    }
}

/// A provider of this request: the plan of its props, and the props after it ran.
pub(crate) struct SharedProps {
    /// Its index in the application's list of providers.
    pub(crate) index: usize,
    pub(crate) name: &'static str,
    pub(crate) plan: Plan,
    pub(crate) props: Option<Box<dyn ErasedProps + Send>>,
}

/// Runs the bodies concurrently and calls `done` with the number and the props of each.
///
/// # Errors
///
/// The first failure; the other bodies are dropped.
pub(crate) async fn run_together(
    mut running: Vec<(usize, Body)>,
    mut done: impl FnMut(usize, Box<dyn ErasedProps + Send>),
) -> Result<(), (usize, Failure)> {
    poll_fn(|cx| {
        let mut failed = None;
        running.retain_mut(|(number, body)| {
            if failed.is_some() {
                return true;
            }
            match catch(|| body.as_mut().poll(cx)) {
                Ok(Poll::Pending) => return true,
                Ok(Poll::Ready(Ok(props))) => done(*number, props),
                Ok(Poll::Ready(Err(error))) => failed = Some((*number, Failure::Error(error))),
                Err(message) => failed = Some((*number, Failure::Panic(message))),
            }
            false
        });
        match failed {
            Some(failed) => Poll::Ready(Err(failed)),
            None if running.is_empty() => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    })
    .await
}
