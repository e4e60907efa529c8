//! The extractor of page handlers: the request, and the extracted arguments of the providers.

use std::sync::Arc;

use axum::{extract::FromRequestParts, response::Response};
use http::request::Parts;

#[cfg(debug_assertions)]
use crate::props::hints::{self, Answered};
use crate::{
    error::server_error,
    page::{
        meta::PageMeta,
        settings::PageSettings,
        shared::{Body, SharedProps, run_together},
    },
    props::{Schema, once_keys::without_keys_of, plan::Plan},
    protocol::selection::Lists,
    request::{
        context::{ProviderGuard, RequestContext, Share},
        extract::MissingLayer,
    },
    response::csp::CspNonce,
};
#[cfg(feature = "ssr")]
use {
    crate::{page::PageHead, ssr::Renderer},
    http::Method,
};

/// The first argument of every generated page handler.
pub struct Visit {
    pub(crate) visit: VisitContext,
    /// For each provider, its future with extracted arguments, or the rejection of an extractor.
    pub(crate) providers: Vec<Result<Body, Response>>,
}

/// The request and the settings that a page object depends on.
#[derive(Debug)]
pub(crate) struct VisitContext {
    pub(crate) context: RequestContext,
    pub(crate) settings: Arc<PageSettings>,
    pub(crate) nonce: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = MissingLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingLayer> {
        let context = RequestContext::of(&parts.extensions)
            .ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))?;
        let settings = parts.extensions.get::<Arc<PageSettings>>().cloned();
        let settings = settings.ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))?;
        // The nonce is an attribute of tags, and only a document has tags.
        let nonce = if context.headers().inertia { None } else { CspNonce::of(&parts.extensions, &context) };
        let nonce = nonce.map(|nonce| nonce.0);
        let mut providers = Vec::with_capacity(settings.providers.len());
        for (index, provider) in settings.providers.iter().enumerate() {
            if context.is_lost(index) {
                // `provide` skips this provider, so the response is never sent.
                providers.push(Err(Response::default()));
                continue;
            }
            let mut guard = ProviderGuard::new(&context);
            guard.on(index);
            providers.push(provider.extract(parts).await);
            guard.over();
        }
        Ok(Self { visit: VisitContext { context, settings, nonce }, providers })
    }
}

impl VisitContext {
    /// The renderer of this page. `None` for visits of the client, for `HEAD`, for pages and handlers that turn it off, and
    /// for error pages, which are sent as fast as possible.
    #[cfg(feature = "ssr")]
    pub(crate) fn renderer(&self, meta: &PageMeta, head: &PageHead) -> Option<&Renderer> {
        let renderer = self.settings.ssr.as_ref()?;
        let context = &self.context;
        let shown = !context.headers().inertia && *context.method() != Method::HEAD;
        let wanted = shown
            && !meta.without_ssr
            && !head.without_ssr
            && context.failure().is_none()
            && self.settings.root.fits_renderer();
        (wanted && renderer.covers(context.path())).then_some(renderer)
    }

    /// Logs warnings about mistakes in this page, in development.
    #[cfg(debug_assertions)]
    pub(crate) fn hint(&self, component: &str, page: &'static Schema, lists: &Lists<'_>, shares: &[Share]) {
        let (context, headers) = (&self.context, self.context.headers());
        if let Some(file) = self.settings.root.unbuilt_page(component) {
            hints::once(&format!(
                "page `{component}`: `{file}` is not in the front end's build, so that browsers show an empty page; run `npm run build` again"
            ));
        }
        hints::look(&Answered {
            component,
            page,
            shared: self
                .settings
                .providers
                .iter()
                .map(|provider| (provider.name(), provider.schema()))
                .collect(),
            shares: shares.iter().map(|share| &*share.key).collect(),
            lists,
            url: context.path_and_query(),
            shown: headers.inertia && !headers.prefetch,
        });
    }

    /// Runs the providers that the response needs, concurrently. A prop is left out if the page, `Inertia::share` or a later
    /// provider has one of the same name.
    pub(crate) async fn provide(
        &self,
        bodies: Vec<Result<Body, Response>>,
        meta: &PageMeta,
        page: &'static Schema,
        lists: &Lists<'_>,
        shares: &[Share],
    ) -> Result<Vec<SharedProps>, Response> {
        let providers = &self.settings.providers;
        let lists = &without_keys_of(page, lists);
        let mut provided = Vec::with_capacity(providers.len());
        let mut running = Vec::new();
        let mut guard = ProviderGuard::new(&self.context);
        for (index, (provider, body)) in providers.iter().zip(bodies).enumerate() {
            if self.context.is_lost(index) {
                continue;
            }
            let replaced = |name: &str| {
                page.declares(name)
                    || shares.iter().any(|share| share.key == name)
                    || providers.iter().enumerate().skip(index + 1).any(|(later, provider)| {
                        provider.schema().declares(name) && !self.context.is_lost(later)
                    })
            };
            let plan = Plan::new(provider.schema(), lists, Some(&replaced));
            if plan.needs_values() {
                match body {
                    Ok(body) => {
                        running.push((provided.len(), body));
                        guard.on(index);
                    }
                    Err(rejection) => {
                        let status = rejection.status();
                        let hint = match self.context.failure() {
                            Some(_) => {
                                "; an error page has what the request had outside of the layer, so add that middleware below `.layer(inertia.layer())`, or take an `Option`"
                            }
                            None => "",
                        };
                        tracing::warn!(
                            "page `{}`: an extractor of `{}` answered {status}{hint}",
                            meta.component,
                            provider.name()
                        );
                        guard.over();
                        self.context.lose_provider(index);
                        return Err(rejection);
                    }
                }
            }
            provided.push(SharedProps { index, name: provider.name(), plan, props: None });
        }
        let ran = run_together(running, |place, props| {
            if let Some(provider) = provided.get_mut(place) {
                provider.props = Some(props);
                guard.done(provider.index);
            }
        });
        if let Err((place, failure)) = ran.await {
            let (index, name) =
                provided.get(place).map_or((usize::MAX, ""), |provider| (provider.index, provider.name));
            let component = meta.component;
            guard.over();
            self.context.lose_provider(index);
            return Err(server_error(
                failure.reason(format!("page `{component}`: the shared props of `{name}` failed")),
            ));
        }
        Ok(provided)
    }
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visit").field("visit", &self.visit).finish_non_exhaustive()
    }
}
