//! The settings of the document around the page of a first visit.

use super::Builder;
#[cfg(feature = "tera")]
use crate::root::Template;
#[cfg(feature = "tera")]
use crate::routes::{RouteNames, exposed};
#[cfg(feature = "ssr")]
use crate::ssr::Ssr;
use crate::{root::vite::Vite, security_headers::SecurityHeaders};

/// The document of a first visit.
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
    /// A name that no route has, and no template to print them, is an error when [`build`](Self::build) is called.
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

    /// The security headers of pages: `X-Content-Type-Options`, `Referrer-Policy` and `X-Frame-Options`. [`SecurityHeaders`] says what
    /// they are without this.
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
    /// A value that no header can carry is an error when [`build`](Self::build) is called.
    pub fn security_headers(mut self, headers: SecurityHeaders) -> Self {
        self.settings.security_headers = headers;
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
}
