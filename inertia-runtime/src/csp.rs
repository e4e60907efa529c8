//! The security policy of documents: its nonce, and the header that names it.

use axum::extract::OptionalFromRequestParts;
use http::{Extensions, HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY, request::Parts};

use crate::{
    build_error::BuildError, extract::MissingLayer, request::RequestContext, security_headers::is_html,
};

const PLACE: &str = "{nonce}";

/// The CSP nonce of a response: every script and style of the document carries it.
///
/// With [`Builder::content_security_policy`](crate::Builder::content_security_policy) it is made for every request, and a handler that writes HTML
/// of its own takes it as an `Option<CspNonce>`:
///
/// ```
/// use axum::response::Html;
/// use inertia::CspNonce;
///
/// async fn closed(nonce: Option<CspNonce>) -> Html<String> {
///     let nonce = nonce.map(|nonce| nonce.0).unwrap_or_default();
///     Html(format!("<!doctype html><style nonce=\"{nonce}\">p {{ color: red }}</style><p>Closed</p>"))
/// }
/// ```
///
/// Middleware that makes the nonce and sets the header itself inserts it into the request's extensions:
///
/// ```
/// use axum::{extract::Request, middleware::Next, response::Response};
/// use inertia::CspNonce;
///
/// async fn content_security_policy(mut request: Request, next: Next) -> Response {
///     let nonce = "r4nd0m"; // from a random number generator, anew for every request
///     request.extensions_mut().insert(CspNonce(nonce.to_owned()));
///     let mut response = next.run(request).await;
///     if let Ok(policy) = format!("script-src 'nonce-{nonce}'").parse() {
///         response.headers_mut().insert("content-security-policy", policy);
///     }
///     response
/// }
/// ```
#[derive(Debug, Clone)]
pub struct CspNonce(pub String);

impl CspNonce {
    /// The nonce that the application's policy has, or else the middleware's.
    pub(crate) fn of(extensions: &Extensions, context: &RequestContext) -> Option<Self> {
        let own = context.nonce().map(|nonce| Self(nonce.to_owned()));
        own.or_else(|| extensions.get::<Self>().cloned())
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CspNonce {
    type Rejection = MissingLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, MissingLayer> {
        let context = RequestContext::of(&parts.extensions)
            .ok_or_else(|| MissingLayer::at(&parts.method, &parts.uri))?;
        Ok(Self::of(&parts.extensions, &context))
    }
}

/// A policy, with places for its nonce.
#[derive(Debug)]
pub(crate) struct Policy {
    text: String,
}

impl Policy {
    /// # Errors
    ///
    /// When no header can carry it, or when it has a place for something else than a nonce.
    pub(crate) fn new(policy: &str) -> Result<Self, BuildError> {
        let wrong =
            |reason: &str| BuildError::new(format!("`.content_security_policy({policy:?})`: {reason}"));
        if HeaderValue::from_str(policy).is_err() {
            return Err(wrong("a policy is one line of printable ASCII, because it travels in a header"));
        }
        if policy.replace(PLACE, "").contains(['{', '}']) {
            return Err(wrong("write `{nonce}` where the nonce belongs, and no other braces"));
        }
        Ok(Self { text: policy.to_owned() })
    }

    /// Sets the header of a document, unless its handler has set one.
    pub(crate) fn put(&self, headers: &mut HeaderMap, request: &RequestContext) {
        if !is_html(headers) || headers.contains_key(CONTENT_SECURITY_POLICY) {
            return;
        }
        // In development, a dev server may start and stop at any time.
        let extended = request.app().root.dev_origins().map(|origins| let_in(&self.text, &origins));
        let policy = extended.as_deref().unwrap_or(&self.text);
        let policy = policy.replace(PLACE, request.nonce().unwrap_or_default());
        if let Ok(value) = HeaderValue::from_str(&policy) {
            headers.insert(CONTENT_SECURITY_POLICY, value);
        }
    }
}

/// The policy with `origins` in every directive that lists sources.
fn let_in(policy: &str, origins: &str) -> String {
    let directives = policy.split(';').map(|directive| {
        let mut words = directive.split_ascii_whitespace();
        match words.next() {
            Some(name)
                if ["-src", "-src-elem"].iter().any(|end| name.to_ascii_lowercase().ends_with(end)) =>
            {
                let sources = words.filter(|source| !source.eq_ignore_ascii_case("'none'"));
                let words: Vec<_> = [name].into_iter().chain(sources).chain([origins]).collect();
                words.join(" ")
            }
            _ => directive.trim().to_owned(),
        }
    });
    directives.collect::<Vec<_>>().join("; ")
}

/// 128 random bits in hexadecimal digits. Where the system has none to give, an empty nonce, which browsers match with
/// nothing: then scripts stay out instead of all getting in.
pub(crate) fn nonce() -> Box<str> {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => format!("{:032x}", u128::from_ne_bytes(bytes)).into(),
        Err(error) => {
            tracing::error!("there is no nonce for the security policy: {error}");
            "".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Policy, let_in, nonce};

    #[test]
    fn a_nonce_is_new_every_time() {
        let nonces = [nonce(), nonce(), nonce()];
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
        assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2]);
    }

    #[test]
    fn the_dev_server_is_let_in_wherever_sources_are_listed() {
        assert_eq!(
            let_in(
                "default-src 'self';script-src 'nonce-{nonce}'; object-src 'none'; script-src-elem a; base-uri 'none';",
                "http://a ws://a"
            ),
            "default-src 'self' http://a ws://a; script-src 'nonce-{nonce}' http://a ws://a; object-src http://a ws://a; script-src-elem a http://a ws://a; base-uri 'none'; "
        );
    }

    #[test]
    fn what_no_header_can_carry_is_an_error_that_says_so() {
        for (policy, reason) in [
            ("default-src 'self'\nscript-src *", "one line"),
            ("script-src 'nonce-{nounce}'", "write `{nonce}`"),
            ("script-src {", "write `{nonce}`"),
        ] {
            let error = Policy::new(policy).unwrap_err().to_string();
            assert!(error.starts_with("`.content_security_policy(") && error.contains(reason), "{error}");
        }
    }
}
