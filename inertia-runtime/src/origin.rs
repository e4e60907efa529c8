//! Which URLs are the application's own, and how URLs become header values.

use std::fmt::Write as _;

use http::{HeaderValue, Uri};
use url::Url;

use crate::protocol::headers::text;

/// What the configuration says about the application's own address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// The address that visitors use, when it was configured.
    pub(crate) public: Option<Url>,
    /// Whether a proxy in front sets `X-Forwarded-Host` and `X-Forwarded-Proto`.
    pub(crate) trust_forwarded: bool,
}

/// The host that a request names, and its scheme where that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestHost {
    named: Option<HeaderValue>,
    /// What a trusted proxy was asked for.
    forwarded: Option<HeaderValue>,
    scheme: Option<HeaderValue>,
}

impl Origins {
    /// What a URL of this application begins with, when its public address was configured.
    pub(crate) fn prefix(&self) -> &str {
        self.public.as_ref().map_or("", |public| public.as_str().trim_end_matches('/'))
    }

    /// The path under which a proxy publishes the application.
    pub(crate) fn path_prefix(&self) -> &str {
        self.public.as_ref().map_or("", |public| public.path().trim_end_matches('/'))
    }

    /// A `Location` as the browser will read it, relative to the request's path and query.
    pub(crate) fn resolve(&self, location: &str, request: &RequestHost, path_and_query: &str) -> Option<Url> {
        let base = if let Some(public) = &self.public {
            public.clone()
        } else {
            let (scheme, host) = (request.scheme(), request.host());
            let (scheme, host) =
                (scheme.as_deref().unwrap_or("http"), host.as_deref().unwrap_or("localhost"));
            Url::parse(&format!("{scheme}://{host}")).ok()?
        };
        base.join(&browser_path(self.path_prefix(), path_and_query)).ok()?.join(location).ok()
    }

    /// Whether a URL is on the request's host and port, or on the configured origin. The scheme counts only where
    /// one is configured, because behind a proxy the application does not know the visitor's.
    pub(crate) fn is_own(&self, url: &Url, request: &RequestHost) -> bool {
        if !is_web(url) {
            return false;
        }
        if self.public.as_ref().is_some_and(|public| public.origin() == url.origin()) {
            return true;
        }
        let scheme =
            request.scheme().or_else(|| self.public.as_ref().map(|public| public.scheme().to_owned()));
        if scheme.as_deref().is_some_and(|scheme| scheme != url.scheme()) {
            return false;
        }
        let host = request.host();
        let own = Url::parse(&format!("{}://{}", url.scheme(), host.as_deref().unwrap_or("localhost")));
        own.is_ok_and(|own| {
            own.host() == url.host() && own.port_or_known_default() == url.port_or_known_default()
        })
    }
}

impl RequestHost {
    /// Takes the `Host` header.
    pub(crate) fn name(&mut self, value: &HeaderValue) {
        self.named.get_or_insert_with(|| value.clone());
    }

    /// Takes `X-Forwarded-Host` from a proxy that is trusted.
    pub(crate) fn forwarded_host(&mut self, value: &HeaderValue) {
        self.forwarded.get_or_insert_with(|| value.clone());
    }

    /// Takes `X-Forwarded-Proto` from a proxy that is trusted.
    pub(crate) fn forwarded_proto(&mut self, value: &HeaderValue) {
        self.scheme.get_or_insert_with(|| value.clone());
    }

    /// HTTP/2 names the host in the URL.
    pub(crate) fn or_authority(&mut self, uri: &Uri) {
        if self.named.is_none() {
            self.named = uri.authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok());
        }
    }

    /// The host that a trusted proxy was asked for.
    pub(crate) fn forwarded(&self) -> Option<String> {
        self.forwarded.as_ref().map(first)
    }

    fn host(&self) -> Option<String> {
        self.forwarded.as_ref().or(self.named.as_ref()).map(first)
    }

    fn scheme(&self) -> Option<String> {
        self.scheme.as_ref().map(first)
    }
}

/// The first of the values that a chain of proxies may have put into one header.
fn first(value: &HeaderValue) -> String {
    text(value).split(',').next().unwrap_or_default().trim().to_owned()
}

pub(crate) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// A path and query as the address bar shows it. A leading run of `/` and `\` becomes one `/`, or a browser would
/// read what follows as a host.
pub(crate) fn browser_path(prefix: &str, path_and_query: &str) -> String {
    let rest = path_and_query.trim_start_matches(['/', '\\']);
    let mut path = String::with_capacity(prefix.len() + rest.len() + 1);
    path.push_str(prefix);
    path.push('/');
    path.push_str(rest);
    path
}

/// A URL of our own, without its host: path, query and fragment.
pub(crate) fn relative(url: &Url) -> String {
    let mut path = browser_path("", url.path());
    for (mark, part) in [('?', url.query()), ('#', url.fragment())] {
        if let Some(part) = part {
            path.push(mark);
            path.push_str(part);
        }
    }
    path
}

/// A URL as a header value: spaces and bytes outside ASCII percent-encoded, control characters refused.
pub(crate) fn header_value(url: &str) -> Option<HeaderValue> {
    if let Ok(value) = HeaderValue::from_str(url)
        && url.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Some(value);
    }
    let mut encoded = String::with_capacity(url.len() + 16);
    for byte in url.bytes() {
        match byte {
            0x21..=0x7e => encoded.push(char::from(byte)),
            b' ' | 0x80.. => write!(encoded, "%{byte:02X}").ok()?,
            _ => return None,
        }
    }
    HeaderValue::from_str(&encoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(host: &str) -> RequestHost {
        RequestHost { named: Some(HeaderValue::from_str(host).unwrap()), ..RequestHost::default() }
    }

    fn own(origins: &Origins, url: &str, host: &str) -> bool {
        origins.is_own(&Url::parse(url).unwrap(), &request(host))
    }

    #[test]
    fn host_and_port_make_a_url_our_own_whatever_its_scheme() {
        let origins = Origins::default();
        assert!(own(&origins, "http://app.test/x", "app.test"));
        assert!(own(&origins, "https://app.test/x", "app.test"));
        assert!(own(&origins, "http://app.test:8080/x", "app.test:8080"));
        assert!(own(&origins, "https://APP.test:443/x", "app.test"));
        assert!(!own(&origins, "http://app.test:8081/x", "app.test:8080"));
        assert!(!own(&origins, "http://app.test.evil.test/x", "app.test"));
        assert!(!own(&origins, "http://app.test@evil.test/x", "app.test"));
        assert!(!own(&origins, "ftp://app.test/x", "app.test"));
    }

    #[test]
    fn with_a_public_url_the_scheme_counts() {
        let origins = Origins { public: Url::parse("https://app.test/base/").ok(), trust_forwarded: false };
        assert!(own(&origins, "https://app.test/x", "10.0.0.1:3000"));
        assert!(!own(&origins, "http://app.test/x", "10.0.0.1:3000"));
        assert!(!own(&origins, "http://app.test/x", "app.test"));
        assert_eq!(origins.prefix(), "https://app.test/base");
        assert_eq!(origins.path_prefix(), "/base");
    }

    #[test]
    fn a_forwarded_host_counts_before_the_one_that_the_request_names() {
        let url = Url::parse("https://app.test/").unwrap();
        let (origins, mut host) = (Origins::default(), request("inner:3000"));
        assert!(!origins.is_own(&url, &host));
        host.forwarded_host(&HeaderValue::from_static("app.test, proxy.test"));
        host.forwarded_proto(&HeaderValue::from_static("https"));
        assert!(origins.is_own(&url, &host));
    }

    #[test]
    fn a_path_never_begins_with_two_slashes() {
        assert_eq!(browser_path("", "//evil.test/x?y"), "/evil.test/x?y");
        assert_eq!(browser_path("", "/\\evil.test"), "/evil.test");
        assert_eq!(browser_path("/base", "/x?y=/z"), "/base/x?y=/z");
        assert_eq!(relative(&Url::parse("http://app.test//evil?q#f").unwrap()), "/evil?q#f");
    }

    #[test]
    fn urls_become_header_values_or_are_refused() {
        assert_eq!(header_value("/a?b=c").unwrap(), "/a?b=c");
        assert_eq!(header_value("/ä b").unwrap(), "/%C3%A4%20b");
        assert!(header_value("/a\r\nSet-Cookie: x").is_none());
        assert!(header_value("/a\u{7f}").is_none());
    }
}
