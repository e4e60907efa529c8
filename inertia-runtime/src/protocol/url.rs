//! URLs as paths of this application and as header values.

use std::fmt::Write as _;

use http::HeaderValue;
use url::Url;

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

/// The scheme of an absolute URL as a browser reads it, in lower case; `None` for a URL that is relative to the page.
pub(crate) fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// A URL without the spaces and line breaks around it, which a browser ignores.
pub(crate) fn trimmed(url: &str) -> &str {
    url.trim_matches([' ', '\t', '\n', '\u{c}', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_scheme_is_what_a_browser_takes_for_one() {
        assert_eq!(scheme("https://app.test/").as_deref(), Some("https"));
        assert_eq!(scheme("JavaScript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("web+app:x").as_deref(), Some("web+app"));
        for relative in ["/a:b", "?a:b", "#a:b", "a/b:c", "//app.test:80", ":x", "1a:x", ""] {
            assert_eq!(scheme(relative), None, "{relative}");
        }
        assert_eq!(trimmed(" \t/a b \r\n"), "/a b");
    }
}
