//! The configuration of an application: `Inertia::builder()`.

mod build;
mod document;
mod forms;
mod settings;

use self::settings::Settings;
use crate::{
    app::InertiaApp,
    build_error::BuildError,
    error_page::ErrorPage,
    shared::{Provider, WithState},
};

/// The configuration of an application, begun by [`Inertia::builder`](crate::Inertia::builder).
///
/// `S` is what `State<_>` gives in shared-props providers: see [`state`](Self::state).
#[must_use = "the configuration is complete when `build` is called"]
#[derive(Debug)]
pub struct Builder<S> {
    state: S,
    settings: Settings,
}

impl Builder<()> {
    pub(crate) fn new() -> Self {
        Self { state: (), settings: Settings::new() }
    }
}

/// The application as a whole.
impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// What `State<_>` gives in the providers and the error page that are added after this line. The example of [`share`](Self::share)
    /// has one.
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

    /// The page that visitors see when something went wrong, instead of a plain answer: an async fn with
    /// [`#[inertia::page]`](macro@crate::page), whose parameters are extractors that leave the body alone, [`ErrorInfo`](crate::ErrorInfo)
    /// among them. `State<_>` gives what the last `.state(..)` above says. A page without a status of its own
    /// gets that of the failure.
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
    /// It answers Inertia visits and browsers, when a status of 400 or more comes with nothing to show (no body, or plain text):
    /// unknown paths, rejections, errors that handlers return, failed props, panics. What has a body of its own is left alone, as
    /// are scripts, pictures and live validation. The guide has [the whole list](crate#error-pages).
    pub fn error_page<P, M>(mut self, page: P) -> Self
    where
        P: ErrorPage<M, S>,
        M: 'static,
    {
        self.settings.error_page = Some(Box::new(WithState::new(page, self.state.clone())));
        self
    }

    /// The version of the assets, instead of the one that follows from Vite's manifest. A client that runs another
    /// loads the next page anew.
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

    /// Whether the client encrypts all pages in the browser's history; a page may say otherwise.
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

    /// The address that visitors use, as `https://example.com` or `https://example.com/app` where a proxy takes a
    /// prefix off (named routes are told of the prefix by [`public_prefix`](crate::Routes::public_prefix)). Without it, URLs on the request's own host are the application's.
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

    /// Whether `X-Forwarded-Host`, `X-Forwarded-Proto`, `X-Forwarded-Port` and `Forwarded` are believed. Only behind a proxy
    /// that sets them itself, or a visitor could choose which host counts as the application's own. `Forwarded` counts for
    /// what the others do not say.
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

    /// Where a visitor goes who is to go back when the page before is not known or not ours, `/` without this: after a form
    /// that is not [`Valid`](crate::Valid), an [`ErrorBag`](crate::ErrorBag), a [`Redirect::back`](crate::Redirect::back) and
    /// an empty response to a visit. `fallback = …` of [`#[inertia::precognition]`](macro@crate::precognition) says it for one
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
    /// [`location`](fn@crate::location) to an application on the visitor's device. Every other scheme is a 500 that names this
    /// setting. Never one whose URLs a browser runs, as `javascript`.
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

    /// The TypeScript file that says what the server sends and takes: a path, or a [`TypeScript`](crate::ts::TypeScript) with more to
    /// say. A debug build writes it when the server starts, if it has changed; one that is a test leaves it alone, because the
    /// pages and forms of tests are not the application's. What goes wrong is logged: a server without the file is still one.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().typescript("frontend/types.ts").build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "ts")]
    pub fn typescript(mut self, types: impl Into<crate::ts::TypeScript>) -> Self {
        self.settings.typescript = Some(types.into());
        self
    }

    /// Whether what went wrong is said to the visitor, which debug builds do and release builds do not. For tests.
    #[doc(hidden)]
    pub fn __debug(mut self, debug: bool) -> Self {
        self.settings.debug = debug;
        self
    }

    /// Reads and checks everything that the configuration names.
    ///
    /// # Errors
    ///
    /// When the template, Vite's files, the version or the public URL cannot be used; the message says which and why.
    pub fn build(self) -> Result<InertiaApp, BuildError> {
        self.settings.build()
    }
}
