//! Shared props: what every page of an application gets.

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
    error_page::Looks,
    props::{
        InertiaProps, PropsWriter, Resolvers, Schema, WriteError,
        lazy::{Failure, catch},
        plan::Plan,
    },
};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A provider's body with its arguments extracted; runs when a page needs one of its props.
pub(crate) type Body = BoxFuture<'static, Result<Box<dyn ErasedProps + Send>, BoxError>>;

/// What [`Builder::share`](crate::Builder::share) takes: an async fn whose parameters are extractors that leave the
/// body alone, and which returns a `#[derive(InertiaProps)]` struct, or a `Result` of one.
///
/// `M` is the list of parameters and `S` the state that `State<_>` gives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no provider of shared props",
    label = "not an async fn with extractors for `{S}` that returns a props struct",
    note = "its parameters must implement `FromRequestParts<{S}>`; what `State<_>` gives is said by `.state(..)` before `.share(..)`",
    note = "it returns a `#[derive(InertiaProps)]` struct, or a `Result` of one whose error converts into `inertia::BoxError`"
)]
pub trait Provider<M, S>: Clone + Send + Sync + 'static {
    #[doc(hidden)]
    const SCHEMA: &'static Schema;

    /// What the props are in TypeScript.
    #[cfg(feature = "ts")]
    #[doc(hidden)]
    fn described() -> Option<crate::ts::object::Described>;

    #[doc(hidden)]
    fn extract<'a>(&'a self, parts: &'a mut Parts, state: &'a S) -> BoxFuture<'a, Result<Body, Response>>;

    #[doc(hidden)]
    fn looks() -> Looks;
}

/// What a provider may return.
pub trait IntoShared {
    #[doc(hidden)]
    type Props: InertiaProps + Send;

    #[doc(hidden)]
    fn into_shared(self) -> Result<Self::Props, BoxError>;
}

impl<P: InertiaProps + Send> IntoShared for P {
    type Props = P;

    fn into_shared(self) -> Result<P, BoxError> {
        Ok(self)
    }
}

impl<P: InertiaProps + Send, E: Into<BoxError>> IntoShared for Result<P, E> {
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
            const SCHEMA: &'static Schema = <<Fut::Output as IntoShared>::Props as InertiaProps>::SCHEMA;

            #[cfg(feature = "ts")]
            fn described() -> Option<crate::ts::object::Described> {
                <<Fut::Output as IntoShared>::Props as InertiaProps>::__inertia_described()
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

            fn looks() -> Looks {
                Looks::Nowhere$(.max(Looks::of::<$argument>()))*
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

/// Props whose type is not known.
#[doc(hidden)]
pub trait ErasedProps {
    /// Visits the lazy props.
    fn resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>);
    /// Writes the props.
    ///
    /// # Errors
    ///
    /// When one cannot be written.
    fn write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError>;
}

impl<P: InertiaProps> ErasedProps for P {
    fn resolvers<'a>(&'a mut self, resolvers: &mut Resolvers<'a>) {
        self.__inertia_resolvers(resolvers);
    }

    fn write(&self, writer: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        self.__inertia_write(writer)
    }
}

/// A provider whose types are not known, with its state.
pub(crate) trait ErasedProvider: Send + Sync + fmt::Debug {
    fn name(&self) -> &'static str;
    fn schema(&self) -> &'static Schema;
    #[cfg(all(feature = "ts", debug_assertions))]
    fn described(&self) -> Option<crate::ts::object::Described>;
    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Body, Response>>;
    /// How much of a request its extractors may look at.
    fn looks(&self) -> Looks;
}

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
    fn described(&self) -> Option<crate::ts::object::Described> {
        P::described()
    }

    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Body, Response>> {
        self.function.extract(parts, &self.state)
    }

    fn looks(&self) -> Looks {
        P::looks()
    }
}

/// A provider of this request: what becomes of its props, and those props once it ran.
pub(crate) struct Provided {
    /// Its place among the application's.
    pub(crate) index: usize,
    pub(crate) name: &'static str,
    pub(crate) plan: Plan,
    pub(crate) props: Option<Box<dyn ErasedProps + Send>>,
}

/// Runs the bodies concurrently and hands over what each gives, under its number.
///
/// # Errors
///
/// The first failure, at once.
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
