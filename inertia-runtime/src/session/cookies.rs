//! Cookies as they are read and written.

use std::{
    borrow::Cow,
    hash::{BuildHasher, Hasher, RandomState},
};

use http::HeaderValue;

use super::LIFETIME;

/// How an application's cookies are written.
#[derive(Debug, Clone)]
pub(crate) struct CookieRules {
    /// What the names of flash cookies begin with; a dash and eight hexadecimal digits follow.
    pub(crate) name: Cow<'static, str>,
    pub(crate) path: String,
    pub(crate) secure: bool,
}

impl CookieRules {
    /// A name that no other flash has.
    pub(crate) fn fresh_name(&self) -> String {
        // The standard library seeds every hasher anew, from the operating system's random numbers.
        let number = RandomState::new().build_hasher().finish();
        format!("{}-{:08x}", self.name, number & 0xffff_ffff)
    }

    /// The flash cookies among a request's `Cookie` lines: name and value.
    pub(crate) fn flashes<'a>(&self, lines: &'a [HeaderValue]) -> Vec<(&'a str, &'a str)> {
        lines.iter().flat_map(pairs).filter(|(name, _)| self.is_flash(name)).collect()
    }

    fn is_flash(&self, name: &str) -> bool {
        let number = name.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix('-'));
        number.is_some_and(|number| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }

    /// The `Set-Cookie` line of a flash, if the value can be a cookie's.
    pub(crate) fn set_flash(&self, name: &str, value: &str) -> Option<HeaderValue> {
        self.line(name, value, &format!("; HttpOnly; Max-Age={LIFETIME}"))
    }

    /// The `Set-Cookie` line that takes a flash away.
    pub(crate) fn unset_flash(&self, name: &str) -> Option<HeaderValue> {
        self.line(name, "", "; HttpOnly; Max-Age=0")
    }

    /// The `Set-Cookie` line of a cookie that scripts read and that lives as long as the browser is open.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn set_readable(&self, name: &str, value: &str) -> Option<HeaderValue> {
        self.line(name, value, "")
    }

    fn line(&self, name: &str, value: &str, attributes: &str) -> Option<HeaderValue> {
        let plain = value.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte));
        if !plain {
            return None;
        }
        let secure = if self.secure { "; Secure" } else { "" };
        HeaderValue::try_from(format!("{name}={value}; Path={}; SameSite=Lax{attributes}{secure}", self.path))
            .ok()
    }
}

/// The value of the first cookie of this name.
#[cfg(feature = "cookie-session")]
pub(crate) fn value_of<'a>(lines: &'a [HeaderValue], wanted: &str) -> Option<&'a str> {
    lines.iter().flat_map(pairs).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// The cookies of one `Cookie` line. One that is no UTF-8 is none of ours.
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
    fn only_flashes_of_this_application_are_found() {
        let lines = [
            HeaderValue::from_static(
                "a=b; inertia-flash-0011aaff=one=; inertia-flash-xyz=no; inertia-flash-=no",
            ),
            HeaderValue::from_bytes(b"caf\xe9=x; inertia-flash-22334455=two").unwrap(),
            HeaderValue::from_static("other-inertia-flash-22334455=no;;=;  "),
        ];
        let found = rules().flashes(&lines);
        assert_eq!(found, [("inertia-flash-0011aaff", "one="), ("inertia-flash-22334455", "two")]);
    }

    #[test]
    fn a_flash_is_out_of_reach_for_scripts_and_other_sites() {
        let line = rules().set_flash("inertia-flash-00000001", "x").unwrap();
        assert_eq!(line, "inertia-flash-00000001=x; Path=/; SameSite=Lax; HttpOnly; Max-Age=3600; Secure");
        assert!(rules().set_flash("n", "a;b").is_none());
    }

    #[test]
    fn every_flash_has_a_name_of_its_own() {
        let names: std::collections::HashSet<_> = (0..1000).map(|_| rules().fresh_name()).collect();
        assert!(names.len() > 990);
    }
}
