//! What the error page needs of a request that has gone on to the router.

use std::any::{TypeId, type_name};

use axum::extract::OriginalUri;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, Version, request::Parts};

use super::ErrorInfo;
use crate::{csp::CspNonce, extract::Inertia, request::RequestContext, visit::Visit};

/// What is kept of a request beside its context. Most requests do not fail, so this is as little as will do.
#[derive(Debug)]
pub(crate) struct Kept {
    /// As it was sent, also inside a nested router.
    uri: Uri,
    nonce: Option<CspNonce>,
    /// When some extractor may look at them.
    rest: Option<Rest>,
}

#[derive(Debug)]
struct Rest {
    version: Version,
    /// Each header as the length of its name and of its value, its name, and its value. A copy of the bytes costs a fifth of a clone
    /// of the map, which counts references and looks for places.
    headers: Vec<u8>,
    extensions: Extensions,
}

impl Kept {
    /// Nothing for requests that get no page.
    pub(crate) fn of<B>(request: &Request<B>, context: &RequestContext) -> Option<Self> {
        let app = context.app();
        if (app.error_page.is_none() && !app.debug) || !context.wants_page() {
            return None;
        }
        let rest = app.keeps_requests.then(|| Rest {
            version: request.version(),
            headers: packed(request.headers()),
            extensions: request.extensions().clone(),
        });
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or(request.uri(), |OriginalUri(uri)| uri).clone();
        Some(Self { uri, nonce: request.extensions().get().cloned(), rest })
    }

    pub(super) const fn nonce(&self) -> Option<&CspNonce> {
        self.nonce.as_ref()
    }

    /// The request again, without its body. Its path is the whole one, also inside a nested router.
    pub(super) fn into_parts(self, info: ErrorInfo, context: &RequestContext) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        if let Some(rest) = self.rest {
            parts.version = rest.version;
            parts.headers = unpacked(&rest.headers);
            parts.extensions = rest.extensions;
        }
        parts.method = context.method().clone();
        parts.uri = self.uri;
        parts.extensions.insert(OriginalUri(parts.uri.clone()));
        parts.extensions.insert(info);
        parts.extensions.insert(context.clone());
        if let Some(nonce) = self.nonce {
            parts.extensions.insert(nonce);
        }
        parts
    }
}

fn packed(headers: &HeaderMap) -> Vec<u8> {
    // What browsers send is about as long.
    let mut packed = Vec::with_capacity(1024);
    for (name, value) in headers {
        let (name, value) = (name.as_str().as_bytes(), value.as_bytes());
        for part in [name, value] {
            packed.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        }
        packed.extend_from_slice(name);
        packed.extend_from_slice(value);
    }
    packed
}

fn unpacked(packed: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut rest = packed;
    while let Some((name, value)) = next(&mut rest) {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

fn next<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut take = |length: usize| {
        let (part, more) = rest.split_at_checked(length)?;
        *rest = more;
        Some(part)
    };
    let mut length = || usize::try_from(u32::from_le_bytes(*take(4)?.first_chunk()?)).ok();
    let (name, value) = (length()?, length()?);
    Some((take(name)?, take(value)?))
}

/// Whether an extractor may look at a request's headers or extensions. Of those that are known not to the request keeps
/// neither.
pub(crate) fn looks_at_request<T: 'static>() -> bool {
    let known = [
        TypeId::of::<ErrorInfo>(),
        TypeId::of::<Inertia>(),
        TypeId::of::<Visit>(),
        TypeId::of::<Method>(),
        TypeId::of::<Option<CspNonce>>(),
        TypeId::of::<OriginalUri>(),
        TypeId::of::<Uri>(),
    ];
    // The names of types may change, and then more is kept than needed.
    let name = type_name::<T>();
    let is_known = known.contains(&TypeId::of::<T>())
        || ["axum::extract::state::State<", "axum::extract::query::Query<"]
            .iter()
            .any(|known| name.starts_with(known));
    !is_known
}

#[cfg(test)]
mod tests {
    use axum::extract::State;

    use super::*;

    #[test]
    fn headers_are_the_same_afterwards() {
        let mut headers = HeaderMap::new();
        headers.append("cookie", HeaderValue::from_static("a=1"));
        headers.append("cookie", HeaderValue::from_static(""));
        headers.append("x-latin", HeaderValue::from_bytes(b"gr\xfc\xdfe").unwrap());
        assert_eq!(unpacked(&packed(&headers)), headers);
        assert_eq!(unpacked(&packed(&HeaderMap::new())), HeaderMap::new());
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let headers = HeaderMap::from_iter([(HeaderName::from_static("a"), HeaderValue::from_static("b"))]);
        let packed = packed(&headers);
        for end in 0..packed.len() {
            assert_eq!(unpacked(&packed[..end]), HeaderMap::new());
        }
    }

    #[test]
    fn a_request_is_kept_for_extractors_that_may_look_at_it() {
        assert!(looks_at_request::<HeaderMap>());
        assert!(looks_at_request::<axum::Extension<u8>>());
        assert!(looks_at_request::<Option<Inertia>>());
        assert!(!looks_at_request::<State<Vec<HeaderMap>>>());
        assert!(!looks_at_request::<axum::extract::Query<u8>>());
        assert!(!looks_at_request::<Uri>());
        assert!(!looks_at_request::<ErrorInfo>());
    }
}
