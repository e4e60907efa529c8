//! Which URLs are the application's own. Used by redirects back, the CSRF check, absolute redirects and the URL of a page.

pub(crate) mod host;

use std::sync::atomic::{AtomicBool, Ordering};

use url::Url;

pub(crate) use host::{FetchSite, RequestHost};

use crate::protocol::url::{browser_path, is_web, relative};

/// The settings about the application's own address.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    /// The address that visitors use, if it was configured.
    pub(crate) public: Option<Url>,
    /// Whether a proxy in front sets `X-Forwarded-Host` and the like.
    pub(crate) trust_forwarded: bool,
    /// Whether the advice about the two settings above was logged.
    advised: AtomicBool,
}

impl Origins {
    pub(crate) fn new(public: Option<Url>, trust_forwarded: bool) -> Self {
        Self { public, trust_forwarded, advised: AtomicBool::new(false) }
    }

    /// The prefix of this application's URLs. Empty if no public URL was configured.
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

    /// Whether a URL is on the configured origin, or on the host and port of the request. The scheme is compared only if a public
    /// URL is configured or a trusted proxy sends the scheme; otherwise the application does not know which one visitors use.
    pub(crate) fn is_own(&self, url: &Url, request: &RequestHost) -> bool {
        if !is_web(url) {
            return false;
        }
        if self.public.as_ref().is_some_and(|public| public.origin() == url.origin()) {
            return true;
        }
        // The public scheme has priority. If a proxy sends `http`, pages that an attacker on the network injects over plain
        // HTTP must not count as our own.
        let scheme =
            self.public.as_ref().map(|public| public.scheme().to_owned()).or_else(|| request.scheme());
        if scheme.as_deref().is_some_and(|scheme| scheme != url.scheme()) {
            return false;
        }
        let host = request.host();
        let own = Url::parse(&format!("{}://{}", url.scheme(), host.as_deref().unwrap_or("localhost")));
        own.is_ok_and(|own| {
            own.host() == url.host() && own.port_or_known_default() == url.port_or_known_default()
        })
    }

    /// Whether an `Origin` header names the application.
    pub(crate) fn is_own_origin(&self, origin: &str, request: &RequestHost) -> bool {
        is_bare_origin(origin)
            && (request.host().is_some() || self.public.is_some())
            && Url::parse(origin).is_ok_and(|url| self.is_own(&url, request))
    }

    /// The path and query of the page that made a request, if the page is our own: its address is ours, or `Sec-Fetch-Site` is
    /// `same-origin`, which is correct even if a proxy has changed the `Host`.
    pub(crate) fn own_path(&self, referer: &str, request: &RequestHost) -> Option<String> {
        let mut referer = Url::parse(referer).ok()?;
        let proven = request.fetch_site() == Some(FetchSite::SameOrigin) && is_web(&referer);
        if !proven && !self.is_own(&referer, request) {
            return None;
        }
        referer.set_fragment(None);
        Some(relative(&referer))
    }

    /// The setting that is probably missing when a request seems to come from another site. `None` if the browser sent
    /// `Sec-Fetch-Site`, which is reliable.
    pub(crate) fn advice(&self, page: &str, request: &RequestHost) -> Option<Advice> {
        let page = Url::parse(page).ok().filter(is_web)?;
        if request.fetch_site().is_some() || self.is_own(&page, request) {
            return None;
        }
        let page = page.origin().ascii_serialization();
        let host = request.host().unwrap_or_default();
        let first = !self.advised.swap(true, Ordering::Relaxed);
        Some(Advice { page, host, first })
    }
}

/// Whether a string consists of scheme, host and port only. Parsed as a URL, `http://app.test\\@evil.test` would have the host `app.test`.
pub(crate) fn is_bare_origin(origin: &str) -> bool {
    let extra = |byte: char| byte.is_whitespace() || matches!(byte, '/' | '\\' | '?' | '#' | '@');
    origin.split_once("://").is_some_and(|(_, rest)| !rest.contains(extra))
}

/// A line for the log about a page of another origin, which may be the application behind a proxy.
#[derive(Debug)]
pub(crate) struct Advice {
    page: String,
    host: String,
    /// Whether this is the first advice of the application. Later ones are logged at `debug`, because anyone can send such requests.
    first: bool,
}

impl Advice {
    pub(crate) const fn is_first(&self) -> bool {
        self.first
    }
}

impl std::fmt::Display for Advice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { page, host, .. } = self;
        write!(
            f,
            "the page is of `{page}` and the request names the host {host:?}; if both are this application behind a proxy, \
             write `.public_url(\"{page}\")`, or `.trust_forwarded_headers(true)` if the proxy sets `X-Forwarded-Host` \
             or `Forwarded` itself"
        )
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::protocol::visit::ProxyHeader;

    fn request(host: &str) -> RequestHost {
        let mut named = RequestHost::default();
        named.name(&HeaderValue::from_str(host).unwrap());
        named
    }

    fn own(origins: &Origins, url: &str, host: &str) -> bool {
        origins.is_own(&Url::parse(url).unwrap(), &request(host))
    }

    #[test]
    fn a_url_with_the_host_and_port_of_the_request_is_our_own_with_any_scheme() {
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
    fn with_a_public_url_the_scheme_is_compared() {
        let origins = Origins::new(Url::parse("https://app.test/base/").ok(), false);
        assert!(own(&origins, "https://app.test/x", "10.0.0.1:3000"));
        assert!(!own(&origins, "http://app.test/x", "10.0.0.1:3000"));
        assert!(!own(&origins, "http://app.test/x", "app.test"));
        assert_eq!(origins.prefix(), "https://app.test/base");
        assert_eq!(origins.path_prefix(), "/base");
    }

    #[test]
    fn a_forwarded_host_has_priority_over_the_host_header() {
        let url = Url::parse("https://app.test/").unwrap();
        let (origins, mut host) = (Origins::default(), request("inner:3000"));
        assert!(!origins.is_own(&url, &host));
        host.forwarded_by(ProxyHeader::Host, &HeaderValue::from_static("app.test, proxy.test"));
        host.forwarded_by(ProxyHeader::Proto, &HeaderValue::from_static("https"));
        assert!(origins.is_own(&url, &host));
    }
}
