//! The address that a request was sent to, from its headers.

use http::{HeaderValue, Uri};

use crate::protocol::{headers::text, visit::ProxyHeader};

/// The host of a request, and its scheme if it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestHost {
    /// `Host`, or the authority of an HTTP/2 request.
    named: Option<HeaderValue>,
    /// The headers of a trusted proxy. Boxed, because most requests have none.
    proxy: Option<Box<ProxyHeaders>>,
    /// `Sec-Fetch-Site`.
    fetch_site: Option<FetchSite>,
}

/// The headers in which a trusted proxy describes the request that it received.
#[derive(Debug, Clone, Default)]
struct ProxyHeaders {
    host: Option<HeaderValue>,
    scheme: Option<HeaderValue>,
    port: Option<HeaderValue>,
    /// `Forwarded`, the standard header (RFC 7239), used if the other three are missing.
    forwarded: Option<HeaderValue>,
}

/// What caused a request, from the browser's `Sec-Fetch-Site`. No page can set or change that header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FetchSite {
    /// A page with the scheme, host and port of the request.
    SameOrigin,
    /// The visitor: an address that was typed, a bookmark.
    Visitor,
    /// Another site, or an unknown value.
    Other,
}

impl RequestHost {
    /// Takes the `Host` header. If there are several lines, the first is used, here and below.
    pub(crate) fn name(&mut self, value: &HeaderValue) {
        self.named.get_or_insert_with(|| value.clone());
    }

    /// Takes `Sec-Fetch-Site`.
    pub(crate) fn fetched_from(&mut self, value: &HeaderValue) {
        self.fetch_site.get_or_insert(match value.as_bytes() {
            b"same-origin" => FetchSite::SameOrigin,
            b"none" => FetchSite::Visitor,
            _ => FetchSite::Other,
        });
    }

    /// Takes a header of a trusted proxy.
    pub(crate) fn forwarded_by(&mut self, header: ProxyHeader, value: &HeaderValue) {
        let proxy = self.proxy.get_or_insert_default();
        let slot = match header {
            ProxyHeader::Host => &mut proxy.host,
            ProxyHeader::Proto => &mut proxy.scheme,
            ProxyHeader::Port => &mut proxy.port,
            ProxyHeader::Forwarded => &mut proxy.forwarded,
        };
        slot.get_or_insert_with(|| value.clone());
    }

    /// Uses the authority of the URL if there is no `Host`, as in HTTP/2.
    pub(crate) fn or_authority(&mut self, uri: &Uri) {
        if self.named.is_none() {
            self.named = uri.authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok());
        }
    }

    pub(crate) const fn fetch_site(&self) -> Option<FetchSite> {
        self.fetch_site
    }

    /// The host and port in the URL that the visitor's browser requested, if they are known.
    pub(super) fn host(&self) -> Option<String> {
        let Some(proxy) = &self.proxy else { return self.named.as_ref().and_then(first) };
        let host = proxy.host.as_ref().and_then(first);
        let host =
            host.or_else(|| proxy.forwarded("host")).or_else(|| self.named.as_ref().and_then(first))?;
        match proxy.port() {
            Some(port) if !has_port(&host) => Some(format!("{host}:{port}")),
            _ => Some(host),
        }
    }

    /// The scheme that the visitor's browser used. Only a proxy's headers contain it.
    pub(super) fn scheme(&self) -> Option<String> {
        let proxy = self.proxy.as_ref()?;
        let scheme = proxy.scheme.as_ref().and_then(first).or_else(|| proxy.forwarded("proto"));
        scheme.map(|scheme| scheme.to_ascii_lowercase())
    }
}

impl ProxyHeaders {
    /// A port that is not the default of a scheme. With several proxies, an inner one reports its own 80 or 443, which is not the
    /// port that visitors use.
    fn port(&self) -> Option<u16> {
        let port = self.port.as_ref().and_then(first)?.parse().ok()?;
        (port != 80 && port != 443).then_some(port)
    }

    /// A parameter of the first proxy's element in `Forwarded`.
    fn forwarded(&self, name: &str) -> Option<String> {
        let value = text(self.forwarded.as_ref()?);
        let mut quoted = false;
        let element = value.split(|char| {
            quoted ^= char == '"';
            char == ',' && !quoted
        });
        let pairs = element.into_iter().next()?.split(';').filter_map(|pair| pair.split_once('='));
        let mut named = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        let (_, value) = named.next()?;
        Some(value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
    }
}

/// The first value of a header to which each proxy of a chain may add one. `None` if it is empty.
fn first(value: &HeaderValue) -> Option<String> {
    let first = text(value).split(',').next().unwrap_or_default().trim().to_owned();
    (!first.is_empty()).then_some(first)
}

/// Whether a host ends with a port; the colons of an IPv6 address are in brackets.
fn has_port(host: &str) -> bool {
    host.rsplit(']').next().is_some_and(|rest| rest.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(headers: &[(ProxyHeader, &'static str)]) -> RequestHost {
        let mut host = RequestHost::default();
        host.name(&HeaderValue::from_static("inner:3000"));
        for (header, value) in headers {
            host.forwarded_by(*header, &HeaderValue::from_static(value));
        }
        host
    }

    fn address(headers: &[(ProxyHeader, &'static str)]) -> (Option<String>, Option<String>) {
        let host = behind(headers);
        (host.scheme(), host.host())
    }

    fn some(scheme: &str, host: &str) -> (Option<String>, Option<String>) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (some(scheme), some(host))
    }

    #[test]
    fn the_address_comes_from_the_first_proxy() {
        use ProxyHeader::{Forwarded, Host, Port, Proto};
        assert_eq!(address(&[]), some("", "inner:3000"));
        assert_eq!(address(&[(Host, "app.test, proxy"), (Proto, "HTTPS, http")]), some("https", "app.test"));
        assert_eq!(address(&[(Host, "app.test"), (Port, "8443")]), some("", "app.test:8443"));
        assert_eq!(address(&[(Host, "app.test:1"), (Port, "8443")]), some("", "app.test:1"));
        assert_eq!(address(&[(Host, "[::1]"), (Port, "8443")]), some("", "[::1]:8443"));
        for port in ["80", "443", "", "x", "99999", "-1"] {
            assert_eq!(address(&[(Host, "app.test"), (Port, port)]), some("", "app.test"), "{port}");
        }
        let forwarded = "for=1.2.3.4;Host=\"app.test:8443\";proto=https, for=\"x,y\";host=inner";
        assert_eq!(address(&[(Forwarded, forwarded)]), some("https", "app.test:8443"));
        assert_eq!(address(&[(Forwarded, "for=\"a,b\"; host=app.test")]), some("", "app.test"));
        assert_eq!(address(&[(Forwarded, "host=evil.test"), (Host, "app.test")]), some("", "app.test"));
        for broken in ["", ",", "host=", "host", ";;=;", "\"host=x"] {
            assert_eq!(address(&[(Forwarded, broken)]), some("", "inner:3000"), "{broken}");
        }
    }
}
