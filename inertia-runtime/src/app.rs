//! A configured application, and what its requests need of it.

use std::{borrow::Cow, sync::Arc};

use http::HeaderValue;
use memchr::memmem::Finder;

#[cfg(feature = "ssr")]
use crate::ssr::Renderer;
use crate::{
    csp::Policy,
    csrf::Guard,
    error_page::{ErasedErrorPage, Looks},
    form::{FormLimits, Wording},
    layer::InertiaLayer,
    origin::Origins,
    protocol::json,
    root::Root,
    security_headers::PageHeaders,
    session::{CookieRules, RefusedCookies, Session},
    shared::ErasedProvider,
};

/// A configured application, whose [`layer`](Self::layer) goes on the router.
#[derive(Debug, Clone)]
pub struct InertiaApp {
    pub(crate) app: Arc<App>,
}

/// What requests need of the configuration.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) root: Root,
    /// Who renders first visits; nobody where the client does.
    #[cfg(feature = "ssr")]
    pub(crate) ssr: Option<Renderer>,
    /// The security policy of documents, if we set one.
    pub(crate) csp: Option<Policy>,
    pub(crate) security_headers: PageHeaders,
    pub(crate) providers: Vec<Box<dyn ErasedProvider>>,
    /// The top-level names of the providers' props, each once.
    pub(crate) shared_keys: Vec<&'static str>,
    pub(crate) encrypt_history: bool,
    pub(crate) origins: Origins,
    /// Where a redirect leads that names no target: a path, or a URL of this application.
    pub(crate) fallback_url: String,
    /// The schemes that redirects may have besides those that every application allows.
    pub(crate) redirect_schemes: Vec<String>,
    pub(crate) form_limits: FormLimits,
    pub(crate) form_messages: Option<Wording>,
    /// Nothing when flash is kept nowhere.
    pub(crate) session: Option<Session>,
    #[cfg(feature = "cookie-session")]
    pub(crate) cookies: CookieRules,
    pub(crate) refused_cookies: RefusedCookies,
    pub(crate) reads: Reads,
    /// Nothing when requests of other sites are not refused.
    pub(crate) guard: Option<Guard>,
    /// Nothing when answers that went wrong are left as they are.
    pub(crate) error_page: Option<Box<dyn ErasedErrorPage>>,
    /// What of a request the error page or the shared props on it may be made of.
    pub(crate) error_page_looks: Looks,
    /// Whether visitors are developers, who read why something went wrong.
    pub(crate) debug: bool,
    /// Whether a field's messages all travel.
    pub(crate) all_errors: bool,
    pub(crate) version: AssetVersion,
}

/// The version of the assets.
#[derive(Debug)]
pub(crate) enum AssetVersion {
    Fixed {
        version: Option<String>,
        /// The version as a member of the page object, with its comma.
        member: Vec<u8>,
    },
    /// That of the front end's build, which is followed in development.
    OfBuild,
}

/// Which `Cookie` lines are kept.
#[derive(Debug)]
pub(crate) enum Reads {
    Nothing,
    #[cfg(feature = "cookie-session")]
    All,
    /// Those that hold this text.
    Naming(Box<Finder<'static>>),
}

impl Reads {
    pub(crate) fn new(cookies: &CookieRules, session: Option<&Session>, guard: Option<&Guard>) -> Self {
        #[cfg(feature = "cookie-session")]
        if guard.is_some_and(Guard::reads_cookies) {
            return Self::All;
        }
        #[cfg(not(feature = "cookie-session"))]
        let _ = guard;
        if session.is_none() {
            return Self::Nothing;
        }
        Self::Naming(Box::new(Finder::new(cookies.name.as_bytes()).into_owned()))
    }
}

impl InertiaApp {
    /// The layer for the router, outermost of what belongs to pages:
    ///
    /// ```
    /// use axum::{routing::get, Router};
    /// use inertia::Inertia;
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().version("v1").build()?;
    /// let app: Router = Router::new()
    ///     .route("/about", get(inertia::static_page("About")))
    ///     .layer(inertia.layer());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn layer(&self) -> InertiaLayer {
        InertiaLayer { app: self.app.clone() }
    }

    /// The version of the assets that clients are compared with, if there is one. In a debug build it changes when the front end
    /// is built again.
    ///
    /// ```
    /// use inertia::Inertia;
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().version("v1").build()?;
    /// assert_eq!(inertia.version().as_deref(), Some("v1"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn version(&self) -> Option<Cow<'_, str>> {
        self.app.version()
    }
}

impl App {
    /// Whether a `Cookie` line may hold something of ours.
    pub(crate) fn reads_cookies(&self, line: &HeaderValue) -> bool {
        match &self.reads {
            Reads::Nothing => false,
            #[cfg(feature = "cookie-session")]
            Reads::All => true,
            Reads::Naming(name) => name.find(line.as_bytes()).is_some(),
        }
    }

    /// The version of the assets as it is now.
    pub(crate) fn version(&self) -> Option<Cow<'_, str>> {
        match &self.version {
            AssetVersion::Fixed { version, .. } => version.as_deref().map(Cow::Borrowed),
            AssetVersion::OfBuild => self.root.version(),
        }
    }

    /// Writes the version as a member of the page object, with its comma.
    pub(crate) fn write_version(&self, out: &mut Vec<u8>) {
        match &self.version {
            AssetVersion::Fixed { member, .. } => out.extend_from_slice(member),
            AssetVersion::OfBuild => out.extend_from_slice(&version_member(self.root.version().as_deref())),
        }
    }
}

impl AssetVersion {
    /// A version that stays. Its member of the page object is written once.
    pub(crate) fn fixed(version: Option<String>) -> Self {
        Self::Fixed { member: version_member(version.as_deref()), version }
    }
}

fn version_member(version: Option<&str>) -> Vec<u8> {
    let mut member = b",\"version\":".to_vec();
    match version {
        Some(version) => json::write_str(&mut member, version),
        None => member.extend_from_slice(b"null"),
    }
    member
}
