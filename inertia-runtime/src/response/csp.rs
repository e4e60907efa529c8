//! The `Content-Security-Policy` of documents, and its nonce.

use axum::extract::OptionalFromRequestParts;
use http::{Extensions, HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY, request::Parts};

use crate::{
    request::{context::RequestContext, extract::MissingLayer},
    response::security_headers::is_html,
};

const NONCE_PLACEHOLDER: &str = "{nonce}";

/// The CSP nonce of a response: every script and style of the document has it.
///
/// With [`Builder::content_security_policy`](crate::Builder::content_security_policy) it is generated for every request, and a handler that writes HTML
/// itself takes it as an `Option<CspNonce>`:
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
/// Middleware that generates the nonce and sets the header itself inserts the nonce into the request's extensions:
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
    /// The nonce of the application's policy, or else that of a middleware.
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

/// A policy, with placeholders for its nonce.
#[derive(Debug)]
pub(crate) struct Policy {
    text: String,
}

impl Policy {
    /// # Errors
    ///
    /// If the policy is not a valid header value, or contains another placeholder than the nonce's. Worded for a developer.
    pub(crate) fn new(policy: &str) -> Result<Self, String> {
        let wrong = |reason: &str| format!("`.content_security_policy({policy:?})`: {reason}");
        if HeaderValue::from_str(policy).is_err() {
            return Err(wrong("a policy is one line of printable ASCII, because it travels in a header"));
        }
        if policy.replace(NONCE_PLACEHOLDER, "").contains(['{', '}']) {
            return Err(wrong("write `{nonce}` where the nonce belongs, and no other braces"));
        }
        Ok(Self { text: policy.to_owned() })
    }

    /// Sets the header of a document, unless it is set already.
    pub(crate) fn put(&self, headers: &mut HeaderMap, request: &RequestContext, dev_origins: Option<String>) {
        if !is_html(headers) || headers.contains_key(CONTENT_SECURITY_POLICY) {
            return;
        }
        // In development, a dev server may start and stop at any time.
        let extended = dev_origins.map(|origins| with_dev_origins(&self.text, &origins));
        let policy = extended.as_deref().unwrap_or(&self.text);
        let policy = policy.replace(NONCE_PLACEHOLDER, request.nonce().unwrap_or_default());
        if let Ok(value) = HeaderValue::from_str(&policy) {
            headers.insert(CONTENT_SECURITY_POLICY, value);
        }
    }
}

/// Adds `origins` to every directive that lists sources.
fn with_dev_origins(policy: &str, origins: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{Policy, with_dev_origins};

    #[test]
    fn the_dev_server_is_added_to_every_directive_that_lists_sources() {
        assert_eq!(
            with_dev_origins(
                "default-src 'self';script-src 'nonce-{nonce}'; object-src 'none'; script-src-elem a; base-uri 'none';",
                "http://a ws://a"
            ),
            "default-src 'self' http://a ws://a; script-src 'nonce-{nonce}' http://a ws://a; object-src http://a ws://a; script-src-elem a http://a ws://a; base-uri 'none'; "
        );
    }

    #[test]
    fn an_invalid_policy_is_an_error_that_says_what_to_write() {
        for (policy, reason) in [
            ("default-src 'self'\nscript-src *", "one line"),
            ("script-src 'nonce-{nounce}'", "write `{nonce}`"),
            ("script-src {", "write `{nonce}`"),
        ] {
            let error = Policy::new(policy).unwrap_err();
            assert!(error.starts_with("`.content_security_policy(") && error.contains(reason), "{error}");
        }
    }
}
