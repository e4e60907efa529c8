//! CSRF tokens: a signed cookie that our own pages repeat in a header. Pages of other sites cannot read it.
//!
//! Its value is a signature, a random number and the time of issue. The signature also covers the id of the visitor's
//! session, which is not in the cookie, because scripts can read it. So a token that an attacker obtained in a session of
//! their own is rejected when it is planted in a visitor's browser.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::cookie::{Cookie, CookieJar};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::flash::{CookieRules, Keys, values_of};

/// The random number and the time of issue, both in hexadecimal digits.
const NUMBER_DIGITS: usize = 32;
const TIME_DIGITS: usize = 16;

/// Issues and verifies tokens.
#[derive(Debug)]
pub(super) struct Token {
    cookie: String,
    header: HeaderName,
    max_age: Option<Duration>,
    keys: Keys,
}

/// The session that a token belongs to: its id, or nothing for a visitor without a session.
pub(super) type SessionId<'s> = Option<&'s str>;

impl Token {
    /// The error is worded for a developer.
    pub(super) fn new(
        cookie: &str,
        header: &str,
        max_age: Option<Duration>,
        rules: &CookieRules,
        keys: Keys,
    ) -> Result<Self, String> {
        let is_name = |name: &str| !name.is_empty() && HeaderName::try_from(name).is_ok();
        if !is_name(cookie) {
            return Err(format!(
                "`Csrf::token_names({cookie:?}, ..)`: the name of a cookie is letters, digits and dashes"
            ));
        }
        rules.check_prefix(cookie, &format!("Csrf::token_names({cookie:?}, ..)"))?;
        let header = HeaderName::try_from(header).map_err(|_| {
            format!("`Csrf::token_names(.., {header:?})`: the name of a header is letters, digits and dashes")
        })?;
        if let Some(age) = max_age.filter(|age| age.as_secs() == 0) {
            return Err(format!("`Csrf::token_max_age({age:?})`: write at least one second"));
        }
        Ok(Self { cookie: cookie.to_owned(), header, max_age, keys })
    }

    /// The name of the cookie.
    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Whether the header repeats a cookie that was signed for this session.
    pub(super) fn is_repeated(
        &self,
        headers: &HeaderMap,
        cookies: &[HeaderValue],
        session: SessionId<'_>,
    ) -> bool {
        let Some(repeated) = headers.get(&self.header) else { return false };
        values_of(cookies, &self.cookie).any(|value| {
            repeated.as_bytes() == value.as_bytes()
                && self.age(value, session).is_some_and(|age| self.max_age.is_none_or(|max| age <= max))
        })
    }

    /// Whether the client needs a new token: it has none for this session, or one whose time is half over. Until then
    /// the old one is accepted, so that no open page loses its token between two requests.
    pub(super) fn is_needed(&self, cookies: &[HeaderValue], session: SessionId<'_>) -> bool {
        let is_young = |age: Duration| self.max_age.is_none_or(|max| age < max / 2);
        !values_of(cookies, &self.cookie).any(|value| self.age(value, session).is_some_and(is_young))
    }

    /// The `Set-Cookie` line of a new token. `None`, with a line in the log, if the system has no random numbers.
    pub(super) fn issue(&self, rules: &CookieRules, session: SessionId<'_>) -> Option<HeaderValue> {
        let mut number = [0; NUMBER_DIGITS / 2];
        if let Err(error) = getrandom::fill(&mut number) {
            tracing::error!("no token against cross-site requests could be made: {error}");
            return None;
        }
        let payload = format!("{:032x}{:016x}", u128::from_ne_bytes(number), unix_time().as_secs());
        let mut jar = CookieJar::new();
        let signed = signed_text(&payload, session);
        jar.signed_mut(self.keys.current.get()).add(Cookie::new(self.cookie.clone(), signed.clone()));
        let signature = jar.get(&self.cookie)?.value().strip_suffix(&signed)?;
        rules.set_readable(&self.cookie, &format!("{signature}{payload}"), self.max_age)
    }

    /// The age of a token. `None` if it was not signed by us for this session.
    fn age(&self, value: &str, session: SessionId<'_>) -> Option<Duration> {
        let split = value.len().checked_sub(NUMBER_DIGITS + TIME_DIGITS)?;
        let (signature, payload) = value.split_at_checked(split)?;
        let signed = signed_text(payload, session);
        let is_signed = self.keys.readable().any(|key| {
            let cookie = Cookie::new(self.cookie.clone(), format!("{signature}{signed}"));
            // `verify` splits the value at a fixed length. If `signature` has another length, it verifies another text.
            CookieJar::new().signed(key.get()).verify(cookie).is_some_and(|text| text.value() == signed)
        });
        let issued = u64::from_str_radix(payload.get(NUMBER_DIGITS..)?, 16).ok().filter(|_| is_signed)?;
        Some(unix_time().saturating_sub(Duration::from_secs(issued)))
    }
}

/// The text that the signature covers. The payload has a fixed length, so different pairs give different texts.
fn signed_text(payload: &str, session: SessionId<'_>) -> String {
    match session {
        Some(session) => format!("{payload}{session}"),
        None => payload.to_owned(),
    }
}

fn unix_time() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flash::Key;

    fn rules() -> CookieRules {
        CookieRules { name: "n".into(), path: "/".into(), secure: false }
    }

    fn token_with(secret: u8, max_age: Option<Duration>) -> Result<Token, String> {
        let keys = Keys { current: Key::from_secret(&[secret; 32]).unwrap(), previous: Vec::new() };
        Token::new("XSRF-TOKEN", "X-XSRF-TOKEN", max_age, &rules(), keys)
    }

    fn token(secret: u8) -> Token {
        token_with(secret, None).unwrap()
    }

    fn issued(token: &Token, session: SessionId<'_>) -> String {
        let line = token.issue(&rules(), session).unwrap();
        let line = line.to_str().unwrap();
        assert!(!line.contains("HttpOnly"));
        // The client decodes the value as a part of a URL.
        assert!(!line.contains('%'));
        let cookie = line.split(';').next().unwrap();
        cookie.strip_prefix("XSRF-TOKEN=").unwrap().to_owned()
    }

    fn jar(values: &[&str]) -> [HeaderValue; 1] {
        let pairs: Vec<_> = values.iter().map(|value| format!("XSRF-TOKEN={value}")).collect();
        [HeaderValue::from_str(&pairs.join("; ")).unwrap()]
    }

    fn header(value: &str) -> HeaderMap {
        let name = HeaderName::from_static("x-xsrf-token");
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn only_a_signed_cookie_that_is_repeated_is_accepted() {
        let ours = token(1);
        let value = issued(&ours, None);
        assert!(ours.is_repeated(&header(&value), &jar(&[&value]), None));
        assert!(!ours.is_needed(&jar(&[&value]), None));
        assert!(!ours.is_repeated(&header("x"), &jar(&[&value]), None));
        assert!(!ours.is_repeated(&HeaderMap::new(), &jar(&[&value]), None));
        assert!(!ours.is_repeated(&header(&value), &[], None));
        // A cookie that was not signed with our key.
        assert!(!ours.is_repeated(&header("abc"), &jar(&["abc"]), None));
        assert!(!token(2).is_repeated(&header(&value), &jar(&[&value]), None));
        assert!(token(2).is_needed(&jar(&[&value]), None));
    }

    #[test]
    fn a_forged_cookie_before_ours_does_not_hide_it() {
        let ours = token(1);
        let value = issued(&ours, None);
        assert!(ours.is_repeated(&header(&value), &jar(&["forged", &value]), None));
        assert!(!ours.is_needed(&jar(&["forged", &value]), None));
        assert!(!ours.is_repeated(&header("forged"), &jar(&["forged", &value]), None));
    }

    #[test]
    fn a_token_is_valid_in_its_own_session_only() {
        let ours = token(1);
        let sessions = [None, Some("one"), Some("two")];
        for (index, mine) in sessions.into_iter().enumerate() {
            let value = issued(&ours, mine);
            for (other, session) in sessions.into_iter().enumerate() {
                let passes = ours.is_repeated(&header(&value), &jar(&[&value]), session);
                assert_eq!(passes, index == other, "{mine:?} {session:?}");
                assert_eq!(ours.is_needed(&jar(&[&value]), session), index != other);
            }
            assert!(!value.contains("one") && !value.contains("two"), "scripts can read it");
        }
    }

    #[test]
    fn no_part_of_a_token_is_accepted_as_a_session_id() {
        let ours = token(1);
        let value = issued(&ours, None);
        // The end of the signed text as the id of a session.
        for cut in 1..60 {
            let (token, session) = value.split_at(value.len() - cut);
            assert!(!ours.is_repeated(&header(token), &jar(&[token]), Some(session)), "{cut}");
        }
        for odd in ["\u{e9}".repeat(60), "x".repeat(48), "0".repeat(10_000), String::new()] {
            assert_eq!(ours.age(&odd, None), None);
        }
    }

    #[test]
    fn a_token_with_a_max_age_is_replaced_and_then_expires() {
        let hour = Duration::from_secs(3600);
        let (ours, unlimited) = (token_with(1, Some(hour)).unwrap(), token(1));
        let line = ours.issue(&rules(), None).unwrap();
        assert!(line.to_str().unwrap().ends_with("; Max-Age=3600"), "{line:?}");
        assert!(!unlimited.issue(&rules(), None).unwrap().to_str().unwrap().contains("Max-Age"));
        for (minutes, accepted, replaced) in
            [(0, true, false), (29, true, false), (31, true, true), (61, false, true)]
        {
            let at = unix_time().as_secs() - minutes * 60;
            let payload = format!("{:032x}{at:016x}", 7);
            let mut key_jar = CookieJar::new();
            key_jar.signed_mut(ours.keys.current.get()).add(Cookie::new("XSRF-TOKEN", payload));
            let value = key_jar.get("XSRF-TOKEN").unwrap().value().to_owned();
            assert_eq!(ours.is_repeated(&header(&value), &jar(&[&value]), None), accepted, "{minutes}");
            assert_eq!(ours.is_needed(&jar(&[&value]), None), replaced, "{minutes}");
            assert!(unlimited.is_repeated(&header(&value), &jar(&[&value]), None));
        }
    }

    #[test]
    fn a_max_age_below_a_second_is_an_error() {
        let error = token_with(1, Some(Duration::from_millis(999))).unwrap_err();
        assert!(error.starts_with("`Csrf::token_max_age(999ms)`"), "{error}");
    }
}
