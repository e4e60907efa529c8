//! The cookies that a browser keeps of one site.

use std::collections::BTreeMap;

use http::{HeaderMap, header::SET_COOKIE};

/// Cookies by name. All of them go to every path, as if the site were reached by HTTPS.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(BTreeMap<String, String>);

impl Jar {
    /// Takes what an answer sets, and puts away what it takes back.
    pub(super) fn take(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = String::from_utf8_lossy(line.as_bytes());
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let gone = parts.any(|attribute| {
                let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
                (key.eq_ignore_ascii_case("max-age") && value.parse().is_ok_and(|seconds: i64| seconds <= 0))
                    || (key.eq_ignore_ascii_case("expires") && value.contains("1970"))
            });
            if gone {
                self.0.remove(name);
            } else {
                self.set(name, value);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The `Cookie` header, unless there are none.
    pub(super) fn header(&self) -> Option<String> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn cookies_come_and_go() {
        let mut jar = Jar::default();
        let mut answer = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.append(SET_COOKIE, HeaderValue::from_static(line));
            jar.take(&headers);
            jar.header()
        };
        assert_eq!(answer("a=1; Path=/; HttpOnly").as_deref(), Some("a=1"));
        assert_eq!(answer("b=x=y; Max-Age=60").as_deref(), Some("a=1; b=x=y"));
        assert_eq!(answer("a=; Max-Age=0").as_deref(), Some("b=x=y"));
        assert_eq!(answer("b=; expires=Thu, 01 Jan 1970 00:00:00 GMT"), None);
    }
}
