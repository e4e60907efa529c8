//! Stores flash until the next page, and manages its cookies.
//!
//! Each response that flashes sets its own cookie. The page that shows the flash removes exactly the cookies of its request, so a
//! slow response never removes what another request has flashed since. This needs no lock, on any number of servers.

#[cfg(feature = "cookie-session")]
pub(crate) mod cookie;
pub(crate) mod cookies;
pub(crate) mod delivered;
#[cfg(feature = "cookie-session")]
pub(crate) mod key;
pub(crate) mod pending;
pub(crate) mod refused;
pub(crate) mod settings;
#[cfg(feature = "tower-sessions")]
pub(crate) mod tower_sessions;
pub(crate) mod truncate;

use std::{fmt, future::Future, pin::Pin};

#[cfg(feature = "tower-sessions")]
pub use crate::flash::tower_sessions::StoreSession;
pub(crate) use crate::flash::{
    cookies::CookieRules,
    pending::{Delivered, SaveError},
    refused::RefusedCookies,
};
#[cfg(feature = "cookie-session")]
pub(crate) use crate::flash::{
    cookies::values_of,
    key::{Key, Keys},
};

/// Flash that no page has shown expires after one hour.
pub(crate) const FLASH_LIFETIME_SECONDS: u32 = 60 * 60;

/// The future that the methods of a [`SessionBackend`] return.
pub type SessionFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, SessionError>> + Send + 'a>>;

/// Stores flash until the next page. Implement it for a storage of your own; the library has two: an encrypted cookie, which
/// is the default, and [`StoreSession`](crate::StoreSession).
///
/// It is called only when something was flashed, so a request without flash costs nothing. Cookies can be forged, so `load` is
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
    /// Saves `data`, and returns the value of the cookie `name`, with which `load` finds it: printable ASCII without
    /// spaces, quotes, commas, semicolons and backslashes. The data may be deleted after one hour.
    fn save<'a>(&'a self, name: &'a str, data: Vec<u8>) -> SessionFuture<'a, String>;

    /// Loads the data for a cookie. `None` when the data was removed or is too old, or the cookie is forged or truncated.
    fn load<'a>(&'a self, name: &'a str, value: &'a str) -> SessionFuture<'a, Option<Vec<u8>>>;

    /// Deletes the data of a cookie.
    fn remove<'a>(&'a self, name: &'a str, value: &'a str) -> SessionFuture<'a, ()>;

    /// The maximum size of the data of one cookie, in bytes. The default is 1 MiB.
    fn limit(&self) -> usize {
        1 << 20
    }
}

/// Why flash could not be saved, loaded or removed.
#[derive(Debug)]
pub struct SessionError(crate::BoxError);

impl SessionError {
    /// An error of a backend, from another error or a message.
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
