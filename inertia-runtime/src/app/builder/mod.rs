//! The configuration of an application: `Inertia::builder()`.

pub(crate) mod build;
pub(crate) mod document;
pub(crate) mod forms;
pub(crate) mod settings;

use crate::app::builder::settings::Settings;
use crate::{
    app::{InertiaApp, build_error::BuildError, error_page::ErrorPage},
    page::shared::{Provider, WithState},
    request::extract::Inertia,
};

/// The configuration of an application, begun by [`Inertia::builder`](crate::Inertia::builder).
///
/// `S` is the state for `State<_>` in shared-props providers: see [`state`](Self::state).
#[must_use = "the configuration is complete when `build` is called"]
#[derive(Debug)]
pub struct Builder<S> {
    state: S,
    settings: Settings,
}

impl Inertia {
    /// Begins the configuration of an application.
    pub fn builder() -> Builder<()> {
        Builder::new()
    }
}

impl Builder<()> {
    pub(crate) fn new() -> Self {
        Self { state: (), settings: Settings::new() }
    }
}

/// The application as a whole.
impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// The state for `State<_>` in the providers and the error page that are added after this call. See the example of
    /// [`share`](Self::share).
    pub fn state<T: Clone + Send + Sync + 'static>(self, state: T) -> Builder<T> {
        Builder { state, settings: self.settings }
    }

    /// Adds a provider of shared props: an async fn with extractors that returns a `#[derive(InertiaProps)]` struct,
    /// or a `Result` of one. It runs when a response needs one of its props, after the handler; its extractors run
    /// with every page's, before the handler.
    ///
    /// ```
    /// use axum::extract::State;
    /// use inertia::{lazy, Inertia, InertiaProps, Lazy};
    ///
    /// # #[derive(Clone)] struct Db;
    /// # impl Db { async fn unread(self) -> Result<u32, std::io::Error> { Ok(2) } }
    /// #[derive(InertiaProps)]
    /// struct Shared {
    ///     app: &'static str,
    ///     unread: Lazy<u32>,
    /// }
    ///
    /// async fn shared(State(db): State<Db>) -> Shared {
    ///     Shared { app: "Events", unread: lazy(db.unread()) }
    /// }
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().state(Db).share(shared).build()?;
    /// # Ok(()) }
    /// ```
    pub fn share<P, M>(mut self, provider: P) -> Self
    where
        P: Provider<M, S>,
        M: 'static,
    {
        self.settings.providers.push(Box::new(WithState::new(provider, self.state.clone())));
        self
    }

    /// The page that replaces plain error responses: an async fn with [`#[inertia::page]`](macro@crate::page). Its parameters are
    /// extractors that do not read the body, for example [`ErrorInfo`](crate::ErrorInfo). `State<_>` is the state of the last
    /// `.state(..)` before this call. The page has the status of the failure unless it sets its own.
    ///
    /// ```
    /// use inertia::{ErrorInfo, Inertia, InertiaProps};
    ///
    /// #[derive(InertiaProps)]
    /// struct Oops {
    ///     status: u16,
    ///     reasons: Vec<String>,
    /// }
    ///
    /// #[inertia::page("Oops")]
    /// async fn oops(error: ErrorInfo) -> Oops {
    ///     Oops { status: error.status().as_u16(), reasons: error.reasons().to_vec() }
    /// }
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().error_page(oops).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// Inertia visits and browsers get it instead of a response with a status of 400 or more and nothing to show (no body, or plain
    /// text): unknown paths, rejections, errors of handlers, failed props, panics. Responses with another body are not replaced, nor are
    /// those to scripts, images and live validation. The guide has [the whole list](crate#error-pages).
    pub fn error_page<P, M>(mut self, page: P) -> Self
    where
        P: ErrorPage<M, S>,
        M: 'static,
    {
        self.settings.error_page = Some(Box::new(WithState::new(page, self.state.clone())));
        self
    }

    /// The version of the assets, instead of the one that follows from Vite's manifest. A client with another version
    /// loads the next page as a new document.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().version(env!("CARGO_PKG_VERSION")).build()?;
    /// # Ok(()) }
    /// ```
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.settings.version = Some(version.into());
        self
    }

    /// Whether the client encrypts all pages in the browser's history. A page may override it.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().encrypt_history(true).build()?;
    /// # Ok(()) }
    /// ```
    pub fn encrypt_history(mut self, encrypt: bool) -> Self {
        self.settings.encrypt_history = encrypt;
        self
    }

    /// The address that visitors use, as `https://example.com` or `https://example.com/app` where a proxy removes a
    /// prefix (for named routes, set it with [`public_prefix`](crate::Routes::public_prefix)). By default, URLs on the request's own host are the application's.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().public_url("https://example.com/app").build()?;
    /// # Ok(()) }
    /// ```
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.settings.public_url = Some(url.into());
        self
    }

    /// Whether `X-Forwarded-Host`, `X-Forwarded-Proto`, `X-Forwarded-Port` and `Forwarded` are trusted. Set it only behind a proxy
    /// that sets them itself; otherwise a visitor could choose the host that counts as the application's own. `Forwarded` is used
    /// if the others are missing.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().trust_forwarded_headers(true).build()?;
    /// # Ok(()) }
    /// ```
    pub fn trust_forwarded_headers(mut self, trust: bool) -> Self {
        self.settings.trust_forwarded = trust;
        self
    }

    /// The target of redirects back when the previous page is unknown or not the application's own; `/` by default. It is used after a
    /// form that is not [`Valid`](crate::Valid), an [`ErrorBag`](crate::ErrorBag), a [`Redirect::back`](crate::Redirect::back) and
    /// an empty response to a visit. `fallback = …` of [`#[inertia::precognition]`](macro@crate::precognition) sets it for one
    /// route, [`Redirect::back_or`](crate::Redirect::back_or) for one redirect.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().fallback_url("/home").build()?;
    /// # Ok(()) }
    /// ```
    pub fn fallback_url(mut self, url: impl Into<String>) -> Self {
        self.settings.fallback_url = Some(url.into());
        self
    }

    /// A scheme that redirects may have besides `http`, `https`, `mailto` and `tel`, as `myapp` for `myapp://open`: for
    /// [`location`](fn@crate::location) to an application on the visitor's device. A redirect with another scheme becomes a 500 that names this
    /// setting. Schemes whose URLs a browser runs, such as `javascript`, cannot be allowed.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().allow_redirect_scheme("myapp").build()?;
    /// # Ok(()) }
    /// ```
    pub fn allow_redirect_scheme(mut self, scheme: impl Into<String>) -> Self {
        self.settings.redirect_schemes.push(scheme.into());
        self
    }

    /// The TypeScript file with the types of pages, forms and routes: a path, or a [`TypeScript`](crate::app::typescript::TypeScript) with more
    /// settings. A debug build writes it when the server starts, if it has changed. Tests do not write it, because their pages and
    /// forms are not the application's. Errors are logged and do not stop the server.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().typescript("frontend/types.ts").build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "ts")]
    pub fn typescript(mut self, types: impl Into<crate::app::typescript::TypeScript>) -> Self {
        self.settings.typescript = Some(types.into());
        self
    }

    /// Whether responses contain the reasons of failures, as in debug builds. For tests.
    #[doc(hidden)]
    pub fn __debug(mut self, debug: bool) -> Self {
        self.settings.debug = debug;
        self
    }

    /// Reads and checks everything that the configuration names.
    ///
    /// # Errors
    ///
    /// If a setting is invalid, or a file cannot be read. The message names the setting and the reason.
    pub fn build(self) -> Result<InertiaApp, BuildError> {
        self.settings.build()
    }
}
