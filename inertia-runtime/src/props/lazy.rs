//! Lazy props: futures that run only when the response needs them.

use std::{
    any::Any,
    fmt,
    future::Future,
    mem,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, SystemTime},
};

use pin_project_lite::pin_project;

use crate::{
    error::{BoxError, Error},
    reason::Reason,
};

/// A prop that is computed only when it is part of the response.
///
/// Made by [`lazy`] or [`try_lazy`]. A future does nothing until it is polled, so a prop that the response does not
/// need costs its box and nothing else; those that are needed run concurrently.
#[must_use = "a lazy prop does nothing unless it is a field of a page's props"]
pub struct Lazy<T> {
    state: State<T>,
    overrides: OnceOverrides,
}

enum State<T> {
    Pending(Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>),
    Ready(T),
    LeftOut,
}

/// What a value says about its `#[once]` entry at run time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnceOverrides {
    pub(crate) fresh: bool,
    pub(crate) expires_at: Option<SystemTime>,
}

/// A lazy prop out of a future that gives the value, or a `Result` of it.
///
/// The future must own what it uses. A method that borrows is wrapped, so that the future owns a clone:
///
/// ```
/// use inertia::{lazy, Lazy};
///
/// # #[derive(Clone)] struct Db;
/// impl Db {
///     async fn owned(self) -> Result<u64, std::io::Error> { Ok(3) }
///     async fn borrowed(&self) -> Result<u64, std::io::Error> { Ok(4) }
/// }
/// # let db = Db;
/// let total: Lazy<u64> = lazy(db.clone().owned());
/// let seats: Lazy<u64> = lazy({ let db = db.clone(); async move { db.borrowed().await } });
/// let plain: Lazy<&str> = lazy(async { "no error to speak of" });
/// ```
///
/// Where `?` is wanted, [`try_lazy`] fixes the error type. The handle of a spawned task is no lazy value: it already runs.
pub fn lazy<T, M, F>(future: F) -> Lazy<T>
where
    F: Future + Send + 'static,
    F::Output: Outcome<T, M>,
{
    Lazy::pending(Then { future, then: |output: F::Output| output.outcome() })
}

/// [`lazy`] for a future in which `?` is used, on every type that implements [`std::error::Error`].
///
/// A boxed error and `anyhow::Error` do not implement it: write `.map_err(inertia::Error::new)?`.
///
/// ```
/// use inertia::{try_lazy, Lazy};
///
/// # async fn count() -> Result<u64, std::io::Error> { Ok(3) }
/// let total: Lazy<u64> = try_lazy(async move {
///     let count = count().await?;
///     Ok(count * 2)
/// });
/// ```
pub fn try_lazy<T, F>(future: F) -> Lazy<T>
where
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    Lazy::pending(Then { future, then: |output: Result<T, Error>| output.map_err(BoxError::from) })
}

pin_project! {
    // What `async move { then(future.await) }` does, which has room for the future twice and moves it when it is first polled.
    struct Then<F, C> {
        #[pin]
        future: F,
        then: C,
    }
}

impl<F: Future, C: Fn(F::Output) -> O, O> Future for Then<F, C> {
    type Output = O;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<O> {
        let this = self.project();
        // `Poll::map` would be compiled once more for each prop.
        match this.future.poll(cx) {
            Poll::Ready(output) => Poll::Ready((this.then)(output)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T> Lazy<T> {
    fn pending(future: impl Future<Output = Result<T, BoxError>> + Send + 'static) -> Self {
        Self { state: State::Pending(Box::pin(future)), overrides: OnceOverrides::default() }
    }

    /// For a `#[once]` prop: whether to send the value even to a client that already has it.
    ///
    /// ```
    /// # let plans_have_changed = true;
    /// let plans = inertia::lazy(async { vec!["basic", "team"] }).fresh(plans_have_changed);
    /// ```
    pub fn fresh(mut self, fresh: bool) -> Self {
        self.overrides.fresh = fresh;
        self
    }

    /// For a `#[once]` prop: when the client forgets this value, instead of the attribute's `expires_in`.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    /// let rates = inertia::lazy(async { vec![1.08, 0.84] }).expires_at(tomorrow);
    /// ```
    pub fn expires_at(mut self, at: SystemTime) -> Self {
        self.overrides.expires_at = Some(at);
        self
    }

    pub(crate) fn value(&self) -> Option<&T> {
        match &self.state {
            State::Ready(value) => Some(value),
            State::Pending(_) | State::LeftOut => None,
        }
    }
}

impl<T> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            State::Pending(_) => "Lazy(pending)",
            State::Ready(_) => "Lazy(ready)",
            State::LeftOut => "Lazy(left out)",
        })
    }
}

/// What a future given to [`lazy`] may give: the value, or a `Result` of it. `M` only tells the two apart.
#[diagnostic::on_unimplemented(
    message = "this prop is a `Lazy<{T}>`, but its future gives `{Self}`",
    label = "the future must give `{T}` or `Result<{T}, E>`",
    note = "`E` must convert into `inertia::BoxError`, as every `std::error::Error + Send + Sync` does; where `?` is used, write `inertia::try_lazy(async move {{ … Ok(value) }})`"
)]
pub trait Outcome<T, M> {
    #[doc(hidden)]
    fn outcome(self) -> Result<T, BoxError>;
}

#[doc(hidden)]
#[derive(Debug)]
pub struct Infallible;
#[doc(hidden)]
#[derive(Debug)]
pub struct Fallible;

impl<T> Outcome<T, Infallible> for T {
    fn outcome(self) -> Result<T, BoxError> {
        Ok(self)
    }
}

impl<T, E: Into<BoxError>> Outcome<T, Fallible> for Result<T, E> {
    fn outcome(self) -> Result<T, BoxError> {
        self.map_err(Into::into)
    }
}

/// A lazy prop as the runtime sees it: resolved in place, whatever its type. Its panics are caught where its type is not known any more, so
/// that this is not compiled for each prop.
pub trait Resolve: Send {
    /// Polls the future, and drops it when it has given its value. Both may panic. After an error it is left out by the caller, so that
    /// a panic of its drop does not hide the error.
    #[doc(hidden)]
    fn poll_resolve(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>>;
    /// Drops the future, which may panic.
    #[doc(hidden)]
    fn leave_out(&mut self);
    #[doc(hidden)]
    fn has_value(&self) -> bool;
    #[doc(hidden)]
    fn overrides(&self) -> OnceOverrides;
}

/// Why a lazy prop has no value.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Its future gave an error.
    Error(BoxError),
    /// Its future panicked with this message.
    Panic(String),
    /// It took longer than its `timeout`.
    Timeout(Duration),
}

impl Failure {
    /// What happened to `what`, with the causes of an error.
    pub(crate) fn reason(&self, what: String) -> Reason {
        let reason = Reason::new(what);
        match self {
            Self::Error(error) => reason.because(&**error),
            Self::Panic(message) => reason.then(format!("panicked: {message}")),
            Self::Timeout(after) => reason.then(format!("took longer than its timeout of {after:?}")),
        }
    }
}

impl<T: Send> Resolve for Lazy<T> {
    fn poll_resolve(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        let State::Pending(future) = &mut self.state else { return Poll::Ready(Ok(())) };
        let value = ready!(future.as_mut().poll(cx))?;
        // Two steps: the value is in place before the future is dropped.
        let future = mem::replace(&mut self.state, State::Ready(value));
        drop(future);
        Poll::Ready(Ok(()))
    }

    fn leave_out(&mut self) {
        let future = mem::replace(&mut self.state, State::LeftOut);
        drop(future);
    }

    fn has_value(&self) -> bool {
        self.value().is_some()
    }

    fn overrides(&self) -> OnceOverrides {
        self.overrides
    }
}

/// Does what may run users' code, whose panic is a failure like any other. What panicked must not be used again but for dropping it, so
/// nobody sees what the panic left half done.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let message = panic_message(&*payload);
        // `panic_any` takes any value, also one whose own `Drop` panics.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(payload);
        }
        message
    })
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("(no message)").to_owned()
}
