//! What the error page needs of a request that has gone on to the router.

use std::any::{TypeId, type_name};

use axum::extract::OriginalUri;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, Version, request::Parts};
#[cfg(feature = "tower-sessions")]
use tower_sessions_core::Session;

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
enum Rest {
    All {
        version: Version,
        /// Each header as the length of its name and of its value, its name, and its value. A copy of the bytes costs a fifth of
        /// a clone of the map, which counts references and looks for places.
        headers: Vec<u8>,
        extensions: Extensions,
    },
    #[cfg(feature = "tower-sessions")]
    Session(Session),
}

impl Kept {
    /// Nothing for requests that get no page.
    pub(crate) fn of<B>(request: &Request<B>, context: &RequestContext) -> Option<Self> {
        let app = context.app();
        if (app.error_page.is_none() && !app.debug) || !context.wants_page() {
            return None;
        }
        let rest = match app.error_page_looks {
            Looks::Nowhere => None,
            #[cfg(feature = "tower-sessions")]
            Looks::AtSession => request.extensions().get().cloned().map(Rest::Session),
            Looks::Anywhere => Some(Rest::All {
                version: request.version(),
                headers: packed(request.headers()),
                extensions: request.extensions().clone(),
            }),
        };
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
        match self.rest {
            None => {}
            #[cfg(feature = "tower-sessions")]
            Some(Rest::Session(session)) => {
                parts.extensions.insert(session);
            }
            Some(Rest::All { version, headers, extensions }) => {
                parts.version = version;
                parts.headers = unpacked(&headers);
                parts.extensions = extensions;
            }
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

/// How much of a request's headers and extensions extractors may look at.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    Nowhere,
    #[cfg(feature = "tower-sessions")]
    AtSession,
    Anywhere,
}

impl Looks {
    /// An extractor that is not known may look anywhere.
    pub(crate) fn of<T: 'static>() -> Self {
        #[cfg(feature = "tower-sessions")]
        if TypeId::of::<T>() == TypeId::of::<Session>() {
            return Self::AtSession;
        }
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
        if is_known { Self::Nowhere } else { Self::Anywhere }
    }
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
        assert_eq!(Looks::of::<HeaderMap>(), Looks::Anywhere);
        assert_eq!(Looks::of::<axum::Extension<u8>>(), Looks::Anywhere);
        assert_eq!(Looks::of::<Option<Inertia>>(), Looks::Anywhere);
        assert_eq!(Looks::of::<State<Vec<HeaderMap>>>(), Looks::Nowhere);
        assert_eq!(Looks::of::<axum::extract::Query<u8>>(), Looks::Nowhere);
        assert_eq!(Looks::of::<Uri>(), Looks::Nowhere);
        assert_eq!(Looks::of::<ErrorInfo>(), Looks::Nowhere);
        #[cfg(feature = "tower-sessions")]
        assert_eq!(Looks::of::<Session>(), Looks::AtSession);
    }
}
