//! The cookies that a browser keeps of one site.

use cookie::{Cookie, Expiration, time::OffsetDateTime};
use http::{HeaderMap, header::SET_COOKIE};
use url::Url;

/// Cookies, the newest last. Those that want HTTPS are sent, too: the site counts as reached by it.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(Vec<Kept>);

#[derive(Debug, Clone)]
struct Kept {
    name: String,
    value: String,
    path: String,
}

impl Jar {
    /// Takes what an answer of `url` sets, and puts away what it takes back.
    pub(super) fn take(&mut self, headers: &HeaderMap, url: &Url) {
        for line in headers.get_all(SET_COOKIE) {
            let line = String::from_utf8_lossy(line.as_bytes());
            let Ok(cookie) = Cookie::parse(line.into_owned()) else { continue };
            if !is_of(url, cookie.domain()) {
                continue;
            }
            let path =
                cookie.path().filter(|path| path.starts_with('/')).unwrap_or_else(|| folder(url.path()));
            let kept = Kept { name: cookie.name().into(), value: cookie.value().into(), path: path.into() };
            self.0.retain(|other| (&other.name, &other.path) != (&kept.name, &kept.path));
            if !is_over(&cookie) {
                self.0.push(kept);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|kept| kept.name != name);
        self.0.push(Kept { name: name.into(), value: value.into(), path: "/".into() });
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|kept| kept.name == name).map(|kept| &*kept.value)
    }

    /// The `Cookie` header for a path, unless there are none: the longest path first.
    pub(super) fn header(&self, path: &str) -> Option<String> {
        let covers = |kept: &&Kept| {
            let rest = path.strip_prefix(&*kept.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || kept.path.ends_with('/'))
        };
        let mut kept: Vec<_> = self.0.iter().filter(covers).collect();
        kept.sort_by_key(|kept| std::cmp::Reverse(kept.path.len()));
        let pairs: Vec<_> = kept.iter().map(|kept| format!("{}={}", kept.name, kept.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// Whether a site may set a cookie for this domain.
fn is_of(url: &Url, domain: Option<&str>) -> bool {
    let (host, Some(domain)) = (url.host_str().unwrap_or_default(), domain) else { return true };
    let domain = domain.trim_start_matches('.');
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The path that a cookie has when none is said: the folder of the one that set it.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("/", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn is_over(cookie: &Cookie<'_>) -> bool {
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
            jar.take(&headers, &url);
        }
        jar
    }

    #[test]
    fn cookies_come_and_go() {
        let first = ["a=1; Path=/; HttpOnly; Secure", "b=x=y; Max-Age=60; Path=/"];
        let sent = |more: &[&'static str]| jar(&[&first, more].concat()).header("/");
        assert_eq!(sent(&[]).as_deref(), Some("a=1; b=x=y"));
        assert_eq!(sent(&["a=2; Path=/"]).as_deref(), Some("b=x=y; a=2"));
        assert_eq!(sent(&["a=; Path=/; Max-Age=0"]).as_deref(), Some("b=x=y"));
        assert_eq!(sent(&["a=; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT"]).as_deref(), Some("b=x=y"));
        assert_eq!(sent(&["a=3; Path=/; Domain=other.test"]).as_deref(), Some("a=1; b=x=y"));
    }

    #[test]
    fn a_cookie_belongs_to_its_path() {
        let jar = jar(&["a=1; Path=/", "a=2; Path=/admin", "c=3", "a=; Path=/admin/users; Max-Age=0"]);
        assert_eq!(jar.header("/events").as_deref(), Some("a=1"));
        assert_eq!(jar.header("/administration").as_deref(), Some("a=1"));
        assert_eq!(jar.header("/admin/users").as_deref(), Some("a=2; c=3; a=1"));
    }
}
