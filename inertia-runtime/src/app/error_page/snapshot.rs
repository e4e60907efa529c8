//! The parts of a request that the error page needs after the router has consumed the request.

use axum::extract::OriginalUri;
use http::{Extensions, HeaderMap, Request, Uri, Version, request::Parts};

use crate::{
    app::{App, error_page::ErrorInfo},
    request::context::RequestContext,
    response::csp::CspNonce,
};

/// A copy of the parts of a request that are not in its context.
#[derive(Debug)]
pub(crate) struct RequestSnapshot {
    /// As the client sent it, also inside a nested router.
    uri: Uri,
    nonce: Option<CspNonce>,
    /// For the extractors of the error page. `None` without an error page.
    parts: Option<(Version, HeaderMap, Extensions)>,
}

impl RequestSnapshot {
    /// `None` for requests that get no error page.
    pub(crate) fn of<B>(request: &Request<B>, context: &RequestContext, app: &App) -> Option<Self> {
        if (app.error_page.is_none() && !context.settings().debug) || !context.wants_page() {
            return None;
        }
        let parts = app
            .error_page
            .is_some()
            .then(|| (request.version(), request.headers().clone(), request.extensions().clone()));
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or(request.uri(), |OriginalUri(uri)| uri).clone();
        Some(Self { uri, nonce: request.extensions().get().cloned(), parts })
    }

    pub(super) const fn nonce(&self) -> Option<&CspNonce> {
        self.nonce.as_ref()
    }

    /// The request without its body. The path has the prefix of a nested router.
    pub(super) fn into_parts(self, info: ErrorInfo, context: &RequestContext, app: &App) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        if let Some((version, headers, extensions)) = self.parts {
            parts.version = version;
            parts.headers = headers;
            parts.extensions = extensions;
        }
        parts.method = context.method().clone();
        parts.uri = self.uri;
        parts.extensions.insert(OriginalUri(parts.uri.clone()));
        parts.extensions.insert(info);
        app.insert_into(&mut parts.extensions, context);
        if let Some(nonce) = self.nonce {
            parts.extensions.insert(nonce);
        }
        parts
    }
}
