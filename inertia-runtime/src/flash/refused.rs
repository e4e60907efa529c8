//! Warns, in development, of cookies that the visitor's browser refuses: `Secure` ones over plain HTTP, on a host other
//! than `localhost`. Flash is then lost without any other sign in the response or on the page.

use std::{
    fmt,
    net::IpAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use http::{HeaderMap, HeaderName, Uri, header, uri::Authority};

use crate::flash::CookieRules;
use crate::protocol::headers::text;

/// Whether the warning is still to be logged: once for each application.
#[derive(Debug)]
pub(crate) struct RefusedCookies {
    pending: AtomicBool,
}

impl RefusedCookies {
    pub(crate) fn new(cookies: &CookieRules, debug: bool) -> Self {
        Self { pending: AtomicBool::new(cookies.secure && debug) }
    }

    /// The host at which a browser refuses this application's cookies, if the request's headers show that it does. `None` in
    /// production, and after the warning was logged.
    pub(crate) fn host(&self, headers: &HeaderMap) -> Option<String> {
        if !self.pending.load(Ordering::Relaxed) {
            return None;
        }
        insecure_host(headers)
    }

    /// Logs the warning for a response to such a request that sets the cookie `name`.
    pub(crate) fn warn(&self, host: &str, request: &dyn fmt::Display, name: &str, consequence: &str) {
        if self.pending.swap(false, Ordering::Relaxed) {
            tracing::warn!(
                "{request}: the browser refuses the cookie `{name}`, because it is `Secure` and {host:?} was opened by \
                 plain HTTP: {consequence}; open the application by HTTPS or at `http://localhost`, or write \
                 `.secure_cookies(false)` in its configuration"
            );
        }
    }
}

/// The host of a request that a browser made by plain HTTP, unless `Secure` cookies work there.
fn insecure_host(headers: &HeaderMap) -> Option<String> {
    let get = |name: HeaderName| headers.get(name).map(text);
    let first = |name: &'static str| {
        let value = get(HeaderName::from_static(name))?;
        value.split(',').next().map(|first| first.trim().to_owned())
    };
    // Browsers send this header only over HTTPS and to localhost, where they accept `Secure` cookies.
    if headers.contains_key("sec-fetch-site") {
        return None;
    }
    let host = first("x-forwarded-host").or_else(|| Some(get(header::HOST)?.into_owned()))?;
    if is_local(&Authority::try_from(host.as_str()).ok()?) {
        return None;
    }
    let scheme_of = |name: HeaderName| {
        let url = Uri::try_from(&*get(name)?).ok()?;
        let is_own = url.authority()?.as_str().eq_ignore_ascii_case(&host);
        url.scheme_str().filter(|_| is_own).map(str::to_owned)
    };
    let scheme = first("x-forwarded-proto")
        .or_else(|| scheme_of(header::ORIGIN))
        .or_else(|| scheme_of(header::REFERER));
    let is_http = match scheme {
        Some(scheme) => scheme.eq_ignore_ascii_case("http"),
        // Only browsers send these two headers. The missing `Sec-Fetch-Site` then shows plain HTTP.
        None => headers.contains_key("x-inertia") || headers.contains_key("upgrade-insecure-requests"),
    };
    is_http.then_some(host)
}

/// Whether browsers accept `Secure` cookies from this host by plain HTTP.
fn is_local(authority: &Authority) -> bool {
    let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn host(headers: &[(&'static str, &'static str)]) -> Option<String> {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        insecure_host(&headers.iter().map(pair).collect())
    }

    #[test]
    fn a_browser_over_plain_http_is_detected() {
        let lan = ("host", "192.168.1.5:3000");
        let shown = Some("192.168.1.5:3000".to_owned());
        assert_eq!(host(&[lan, ("origin", "http://192.168.1.5:3000")]), shown);
        assert_eq!(host(&[lan, ("referer", "http://192.168.1.5:3000/events?x=1")]), shown);
        assert_eq!(host(&[lan, ("x-inertia", "true")]), shown);
        assert_eq!(host(&[lan, ("upgrade-insecure-requests", "1")]), shown);
        let proxied =
            [("host", "localhost:3000"), ("x-forwarded-host", "app.test"), ("x-forwarded-proto", "http")];
        assert_eq!(host(&proxied).as_deref(), Some("app.test"));
    }

    #[test]
    fn other_requests_have_no_insecure_host() {
        let visit = ("x-inertia", "true");
        for local in
            ["localhost", "LOCALHOST:3000", "app.localhost:1", "127.0.0.1:3000", "127.1.2.3", "[::1]:3000"]
        {
            assert_eq!(host(&[("host", local), visit]), None, "{local}");
        }
        let name = ("host", "app.test");
        // A browser over HTTPS, behind a proxy that terminates TLS.
        assert_eq!(host(&[name, visit, ("sec-fetch-site", "same-origin")]), None);
        assert_eq!(host(&[name, visit, ("x-forwarded-proto", "https")]), None);
        assert_eq!(host(&[name, visit, ("origin", "https://app.test")]), None);
        assert_eq!(host(&[name, visit, ("referer", "https://app.test/")]), None);
        // Not a browser.
        assert_eq!(host(&[name]), None);
        assert_eq!(host(&[visit]), None);
        assert_eq!(host(&[("host", "a b"), visit]), None);
    }
}
