//! The cookies that a browser stores for one site.

use cookie::{Cookie, Expiration, time::OffsetDateTime};
use http::{HeaderMap, header::SET_COOKIE};
use url::Url;

/// Cookies, the newest last. `Secure` cookies are sent, too, as if the site used HTTPS.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(Vec<StoredCookie>);

#[derive(Debug, Clone)]
struct StoredCookie {
    name: String,
    value: String,
    path: String,
}

impl Jar {
    /// Stores the cookies that a response to `url` sets, and removes those that it expires.
    pub(super) fn store(&mut self, headers: &HeaderMap, url: &Url) {
        for line in headers.get_all(SET_COOKIE) {
            let line = String::from_utf8_lossy(line.as_bytes());
            let Ok(cookie) = Cookie::parse(line.into_owned()) else { continue };
            if !domain_matches(url, cookie.domain()) {
                continue;
            }
            let path = cookie
                .path()
                .filter(|path| path.starts_with('/'))
                .unwrap_or_else(|| default_path(url.path()));
            let stored =
                StoredCookie { name: cookie.name().into(), value: cookie.value().into(), path: path.into() };
            self.0.retain(|other| (&other.name, &other.path) != (&stored.name, &stored.path));
            if !is_expired(&cookie) {
                self.0.push(stored);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|cookie| cookie.name != name);
        self.0.push(StoredCookie { name: name.into(), value: value.into(), path: "/".into() });
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|cookie| cookie.name == name).map(|cookie| &*cookie.value)
    }

    /// The `Cookie` header for a path, or `None` if no cookie matches. Cookies with longer paths come first.
    pub(super) fn header(&self, path: &str) -> Option<String> {
        let matches_path = |cookie: &&StoredCookie| {
            let rest = path.strip_prefix(&*cookie.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie.path.ends_with('/'))
        };
        let mut cookies: Vec<_> = self.0.iter().filter(matches_path).collect();
        cookies.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<_> =
            cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// Whether a site may set a cookie for this domain.
fn domain_matches(url: &Url, domain: Option<&str>) -> bool {
    let (host, Some(domain)) = (url.host_str().unwrap_or_default(), domain) else { return true };
    let domain = domain.trim_start_matches('.');
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The path of a cookie without a `Path`: the directory of the URL that set it.
fn default_path(path: &str) -> &str {
    path.rsplit_once('/').map_or("/", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn is_expired(cookie: &Cookie<'_>) -> bool {
    match (cookie.max_age(), cookie.expires()) {
        (Some(age), _) => !age.is_positive(),
        (None, Some(Expiration::DateTime(at))) => at <= OffsetDateTime::now_utc(),
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn jar(lines: &[&'static str]) -> Jar {
        let (mut jar, url) = (Jar::default(), Url::parse("http://localhost/admin/users").unwrap());
        for line in lines {
            let mut headers = HeaderMap::new();
            headers.append(SET_COOKIE, HeaderValue::from_static(line));
            jar.store(&headers, &url);
        }
        jar
    }

    #[test]
    fn cookies_are_stored_replaced_and_removed() {
        let first = ["a=1; Path=/; HttpOnly; Secure", "b=x=y; Max-Age=60; Path=/"];
        let sent = |more: &[&'static str]| jar(&[&first, more].concat()).header("/");
        assert_eq!(sent(&[]).as_deref(), Some("a=1; b=x=y"));
        assert_eq!(sent(&["a=2; Path=/"]).as_deref(), Some("b=x=y; a=2"));
        assert_eq!(sent(&["a=; Path=/; Max-Age=0"]).as_deref(), Some("b=x=y"));
        assert_eq!(sent(&["a=; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT"]).as_deref(), Some("b=x=y"));
        assert_eq!(sent(&["a=3; Path=/; Domain=other.test"]).as_deref(), Some("a=1; b=x=y"));
    }

    #[test]
    fn a_cookie_is_sent_for_its_path() {
        let jar = jar(&["a=1; Path=/", "a=2; Path=/admin", "c=3", "a=; Path=/admin/users; Max-Age=0"]);
        assert_eq!(jar.header("/events").as_deref(), Some("a=1"));
        assert_eq!(jar.header("/administration").as_deref(), Some("a=1"));
        assert_eq!(jar.header("/admin/users").as_deref(), Some("a=2; c=3; a=1"));
    }
}
