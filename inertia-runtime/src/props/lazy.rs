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

use crate::error::{BoxError, Error, report::Reason};

/// A prop that is computed only when it is part of the response.
///
/// Create it with [`lazy`] or [`try_lazy`]. A future does nothing until it is polled, so a prop that is not part of the
/// response costs only the allocation of its box. The lazy props that are part of the response run concurrently.
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

/// The settings of a `#[once]` prop that its value overrides at run time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnceOverrides {
    pub(crate) fresh: bool,
    pub(crate) expires_at: Option<SystemTime>,
}

/// Creates a lazy prop from a future that returns the value, or a `Result` with it.
///
/// The future must own the values that it uses. To call a method that borrows, wrap the call in a future that owns a clone:
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
/// let plain: Lazy<&str> = lazy(async { "cannot fail" });
/// ```
///
/// To use `?` in the future, use [`try_lazy`], which fixes the error type. The handle of a spawned task is not lazy, because the
/// task is already running.
pub fn lazy<T, M, F>(future: F) -> Lazy<T>
where
    F: Future + Send + 'static,
    F::Output: Outcome<T, M>,
{
    Lazy::pending(Then { future, then: |output: F::Output| output.outcome() })
}

/// Like [`lazy`], for a future that uses `?` on errors that implement [`std::error::Error`].
///
/// A boxed error and `anyhow::Error` do not implement that trait: write `.map_err(inertia::Error::new)?`.
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
    // Like `async move { then(future.await) }`. That block would reserve space for the future twice and move it at the first poll.
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
        // A `match`, because `Poll::map` would be compiled again for each prop.
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

/// The output of a future for [`lazy`]: the value, or a `Result` with it. `M` only distinguishes the two implementations.
#[diagnostic::on_unimplemented(
    message = "this prop is a `Lazy<{T}>`, but its future returns `{Self}`",
    label = "the future must return `{T}` or `Result<{T}, E>`",
    note = "`E` must convert into `inertia::BoxError`, as every `std::error::Error + Send + Sync` does; to use `?`, write `inertia::try_lazy(async move {{ … Ok(value) }})`"
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

/// A type-erased lazy prop, resolved in place. The callers catch its panics, so that the code for that is not compiled for each prop.
pub trait Resolve: Send {
    /// Polls the future, and drops it when it has returned its value. Both may panic. After an error, the caller drops the future with
    /// `leave_out`, so that a panic while dropping does not hide the error.
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
    /// Its future returned an error.
    Error(BoxError),
    /// Its future panicked with this message.
    Panic(String),
    /// It took longer than its `timeout`.
    Timeout(Duration),
}

impl Failure {
    /// The reason for logs: what failed, how, and the causes of an error.
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
        // In two steps, so that the value is stored before the drop of the future, which may panic.
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

/// Runs `work`, which may call user code, and returns the message of a panic as an error. The caller must not use the values that `work`
/// was changing after a panic, except to drop them, because they may be in an inconsistent state.
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
