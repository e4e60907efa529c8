//! The `Inertia` extractor.

use std::borrow::Cow;

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{Method, Uri, request::Parts};
use serde::Serialize;

use crate::{error::server_error, request::context::RequestContext};

/// The current visit, as an extractor for handlers and middleware. [`Inertia::builder`] starts the configuration of an
/// application.
///
/// ```
/// use axum::{extract::Request, middleware::Next, response::Response};
/// use inertia::Inertia;
///
/// /// Middleware that adds a prop to every page.
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
    /// Whether the Inertia client requests a page object. `false` when a browser requests a document.
    ///
    /// ```
    /// # use inertia::Inertia;
    /// async fn api(inertia: Inertia) -> &'static str {
    ///     if inertia.is_inertia() { "from the Inertia client" } else { "from a browser or a script" }
    /// }
    /// ```
    pub fn is_inertia(&self) -> bool {
        self.context.headers().inertia
    }

    /// Whether the client requests a partial reload. The page checks whether it is for its own component.
    pub fn is_partial(&self) -> bool {
        self.context.headers().names_component()
    }

    /// Whether this is a prefetch: the client loads the page before the visitor opens it. Such a request should have no effects.
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

    /// Adds a shared prop to the page of this request.
    ///
    /// For middleware and handlers, not for shared-props providers, which run too late. The prop replaces a provider's prop of
    /// the same name; the page's own prop replaces it. If the key is not a valid prop name, or the value cannot be
    /// serialized as JSON, the response is a 500 that names this call.
    pub fn share(&self, key: impl Into<Cow<'static, str>>, value: impl Serialize) {
        self.context.share(key.into(), &value);
    }

    /// Flashes a value: to the page of this response, or if the response is not a page, to the next page. A value that
    /// middleware flashes after the page was written is on the next page as well.
    /// [`Redirect::flash`](crate::Redirect::flash) does the same for a redirect.
    ///
    /// If the value cannot be serialized as JSON, the response is a 500 that names this call.
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

/// The rejection of extractors that need the [`InertiaLayer`](crate::InertiaLayer), when the router has none.
#[derive(Debug)]
pub struct MissingLayer {
    /// Its method and path.
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
