//! The token that a page of ours can read, and a page of another site cannot: a signed cookie, repeated in a header.

use std::hash::{BuildHasher, Hasher, RandomState};

use ::cookie::{Cookie, CookieJar};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::session::{CookieRules, Keys, value_of};

#[derive(Debug)]
pub(super) struct Token {
    cookie: String,
    header: HeaderName,
    keys: Keys,
}

impl Token {
    /// The error is worded for a developer.
    pub(super) fn new(cookie: &str, header: &str, keys: Keys) -> Result<Self, String> {
        let is_name = |name: &str| !name.is_empty() && HeaderName::try_from(name).is_ok();
        if !is_name(cookie) {
            return Err(format!(
                "`Csrf::token_names({cookie:?}, ..)`: the name of a cookie is letters, digits and dashes"
            ));
        }
        let header = HeaderName::try_from(header).map_err(|_| {
            format!("`Csrf::token_names(.., {header:?})`: the name of a header is letters, digits and dashes")
        })?;
        Ok(Self { cookie: cookie.to_owned(), header, keys })
    }

    /// Whether the header repeats a cookie that we have signed.
    pub(super) fn is_repeated(&self, headers: &HeaderMap, cookies: &[HeaderValue]) -> bool {
        let repeated = headers.get(&self.header).map(HeaderValue::as_bytes);
        value_of(cookies, &self.cookie)
            .is_some_and(|value| repeated == Some(value.as_bytes()) && self.is_signed(value))
    }

    /// Whether the client has no cookie of ours.
    pub(super) fn is_needed(&self, cookies: &[HeaderValue]) -> bool {
        !value_of(cookies, &self.cookie).is_some_and(|value| self.is_signed(value))
    }

    /// The `Set-Cookie` line of a new token.
    pub(super) fn issue(&self, rules: &CookieRules) -> Option<HeaderValue> {
        // Its worth lies in the signature; the number makes one visitor's token differ from another's.
        let numbers = [(); 2].map(|()| RandomState::new().build_hasher().finish());
        let mut jar = CookieJar::new();
        let value = format!("{:016x}{:016x}", numbers[0], numbers[1]);
        jar.signed_mut(self.keys.current.get()).add(Cookie::new(self.cookie.clone(), value));
        rules.set_readable(&self.cookie, jar.get(&self.cookie)?.value())
    }

    fn is_signed(&self, value: &str) -> bool {
        self.keys.readable().any(|key| {
            let cookie = Cookie::new(self.cookie.clone(), value.to_owned());
            CookieJar::new().signed(key.get()).verify(cookie).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Key;

    fn token(secret: u8) -> Token {
        let keys = Keys { current: Key::from_secret(&[secret; 32]).unwrap(), previous: Vec::new() };
        Token::new("XSRF-TOKEN", "X-XSRF-TOKEN", keys).unwrap()
    }

    fn issued(token: &Token) -> String {
        let rules = CookieRules { name: "n".into(), path: "/".into(), secure: false };
        let line = token.issue(&rules).unwrap();
        let line = line.to_str().unwrap();
        assert!(!line.contains("HttpOnly"));
        // The client decodes the value as a part of a URL.
        assert!(!line.contains('%'));
        line.split(';').next().unwrap().to_owned()
    }

    #[test]
    fn only_a_repeated_cookie_that_we_signed_passes() {
        let ours = token(1);
        let cookie = issued(&ours);
        let value = cookie.strip_prefix("XSRF-TOKEN=").unwrap().to_owned();
        let jar = |cookie: &str| [HeaderValue::from_str(cookie).unwrap()];
        let header = |value: &str| {
            HeaderMap::from_iter([(
                HeaderName::from_static("x-xsrf-token"),
                HeaderValue::from_str(value).unwrap(),
            )])
        };
        assert!(ours.is_repeated(&header(&value), &jar(&cookie)));
        assert!(!ours.is_needed(&jar(&cookie)));
        assert!(!ours.is_repeated(&header("x"), &jar(&cookie)));
        assert!(!ours.is_repeated(&HeaderMap::new(), &jar(&cookie)));
        assert!(!ours.is_repeated(&header(&value), &[]));
        // Planted by somebody who has no key.
        assert!(!ours.is_repeated(&header("abc"), &jar("XSRF-TOKEN=abc")));
        assert!(!token(2).is_repeated(&header(&value), &jar(&cookie)));
        assert!(token(2).is_needed(&jar(&cookie)));
    }
}
