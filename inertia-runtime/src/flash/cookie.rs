//! Flash in the cookie itself, encrypted: no state on the server, so any number of servers share one secret.

use ::cookie::{Cookie, CookieJar};

use crate::flash::{Keys, SessionBackend, SessionError, SessionFuture};

/// Browsers refuse a cookie whose name and value are longer than this together.
const MAX_COOKIE_BYTES: usize = 4096;
/// What encryption adds before the value is written as base64: a nonce and a tag.
const ENCRYPTION_OVERHEAD_BYTES: usize = 12 + 16;

/// The default backend.
#[derive(Debug)]
pub(crate) struct CookieSession {
    keys: Keys,
    limit: usize,
}

impl CookieSession {
    /// `name` is the prefix of the cookies' names.
    pub(crate) fn new(keys: Keys, name: &str) -> Self {
        let value = MAX_COOKIE_BYTES.saturating_sub(name.len() + "-12345678=".len());
        Self { keys, limit: (value / 4 * 3).saturating_sub(ENCRYPTION_OVERHEAD_BYTES) }
    }

    fn encrypt(&self, name: &str, data: Vec<u8>) -> Result<String, SessionError> {
        let data = String::from_utf8(data).map_err(SessionError::new)?;
        let mut jar = CookieJar::new();
        jar.private_mut(self.keys.current.get()).add(Cookie::new(name.to_owned(), data));
        let cookie = jar.get(name).ok_or_else(|| SessionError::new("the cookie could not be encrypted"))?;
        Ok(cookie.value().to_owned())
    }

    fn decrypt(&self, name: &str, value: &str) -> Option<Vec<u8>> {
        self.keys.readable().find_map(|key| {
            let cookie = Cookie::new(name.to_owned(), value.to_owned());
            let plain = CookieJar::new().private(key.get()).decrypt(cookie)?;
            Some(plain.value().as_bytes().to_vec())
        })
    }
}

impl SessionBackend for CookieSession {
    fn save<'a>(&'a self, name: &'a str, data: Vec<u8>) -> SessionFuture<'a, String> {
        let value = self.encrypt(name, data);
        Box::pin(std::future::ready(value))
    }

    fn load<'a>(&'a self, name: &'a str, value: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
        Box::pin(std::future::ready(Ok(self.decrypt(name, value))))
    }

    fn remove<'a>(&'a self, _: &'a str, _: &'a str) -> SessionFuture<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn limit(&self) -> usize {
        self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flash::Key;

    fn key(byte: u8) -> Key {
        Key::from_secret(&[byte; 32]).unwrap()
    }

    fn session(current: u8, previous: &[u8]) -> CookieSession {
        let keys = Keys { current: key(current), previous: previous.iter().map(|byte| key(*byte)).collect() };
        CookieSession::new(keys, "inertia-flash")
    }

    const NAME: &str = "inertia-flash-00000001";

    #[test]
    fn a_cookie_is_read_only_with_its_key_and_under_its_name() {
        let value = session(1, &[]).encrypt(NAME, b"{\"toast\":\"saved\"}".to_vec()).unwrap();
        assert!(!value.contains("toast"));
        assert_eq!(session(1, &[]).decrypt(NAME, &value).unwrap(), b"{\"toast\":\"saved\"}");
        assert_eq!(session(1, &[]).decrypt("inertia-flash-00000002", &value), None);
        assert_eq!(session(2, &[]).decrypt(NAME, &value), None);
        assert_eq!(session(2, &[1]).decrypt(NAME, &value).unwrap(), b"{\"toast\":\"saved\"}");
    }

    #[test]
    fn a_forged_or_truncated_value_is_ignored() {
        let session = session(1, &[]);
        let value = session.encrypt(NAME, b"{}".to_vec()).unwrap();
        for cut in 0..value.len() {
            assert_eq!(session.decrypt(NAME, &value[..cut]), None);
        }
        for forged in ["", "=", "%", "AAAA", "\u{e9}", &"A".repeat(10_000)] {
            assert_eq!(session.decrypt(NAME, forged), None);
        }
    }

    #[test]
    fn data_of_the_maximum_length_fits_into_a_cookie() {
        let session = session(1, &[]);
        let value = session.encrypt(NAME, vec![b'x'; session.limit()]).unwrap();
        assert!(NAME.len() + 1 + value.len() <= MAX_COOKIE_BYTES, "{}", value.len());
        assert!(session.limit() > 2900);
    }

    #[test]
    fn a_short_secret_is_refused_and_no_secret_is_printed() {
        assert!(Key::from_secret(b"short").unwrap_err().contains("at least 32"));
        assert_eq!(format!("{:?}", key(1)), "Key(..)");
    }
}
