//! The configuration of an application: `Inertia::builder()`.

mod build;
mod settings;

use std::borrow::Cow;

use self::settings::Settings;
#[cfg(feature = "tera")]
use crate::root::Template;
#[cfg(feature = "tera")]
use crate::routes::{RouteNames, exposed};
#[cfg(feature = "ssr")]
use crate::ssr::Ssr;
use crate::{
    app::InertiaApp,
    build_error::BuildError,
    csrf::Csrf,
    error_page::ErrorPage,
    form::{FormLimits, Problem},
    root::vite::Vite,
    session::{SessionBackend, settings::Choice},
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

impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// Where the front end's scripts and styles come from, and with them the asset version.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Vite};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().vite(Vite::auto("frontend")?).build()?;
    /// # Ok(()) }
    /// ```
    pub fn vite(mut self, vite: Vite) -> Self {
        self.settings.root.vite = Some(vite);
        self
    }

    /// The Tera template of the document: a path relative to the working directory, or what
    /// [`template!`](crate::template!) has put into the program. Without it the document is built in.
    ///
    /// Read, with those that it includes or extends, when [`build`](Self::build) is called. Debug builds read it again when a
    /// file has changed; a mistake that came in is the answer to the next first visit, until it is repaired.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().template("templates/app.html").build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "tera")]
    pub fn template(mut self, template: impl Into<Template>) -> Self {
        self.settings.root.template = Some(template.into());
        self
    }

    /// Routes that `{{ inertia_routes }}` in the template prints, for a front end without a build step: their names, one by one. A
    /// script element holds them as JSON.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Routes};
    ///
    /// # async fn show() {}
    /// # async fn remove() {}
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let routes: Routes = Routes::new()
    ///     .get("/events/{id}", "events.show", show)
    ///     .delete("/events/{id}", "events.remove", remove);
    /// let inertia = Inertia::builder()
    ///     .template("templates/app.html")
    ///     .routes(&routes, ["events.show"])
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// The front end finds them there:
    ///
    /// ```js
    #[doc = include_str!("../../docs/route.js")]
    /// ```
    ///
    /// A name that no route has is an error when [`build`](Self::build) is called.
    #[cfg(feature = "tera")]
    #[track_caller]
    pub fn routes<N: AsRef<str>>(
        mut self,
        routes: impl Into<RouteNames>,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        self.settings.routes = Some(exposed::element(&routes.into(), names));
        self
    }

    /// The `Content-Security-Policy` of every document, with a new nonce in the place of each `{nonce}`.
    ///
    /// All tags that we or Vite print carry the nonce. It goes into the header of every answer that is HTML and has no
    /// such header of its own; a handler that writes HTML itself takes an `Option<`[`CspNonce`](crate::CspNonce)`>`.
    /// While the dev server runs, each directive that lists sources lets it in, too.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder()
    ///     .content_security_policy(
    ///         "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; \
    ///          object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ///     )
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// The client adds styles of its own, for its progress bar, and wants to be told the nonce:
    ///
    /// ```ts
    /// createInertiaApp({
    ///   nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '',
    ///   // …
    /// })
    /// ```
    pub fn content_security_policy(mut self, policy: impl Into<String>) -> Self {
        self.settings.csp = Some(policy.into());
        self
    }

    /// Who renders first visits, so that they can be read before any script has run; the client does when nothing is said.
    /// [`Ssr`] says what becomes of a page that cannot be rendered.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Ssr};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().ssr(Ssr::spawn("frontend/dist/ssr/ssr.js")).build()?;
    ///
    /// // Or only where somebody wants it.
    /// let ssr = std::env::var("SSR").ok().map(Ssr::url);
    /// let inertia = Inertia::builder().ssr(ssr).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "ssr")]
    pub fn ssr(mut self, ssr: impl Into<Option<Ssr>>) -> Self {
        self.settings.ssr = ssr.into();
        self
    }

    /// The `lang` of the built-in document; `en` when none is set. A template says its own.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().language("de").build()?;
    /// # Ok(()) }
    /// ```
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.settings.root.language = language.into();
        self
    }

    /// The id of the element that the client mounts into, as `createInertiaApp({ id })` has it; `app` when none is set.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().root_id("root").build()?;
    /// # Ok(()) }
    /// ```
    pub fn root_id(mut self, id: impl Into<String>) -> Self {
        self.settings.root.id = id.into();
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

    /// Whether `X-Forwarded-Host` and `X-Forwarded-Proto` are believed. Only behind a proxy that sets them itself, or a
    /// visitor could choose which host counts as the application's own.
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

    /// What the names of flash cookies begin with: `inertia-flash` when nothing is said. For two applications on one
    /// host. With a name that begins with `__Host-`, browsers take the cookie from this very host only, and no
    /// neighbouring subdomain can set it.
    ///
    /// ```
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = inertia::Inertia::builder().session_cookie("__Host-events-flash").build()?;
    /// # Ok(()) }
    /// ```
    pub fn session_cookie(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.session.name = name.into();
        self
    }

    /// Whether cookies travel over HTTPS only, as they do when nothing is said. Chrome and Firefox make an exception for
    /// `localhost`, Safari does not; a server that is reached by plain HTTP under another name has to say `false`.
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
    ///         Problem::OutOfRange { min, max } => Some(format!("muss zwischen {min} und {max} liegen")),
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
