//! The `Inertia` extractor: the visit at hand.

use std::borrow::Cow;

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{Method, Uri, request::Parts};
use serde::Serialize;

use crate::{config::Builder, error::server_error, request::RequestContext};

/// The visit at hand, as an extractor for handlers and middleware; and where the configuration begins:
/// [`Inertia::builder`].
///
/// ```
/// use axum::{extract::Request, middleware::Next, response::Response};
/// use inertia::Inertia;
///
/// /// Middleware that every page gets a prop from.
/// async fn locale(inertia: Inertia, request: Request, next: Next) -> Response {
///     inertia.share("locale", "en");
///     next.run(request).await
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Inertia {
    context: RequestContext,
}

impl Inertia {
    /// Begins the configuration of an application.
    pub fn builder() -> Builder<()> {
        Builder::new()
    }

    /// Whether the client asks for a page object (and not a browser for a document).
    ///
    /// ```
    /// # use inertia::Inertia;
    /// async fn api(inertia: Inertia) -> &'static str {
    ///     if inertia.is_inertia() { "the client asks" } else { "a browser or a script asks" }
    /// }
    /// ```
    pub fn is_inertia(&self) -> bool {
        self.context.headers().inertia
    }

    /// Whether the client asks for a part of a page. Of which component only that page's answer can tell.
    pub fn is_partial(&self) -> bool {
        self.context.headers().names_component()
    }

    /// Whether the page is fetched ahead of being visited. Such a request should change nothing.
    ///
    /// ```
    /// # use inertia::Inertia;
    /// # async fn count_view() {}
    /// async fn counted(inertia: Inertia) {
    ///     if !inertia.is_prefetch() {
    ///         count_view().await;
    ///     }
    /// }
    /// ```
    pub fn is_prefetch(&self) -> bool {
        self.context.headers().prefetch
    }

    /// Gives the page of this request a prop, as a shared-props provider does for every page.
    ///
    /// For middleware and handlers: providers run after the page has taken what was shared. It wins over a provider's
    /// prop of the same name and yields to the page's own. A key that cannot be a prop's
    /// name, or a value that cannot be written as JSON, is remembered and answered with a 500 that names this call.
    pub fn share(&self, key: impl Into<Cow<'static, str>>, value: impl Serialize) {
        self.context.share(key.into(), &value);
    }

    /// Says something once: on the page that answers this request, or when something else answers it, on the next page
    /// that the visitor sees. What middleware says after the page was written is on the next, too.
    /// [`Redirect::flash`](crate::Redirect::flash) says it where the redirect is made.
    ///
    /// A value that cannot be written as JSON is remembered and answered with a 500 that names this call.
    ///
    /// ```
    /// use inertia::{Inertia, InertiaProps};
    ///
    /// #[derive(InertiaProps)]
    /// struct Account {
    ///     name: String,
    /// }
    ///
    /// #[inertia::page("Account/Show")]
    /// async fn account(inertia: Inertia) -> Account {
    ///     inertia.flash("toast", "Your password expires tomorrow.");
    ///     Account { name: "Ada".to_owned() }
    /// }
    /// ```
    pub fn flash(&self, key: impl Into<String>, value: impl Serialize) {
        self.context.flash(key.into(), &value);
    }
}

impl<S: Sync> FromRequestParts<S> for Inertia {
    type Rejection = MissingLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingLayer> {
        let context = RequestContext::of(&parts.extensions);
        context.map(|context| Self { context }).ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))
    }
}

/// The rejection of whatever needs the [`InertiaLayer`](crate::InertiaLayer), from a router that has none.
#[derive(Debug)]
pub struct MissingLayer {
    /// The request that asked for it.
    request: String,
}

impl MissingLayer {
    pub(crate) fn at(method: &Method, uri: &Uri) -> Self {
        Self { request: format!("{method} {}", uri.path()) }
    }
}

impl std::fmt::Display for MissingLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "`{}` has no Inertia layer: add `.layer(inertia.layer())` to the router, below its `.route(..)` lines, \
             where `let inertia = Inertia::builder().build()?`",
            self.request
        )
    }
}

impl std::error::Error for MissingLayer {}

impl IntoResponse for MissingLayer {
    fn into_response(self) -> Response {
        server_error(&self.to_string())
    }
}
