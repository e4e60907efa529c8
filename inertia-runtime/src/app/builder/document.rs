//! The settings of the document around the page of a first visit.

use crate::app::builder::Builder;
#[cfg(feature = "tera")]
use crate::document::Template;
#[cfg(feature = "tera")]
use crate::routes::{RouteNames, exposed};
#[cfg(feature = "ssr")]
use crate::ssr::Ssr;
use crate::{document::vite::Vite, response::security_headers::SecurityHeaders};

/// The document of a first visit.
impl<S: Clone + Send + Sync + 'static> Builder<S> {
    /// The front end's scripts and styles. The asset version follows from them.
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

    /// The Tera template of the document: a path relative to the working directory, or a template
    /// that [`template!`](crate::template!) embeds into the program. Without it, the built-in document is used.
    ///
    /// [`build`](Self::build) reads it, with the templates that it includes or extends. Debug builds read it again when a
    /// file has changed; an error in it is then the response to first visits until it is fixed.
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

    /// The names of the routes that `{{ inertia_routes }}` prints in the template, as JSON in a script element. For a front end
    /// without a build step.
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
    /// The front end reads them:
    ///
    /// ```js
    #[doc = include_str!("../../../docs/route.js")]
    /// ```
    ///
    /// [`build`](Self::build) fails if no route has one of the names, or if there is no template.
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
    /// All tags that this library or Vite print have the nonce. The header is added to every HTML response that does not have
    /// it yet; a handler that writes HTML itself takes an `Option<`[`CspNonce`](crate::CspNonce)`>`.
    /// While the dev server runs, its origin is added to each directive that lists sources.
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
    /// The client adds styles for its progress bar, and needs the nonce for them:
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

    /// The security headers of pages: `X-Content-Type-Options`, `Referrer-Policy` and `X-Frame-Options`. [`SecurityHeaders`] lists
    /// the defaults.
    ///
    /// ```
    /// use inertia::{Inertia, SecurityHeaders};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let headers = SecurityHeaders::new().frame_options(Some("DENY"));
    /// let inertia = Inertia::builder().security_headers(headers).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// [`build`](Self::build) fails if a value is not a valid header value.
    pub fn security_headers(mut self, headers: SecurityHeaders) -> Self {
        self.settings.security_headers = headers;
        self
    }

    /// Renders first visits on the server, so that they can be read before any script has run. By default only the client renders.
    /// [`Ssr`] describes what happens if a page cannot be rendered.
    ///
    /// ```no_run
    /// use inertia::{Inertia, Ssr};
    ///
    /// # fn main() -> Result<(), inertia::BoxError> {
    /// let inertia = Inertia::builder().ssr(Ssr::spawn("frontend/dist/ssr/ssr.js")).build()?;
    ///
    /// // Or only if an environment variable is set.
    /// let ssr = std::env::var("SSR").ok().map(Ssr::url);
    /// let inertia = Inertia::builder().ssr(ssr).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "ssr")]
    pub fn ssr(mut self, ssr: impl Into<Option<Ssr>>) -> Self {
        self.settings.ssr = ssr.into();
        self
    }

    /// The `lang` of the built-in document; `en` when none is set. A template sets its own.
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

    /// The id of the element that the client mounts into, as in `createInertiaApp({ id })`; `app` when none is set.
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
}
