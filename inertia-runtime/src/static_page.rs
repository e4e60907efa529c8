//! Pages without props.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request},
    handler::Handler,
    response::{IntoResponse, Response},
};

use crate::{
    page::{IntoPage, Page},
    props::{InertiaProps, PropsWriter, Resolvers, Schema, WriteError},
    protocol::headers::can_carry,
    render::render,
    site::PageSite,
    visit::Visit,
};

/// A handler for a page without props.
///
/// ```
/// use axum::{routing::get, Router};
///
/// let app: Router = Router::new().route("/about", get(inertia::static_page("About")));
/// ```
///
/// # Panics
///
/// When the component's name is empty or not printable ASCII without outer spaces. It travels in a header, and this
/// happens while the router is put together.
#[track_caller]
pub fn static_page(component: &'static str) -> StaticPage {
    assert!(
        can_carry(component),
        "`static_page({component:?})`: a component's name is printable ASCII without outer spaces"
    );
    StaticPage { site: Arc::new(PageSite::new(component)) }
}

/// The handler that [`static_page`] makes.
#[derive(Debug, Clone)]
#[must_use = "a page is a handler; give it to a route"]
pub struct StaticPage {
    site: Arc<PageSite>,
}

impl StaticPage {
    /// Whether the client encrypts this page in the browser's history, instead of what the application says.
    ///
    /// ```
    /// use axum::{routing::get, Router};
    ///
    /// let app: Router = Router::new().route("/about", get(inertia::static_page("About").encrypt_history(false)));
    /// ```
    pub fn encrypt_history(self, encrypt: bool) -> Self {
        self.with(|site| site.encrypt_history(encrypt))
    }

    /// Renders this page on the client, also where the application renders on a server: see `Ssr` (feature `ssr`).
    ///
    /// ```
    /// use axum::{routing::get, Router};
    ///
    /// let app: Router = Router::new().route("/map", get(inertia::static_page("Map").without_ssr()));
    /// ```
    pub fn without_ssr(self) -> Self {
        self.with(PageSite::without_ssr)
    }

    /// The page with another setting. Nobody has asked for it yet, so what a site remembers may go.
    fn with(self, setting: impl FnOnce(PageSite) -> PageSite) -> Self {
        Self { site: Arc::new(setting(self.site.anew())) }
    }
}

/// No props.
struct NoProps;

impl InertiaProps for NoProps {
    const SCHEMA: &'static Schema = &Schema::new(&[]);

    fn __inertia_resolvers<'a>(&'a mut self, _: &mut Resolvers<'a>) {}

    fn __inertia_write(&self, _: &mut PropsWriter<'_>) -> Result<(), WriteError> {
        Ok(())
    }
}

impl IntoPage for NoProps {
    type Props = Self;

    fn into_page(self) -> Result<Page<Self>, Response> {
        Ok(Page::new(self))
    }
}

impl<S: Send + Sync + 'static> Handler<StaticPage, S> for StaticPage {
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, state: S) -> Self::Future {
        Box::pin(async move {
            let (mut parts, _) = request.into_parts();
            match Visit::from_request_parts(&mut parts, &state).await {
                Ok(visit) => render(visit, &self.site, NoProps).await,
                Err(missing) => missing.into_response(),
            }
        })
    }
}
