//! The settings of forms, CSRF and the session.

use std::borrow::Cow;

use crate::app::builder::Builder;
use crate::{
    app::csrf::Csrf,
    flash::{SessionBackend, settings::FlashStorage},
    form::{FormLimits, Problem},
};

/// Forms, CSRF and the session.
impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// The limits of the application's forms. [`FormLimits`] lists the defaults.
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

    /// The messages for fields that cannot be decoded. The function gets the field's dotted key and the [`Problem`], and returns the
    /// message, or `None` for the default one. A field's `#[form(message = "…")]` and `#[form(required = "…")]` have priority. Messages
    /// of validators are not changed.
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

    /// Whether a page's `errors` contain all messages of a field as a list, instead of only the first one: for a client with the
    /// setting `withAllErrors`.
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

    /// How requests that other sites make in a visitor's name are rejected. The default is [`Csrf::new`].
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
    /// `INERTIA_KEY`. All servers of an application need the same one. A debug build without a key generates
    /// one, and flash is lost when the server restarts. A release build without a key does not start.
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

    /// An earlier secret, whose cookies are still accepted. For the key of the environment, the environment variable
    /// `INERTIA_PREVIOUS_KEYS` lists earlier ones, separated by commas. See the example of [`key`](Self::key).
    #[cfg(feature = "cookie-session")]
    pub fn previous_key(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.settings.session.secrets.previous.push(secret.as_ref().to_vec());
        self
    }

    /// Where flash and errors are stored until the next page, instead of an encrypted cookie: `StoreSession` (with the feature
    /// `tower-sessions`), or a [`SessionBackend`] of your own, whose documentation has an example.
    pub fn session(mut self, backend: impl SessionBackend) -> Self {
        self.settings.session.storage = FlashStorage::Backend(Box::new(backend));
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
        self.settings.session.storage = FlashStorage::Disabled;
        self
    }

    /// The prefix of the names of flash cookies, for two applications on one host. By default `__Host-inertia-flash`:
    /// browsers accept a cookie with the prefix `__Host-` only from this very host, so a neighbouring subdomain cannot set
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
    /// make an exception for `localhost`, Safari does not. Write `false` for a server that visitors reach by plain HTTP under
    /// another name; otherwise browsers refuse the cookies, and flash is lost. Debug builds log a warning at the first
    /// such request.
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
