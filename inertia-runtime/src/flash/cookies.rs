//! How cookies are read from a request and written to a response.

use std::borrow::Cow;

use ::cookie::{Cookie, SameSite, time};
use http::HeaderValue;

use crate::flash::{FLASH_LIFETIME_SECONDS, SessionError};

/// How an application's cookies are written.
#[derive(Debug, Clone)]
pub(crate) struct CookieRules {
    /// The prefix of the names of flash cookies. A dash and eight hexadecimal digits follow.
    pub(crate) name: Cow<'static, str>,
    pub(crate) path: String,
    pub(crate) secure: bool,
}

impl CookieRules {
    /// Browsers silently refuse a cookie whose name has a prefix that its attributes do not satisfy. They compare the
    /// prefix without regard to case. The error is worded for a developer; `call` is the call that names the cookie.
    pub(crate) fn check_prefix(&self, name: &str, call: &str) -> Result<(), String> {
        let has =
            |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if (has("__Host-") && (!self.secure || self.path != "/")) || (has("__Secure-") && !self.secure) {
            return Err(format!(
                "`{call}`: browsers accept a `__Host-` cookie only with `.secure_cookies(true)` and without a path in \
                 `.public_url(..)`, and a `__Secure-` cookie only with `.secure_cookies(true)`"
            ));
        }
        Ok(())
    }

    /// A name for a new flash cookie. It is random, so that two servers that flash at the same moment do not choose the
    /// same one.
    pub(crate) fn random_name(&self) -> Result<String, SessionError> {
        let number = getrandom::u32().map_err(|error| SessionError::new(error.to_string()))?;
        Ok(format!("{}-{number:08x}", self.name))
    }

    /// The flash cookies among a request's `Cookie` lines: name and value.
    pub(crate) fn flashes<'a>(&self, lines: &'a [HeaderValue]) -> impl Iterator<Item = (&'a str, &'a str)> {
        lines.iter().flat_map(pairs).filter(|(name, _)| self.is_flash(name))
    }

    fn is_flash(&self, name: &str) -> bool {
        let number = name.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix('-'));
        number.is_some_and(|number| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }

    /// The `Set-Cookie` line of a flash cookie. `None` if a cookie cannot contain the value.
    pub(crate) fn set_flash(&self, name: &str, value: &str) -> Option<HeaderValue> {
        self.line(name, value, true, Some(time::Duration::seconds(FLASH_LIFETIME_SECONDS.into())))
    }

    /// The `Set-Cookie` line that removes a flash cookie.
    pub(crate) fn unset_flash(&self, name: &str) -> Option<HeaderValue> {
        self.line(name, "", true, Some(time::Duration::ZERO))
    }

    /// The `Set-Cookie` line of a cookie that scripts can read. Without a `Max-Age`, browsers keep it until they are
    /// closed.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn set_readable(
        &self,
        name: &str,
        value: &str,
        max_age: Option<std::time::Duration>,
    ) -> Option<HeaderValue> {
        let max_age = max_age.map(|age| time::Duration::try_from(age).unwrap_or(time::Duration::MAX));
        self.line(name, value, false, max_age)
    }

    fn line(
        &self,
        name: &str,
        value: &str,
        http_only: bool,
        max_age: Option<time::Duration>,
    ) -> Option<HeaderValue> {
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
        if !value.bytes().all(allowed) {
            return None;
        }
        let mut cookie = Cookie::build((name, value))
            .path(&self.path)
            .same_site(SameSite::Lax)
            .http_only(http_only)
            .secure(self.secure)
            .build();
        cookie.set_max_age(max_age);
        HeaderValue::try_from(cookie.to_string()).ok()
    }
}

/// The values of all cookies of this name: another site below the same domain can add one before ours.
#[cfg(feature = "cookie-session")]
pub(crate) fn values_of<'a>(lines: &'a [HeaderValue], wanted: &str) -> impl Iterator<Item = &'a str> {
    lines.iter().flat_map(pairs).filter(move |(name, _)| *name == wanted).map(|(_, value)| value)
}

/// The cookies of one `Cookie` line. Cookies that are not UTF-8 are not ours, and are skipped.
fn pairs(line: &HeaderValue) -> impl Iterator<Item = (&str, &str)> {
    let pairs = line.as_bytes().split(|byte| *byte == b';');
    pairs.filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> CookieRules {
        CookieRules { name: "inertia-flash".into(), path: "/".to_owned(), secure: true }
    }

    #[test]
    fn only_flash_cookies_of_this_application_are_found() {
        let lines = [
            HeaderValue::from_static(
                "a=b; inertia-flash-0011aaff=one=; inertia-flash-xyz=no; inertia-flash-=no",
            ),
            HeaderValue::from_bytes(b"caf\xe9=x; inertia-flash-22334455=two").unwrap(),
            HeaderValue::from_static("other-inertia-flash-22334455=no;;=;  "),
        ];
        let found: Vec<_> = rules().flashes(&lines).collect();
        assert_eq!(found, [("inertia-flash-0011aaff", "one="), ("inertia-flash-22334455", "two")]);
    }

    #[test]
    fn flash_cookies_are_http_only_and_same_site() {
        let line = rules().set_flash("inertia-flash-00000001", "x").unwrap();
        assert_eq!(line, "inertia-flash-00000001=x; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600");
        assert!(rules().set_flash("n", "a;b").is_none());
    }

    #[test]
    fn the_names_of_flash_cookies_are_random() {
        let names: std::collections::HashSet<_> = (0..1000).map(|_| rules().random_name().unwrap()).collect();
        assert!(names.len() > 990);
    }
}
