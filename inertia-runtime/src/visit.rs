//! The visit as a page handler's wrapper takes it: what was asked, and the providers' arguments.

use std::borrow::Cow;

use axum::{extract::FromRequestParts, response::Response};
use http::request::Parts;

use crate::{
    csp::CspNonce,
    error::server_error,
    extract::MissingLayer,
    props::{Schema, once_keys::has_key, plan::Plan},
    protocol::selection::Lists,
    request::{RequestContext, Share, Waiting},
    shared::{Body, Provided, run_together},
    site::PageSite,
};
#[cfg(debug_assertions)]
use crate::{
    props::hints::{self, Answered},
    setup_hints,
};
#[cfg(feature = "ssr")]
use {
    crate::{page::PageHead, ssr::Renderer},
    http::Method,
};

/// The first argument of every page handler's wrapper.
pub struct Visit {
    pub(crate) asked: Asked,
    /// Each provider, ready to run, or the rejection of one of its extractors.
    pub(crate) providers: Vec<Result<Body, Response>>,
}

/// What a page object depends on besides its props.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) context: RequestContext,
    pub(crate) nonce: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = MissingLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingLayer> {
        let context = RequestContext::of(&parts.extensions)
            .ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))?;
        // Only a document has tags that carry it.
        let nonce = if context.headers().inertia { None } else { CspNonce::of(&parts.extensions, &context) };
        let nonce = nonce.map(|nonce| nonce.0);
        let mut providers = Vec::with_capacity(context.app().providers.len());
        for (index, provider) in context.app().providers.iter().enumerate() {
            if context.is_lost(index) {
                // Nobody looks at it.
                providers.push(Err(Response::default()));
                continue;
            }
            let mut waiting = Waiting::new(&context);
            waiting.on(index);
            providers.push(provider.extract(parts).await);
            waiting.over();
        }
        Ok(Self { asked: Asked { context, nonce }, providers })
    }
}

impl Asked {
    /// Who renders this page on the server: nobody for a visit of the client, for the head of a document alone, or where
    /// somebody has said no. An error page goes out as fast as it can.
    #[cfg(feature = "ssr")]
    pub(crate) fn renderer(&self, site: &PageSite, head: &PageHead) -> Option<&Renderer> {
        let renderer = self.context.app().ssr.as_ref()?;
        let context = &self.context;
        let shown = !context.headers().inertia && *context.method() != Method::HEAD;
        let wanted = shown
            && !site.without_ssr
            && !head.without_ssr
            && context.failure().is_none()
            && context.app().root.fits_renderer();
        (wanted && renderer.covers(context.path())).then_some(renderer)
    }

    /// Warns, while developing, of what is wrong with an answer.
    #[cfg(debug_assertions)]
    pub(crate) fn hint(&self, component: &str, page: &'static Schema, lists: &Lists<'_>, shares: &[Share]) {
        let (context, headers) = (&self.context, self.context.headers());
        setup_hints::look_at_page(component, context);
        hints::look(&Answered {
            component,
            page,
            shared: context
                .app()
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

    /// Runs the providers that the response needs, together. A prop that the page, the request or a later provider
    /// has under the same name is theirs.
    pub(crate) async fn provide(
        &self,
        bodies: Vec<Result<Body, Response>>,
        site: &PageSite,
        page: &'static Schema,
        lists: &Lists<'_>,
        shares: &[Share],
    ) -> Result<Vec<Provided>, Response> {
        let providers = &self.context.app().providers;
        let lists = &without_keys_of(page, lists);
        let mut provided = Vec::with_capacity(providers.len());
        let mut running = Vec::new();
        let mut waiting = Waiting::new(&self.context);
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
                        waiting.on(index);
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
                            site.component,
                            provider.name()
                        );
                        waiting.over();
                        self.context.lose_provider(index);
                        return Err(rejection);
                    }
                }
            }
            provided.push(Provided { index, name: provider.name(), plan, props: None });
        }
        let ran = run_together(running, |place, props| {
            if let Some(of) = provided.get_mut(place) {
                of.props = Some(props);
                waiting.done(of.index);
            }
        });
        if let Err((place, failure)) = ran.await {
            let (index, name) = provided.get(place).map_or((usize::MAX, ""), |of| (of.index, of.name));
            let component = site.component;
            waiting.over();
            self.context.lose_provider(index);
            return Err(server_error(
                failure.reason(format!("page `{component}`: the shared props of `{name}` failed")),
            ));
        }
        Ok(provided)
    }
}

/// The lists as they are for shared props. A key that the page has, too, is the page's: under it the client keeps the
/// page's prop, and of the shared one it holds nothing.
pub(crate) fn without_keys_of<'l, 'v>(page: &Schema, lists: &'l Lists<'v>) -> Cow<'l, Lists<'v>> {
    if !page.has_once || !lists.held.iter().any(|held| has_key(page, held)) {
        return Cow::Borrowed(lists);
    }
    let held = lists.held.filtered(|held| !has_key(page, held));
    Cow::Owned(Lists { held, ..lists.clone() })
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visit").field("asked", &self.asked).finish_non_exhaustive()
    }
}
