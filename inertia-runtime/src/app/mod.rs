//! A configured application.

pub(crate) mod back;
pub(crate) mod build_error;
pub(crate) mod builder;
pub(crate) mod csrf;
pub(crate) mod error_page;
pub(crate) mod finalize;
pub(crate) mod flash;
pub(crate) mod layer;
pub(crate) mod serve;
pub(crate) mod setup_hints;
#[cfg(feature = "ts")]
pub(crate) mod typescript;

use std::{borrow::Cow, sync::Arc};

use http::Extensions;

#[cfg(feature = "cookie-session")]
use crate::flash::CookieRules;
use crate::{
    app::{csrf::Guard, error_page::ErasedErrorPage, layer::InertiaLayer},
    form::settings::FormSettings,
    page::settings::PageSettings,
    request::{context::RequestContext, settings::RequestSettings},
    response::{csp::Policy, security_headers::PageHeaders},
};

/// A configured application, whose [`layer`](Self::layer) goes on the router.
#[derive(Debug, Clone)]
pub struct InertiaApp {
    pub(crate) app: Arc<App>,
}

/// The settings that all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) request: Arc<RequestSettings>,
    pub(crate) page: Arc<PageSettings>,
    pub(crate) form: Arc<FormSettings>,
    /// The security policy of documents, if we set one.
    pub(crate) csp: Option<Policy>,
    pub(crate) security_headers: PageHeaders,
    /// The schemes of redirects that this application allows in addition to the default ones.
    pub(crate) redirect_schemes: Vec<String>,
    #[cfg(feature = "cookie-session")]
    pub(crate) cookies: CookieRules,
    /// The CSRF check, unless it is off.
    pub(crate) guard: Option<Guard>,
    /// The application's error page, if there is one.
    pub(crate) error_page: Option<Box<dyn ErasedErrorPage>>,
}

impl InertiaApp {
    /// The layer for the router. Add it outside of all layers that belong to pages:
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
        self.app.page.version()
    }
}

impl App {
    /// Inserts what the extractors of pages and forms need into a request's extensions.
    pub(crate) fn insert_into(&self, extensions: &mut Extensions, context: &RequestContext) {
        extensions.insert(context.clone());
        extensions.insert(self.page.clone());
        extensions.insert(self.form.clone());
    }
}
