//! The settings of forms, and of what waits for the page that follows.

use std::borrow::Cow;

use super::Builder;
use crate::{
    csrf::Csrf,
    form::{FormLimits, Problem},
    session::{SessionBackend, settings::Choice},
};

/// Forms, and what waits for the page that follows.
impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// How large the forms of the application may be; [`FormLimits`] says how large they are without this.
    ///
    /// ```
    /// use inertia::{FormLimits, Inertia};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().form_limits(FormLimits::new().body(32 << 20).file(24 << 20)).build()?;
    /// # Ok(()) }
    /// ```
    pub fn form_limits(mut self, limits: FormLimits) -> Self {
        self.settings.form_limits = limits;
        self
    }

    /// How to word what is wrong with a field that cannot be read, by the field's dotted key; `None` leaves a
    /// [`Problem`] its own words. A field's `#[form(message = "…")]` and `#[form(required = "…")]` come first. What a
    /// validator says is the validator's own.
    ///
    /// ```
    /// use inertia::{Inertia, Problem};
    ///
    /// fn german(_field: &str, problem: &Problem) -> Option<String> {
    ///     match problem {
    ///         Problem::Required => Some("wird gebraucht".to_owned()),
    ///         Problem::TooLarge { max } => Some(format!("darf höchstens {max} sein")),
    ///         _ => None,
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().form_messages(german).build()?;
    /// # Ok(()) }
    /// ```
    pub fn form_messages(mut self, words: fn(&str, &Problem) -> Option<String>) -> Self {
        self.settings.form_messages = Some(words);
        self
    }

    /// Whether a page's `errors` hold all messages of a field, as lists, and not just the first: for a client that is
    /// configured `withAllErrors`.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().all_errors(true).build()?;
    /// # Ok(()) }
    /// ```
    pub fn all_errors(mut self, all: bool) -> Self {
        self.settings.all_errors = all;
        self
    }

    /// How requests that other sites make in a visitor's name are refused. [`Csrf::new`] when nothing is said.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().csrf(inertia::Csrf::new().exempt("/webhooks/")).build()?;
    /// # Ok(()) }
    /// ```
    pub fn csrf(mut self, csrf: Csrf) -> Self {
        self.settings.csrf = csrf;
        self
    }

    /// The secret of at least 32 bytes that cookies are encrypted and signed with, instead of the environment variable
    /// `INERTIA_KEY`. All servers of an application have the same. While developing there may be none: then one is made
    /// up, and what was flashed is lost when the server restarts. A release build without a key does not start.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// # let (secret, old_secret) = ([1; 32], [2; 32]);
    /// let inertia = inertia::Inertia::builder().key(secret).previous_key(old_secret).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "cookie-session")]
    pub fn key(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.settings.session.secrets.current = Some(secret.as_ref().to_vec());
        self
    }

    /// A secret that was in use before: what it has encrypted is still read. The environment variable
    /// `INERTIA_PREVIOUS_KEYS` lists some, between commas, for the key of the environment. The example of [`key`](Self::key) has one.
    #[cfg(feature = "cookie-session")]
    pub fn previous_key(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.settings.session.secrets.previous.push(secret.as_ref().to_vec());
        self
    }

    /// Where flash and errors wait for the next page, instead of an encrypted cookie: `StoreSession` (with the feature
    /// `tower-sessions`), or a [`SessionBackend`] of your own, whose documentation has an example.
    pub fn session(mut self, backend: impl SessionBackend) -> Self {
        self.settings.session.choice = Choice::Backend(Box::new(backend));
        self
    }

    /// No session, for an application that flashes nothing and has no forms. Needs no key.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().without_session().build()?;
    /// # Ok(()) }
    /// ```
    pub fn without_session(mut self) -> Self {
        self.settings.session.choice = Choice::Nowhere;
        self
    }

    /// What the names of flash cookies begin with, for two applications on one host. By default `__Host-inertia-flash`:
    /// browsers accept a cookie with the prefix `__Host-` from this very host only, so that no neighbouring subdomain can set
    /// it. The prefix requires a `Secure` cookie with the path `/`, so the default is `inertia-flash` with
    /// [`secure_cookies(false)`](Self::secure_cookies) or a path in [`public_url`](Self::public_url).
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().session_cookie("__Host-events-flash").build()?;
    /// # Ok(()) }
    /// ```
    pub fn session_cookie(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.session.name = Some(name.into());
        self
    }

    /// Whether cookies are `Secure`, as they are by default: browsers accept and send them over HTTPS only. Chrome and Firefox
    /// make an exception for `localhost`, Safari does not. Write `false` for a server that is reached by plain HTTP under
    /// another name: browsers refuse the cookies otherwise, and flash is lost. Debug builds log a warning at the first
    /// request that shows it.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().secure_cookies(!cfg!(debug_assertions)).build()?;
    /// # Ok(()) }
    /// ```
    pub fn secure_cookies(mut self, secure: bool) -> Self {
        self.settings.session.secure = secure;
        self
    }
}
