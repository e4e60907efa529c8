//! Where flashed data waits for the next page, and the cookies that lead to it.
//!
//! Each flashing is a cookie of its own. The page that shows it takes away exactly the cookies that it was sent, so a
//! slow answer never removes what another request has flashed since, on any number of servers and without a lock.

#[cfg(feature = "cookie-session")]
pub(crate) mod cookie;
mod cookies;
mod fit;
#[cfg(feature = "cookie-session")]
mod key;
mod pending;
mod refused;
pub(crate) mod settings;
#[cfg(feature = "tower-sessions")]
mod tower_sessions;

use std::{fmt, future::Future, pin::Pin};

#[cfg(feature = "tower-sessions")]
pub use self::tower_sessions::StoreSession;
pub(crate) use self::{
    cookies::CookieRules,
    pending::{Delivered, Unkept},
    refused::RefusedCookies,
};
#[cfg(feature = "cookie-session")]
pub(crate) use self::{
    cookies::values_of,
    key::{Key, Keys},
};

/// How long flash is kept for its page, in seconds.
pub(crate) const LIFETIME: u32 = 60 * 60;

/// The future of what a [`SessionBackend`] is asked.
pub type SessionFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, SessionError>> + Send + 'a>>;

/// Keeps flashed data between a response and the page that follows. For other places than the two that are here: an
/// encrypted cookie, which is the default, and [`StoreSession`](crate::StoreSession).
///
/// It is called only when something was flashed: a request without flash costs nothing. Cookies can be forged, so `load` is
/// called for at most 256 cookies of one request.
///
/// ```
/// use std::{collections::HashMap, sync::Mutex};
///
/// use inertia::{SessionBackend, SessionFuture};
///
/// /// The memory of one process, which is enough for a test.
/// #[derive(Debug, Default)]
/// struct Memory(Mutex<HashMap<String, Vec<u8>>>);
///
/// impl SessionBackend for Memory {
///     fn save<'a>(&'a self, name: &'a str, data: Vec<u8>) -> SessionFuture<'a, String> {
///         self.0.lock().unwrap().insert(name.to_owned(), data);
///         Box::pin(async { Ok("kept".to_owned()) })
///     }
///
///     fn load<'a>(&'a self, name: &'a str, _: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
///         let data = self.0.lock().unwrap().get(name).cloned();
///         Box::pin(async { Ok(data) })
///     }
///
///     fn remove<'a>(&'a self, name: &'a str, _: &'a str) -> SessionFuture<'a, ()> {
///         self.0.lock().unwrap().remove(name);
///         Box::pin(async { Ok(()) })
///     }
/// }
///
/// let inertia = inertia::Inertia::builder().session(Memory::default()).build();
/// ```
pub trait SessionBackend: fmt::Debug + Send + Sync + 'static {
    /// Keeps `data`, and gives the value of the cookie `name` that will lead to it: printable ASCII without
    /// spaces, quotes, commas, semicolons and backslashes. It may forget after an hour.
    fn save<'a>(&'a self, name: &'a str, data: Vec<u8>) -> SessionFuture<'a, String>;

    /// The data that a cookie leads to, or `None` when there is none: shown already, forged, truncated or too old.
    fn load<'a>(&'a self, name: &'a str, value: &'a str) -> SessionFuture<'a, Option<Vec<u8>>>;

    /// Forgets the data that a cookie leads to.
    fn remove<'a>(&'a self, name: &'a str, value: &'a str) -> SessionFuture<'a, ()>;

    /// How much data one cookie can lead to, in bytes. A megabyte when nothing else is said.
    fn limit(&self) -> usize {
        1 << 20
    }
}

/// Why flashed data could not be kept or found.
#[derive(Debug)]
pub struct SessionError(crate::BoxError);

impl SessionError {
    /// An error of a backend, out of another error or a message.
    ///
    /// ```
    /// use inertia::SessionError;
    ///
    /// let error = SessionError::new("the store is read-only");
    /// assert_eq!(error.to_string(), "the store is read-only");
    /// ```
    pub fn new(error: impl Into<crate::BoxError>) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// The session of an application: the backend, and how its cookies are written.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) backend: Box<dyn SessionBackend>,
    /// How many cookies of one request the backend may look up.
    pub(crate) max_loads: usize,
    pub(crate) cookies: CookieRules,
}
