//! Pages without props.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request},
    handler::Handler,
    response::{IntoResponse, Response},
};

use crate::{
    page::{IntoPage, Page, meta::PageMeta, render::render, visit::Visit},
    props::{PropsTable, PropsWriter, Resolvers, Schema, WriteError},
    protocol::headers::can_carry,
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
/// If the component's name is empty, begins or ends with a space, or has characters that are not printable ASCII: it is sent
/// in a header. This panics when the router is built, not during a request.
#[track_caller]
pub fn static_page(component: &'static str) -> StaticPage {
    assert!(
        can_carry(component),
        "`static_page({component:?})`: a component's name is printable ASCII without outer spaces"
    );
    StaticPage { meta: Arc::new(PageMeta::new(component)) }
}

/// The handler that [`static_page`] makes.
#[derive(Debug, Clone)]
#[must_use = "a page is a handler; give it to a route"]
pub struct StaticPage {
    meta: Arc<PageMeta>,
}

impl StaticPage {
    /// Whether the client encrypts this page in the browser's history. Replaces the application's setting.
    ///
    /// ```
    /// use axum::{routing::get, Router};
    ///
    /// let app: Router = Router::new().route("/about", get(inertia::static_page("About").encrypt_history(false)));
    /// ```
    pub fn encrypt_history(self, encrypt: bool) -> Self {
        self.with(|meta| meta.encrypt_history(encrypt))
    }

    /// Renders this page on the client, even if the application renders first visits on a server (`Ssr`, feature `ssr`).
    ///
    /// ```
    /// use axum::{routing::get, Router};
    ///
    /// let app: Router = Router::new().route("/map", get(inertia::static_page("Map").without_ssr()));
    /// ```
    pub fn without_ssr(self) -> Self {
        self.with(PageMeta::without_ssr)
    }

    /// The page with another setting. The caches may be dropped, because the page has not been requested yet.
    fn with(self, setting: impl FnOnce(PageMeta) -> PageMeta) -> Self {
        Self { meta: Arc::new(setting(self.meta.without_caches())) }
    }
}

/// No props.
struct NoProps;

impl PropsTable for NoProps {
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
                Ok(visit) => render(visit, &self.meta, NoProps).await,
                Err(missing) => missing.into_response(),
            }
        })
    }
}
