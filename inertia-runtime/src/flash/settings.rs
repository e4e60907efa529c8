//! The settings of the session.

use std::borrow::Cow;

use crate::flash::{CookieRules, Session, SessionBackend};
#[cfg(feature = "cookie-session")]
use crate::flash::{Key, Keys, cookie::CookieSession};

/// The default name of flash cookies whose attributes do not allow the prefix `__Host-`.
const DEFAULT_COOKIE_NAME: &str = "inertia-flash";
/// The default name otherwise. Browsers accept a `__Host-` cookie only from this very host, so a neighbouring
/// subdomain cannot set one.
const DEFAULT_HOST_COOKIE_NAME: &str = "__Host-inertia-flash";
/// How many cookies of one request a backend that does I/O looks up. No browser sends that many: Chrome and Firefox store at
/// most 180 cookies of one site.
const MAX_BACKEND_LOADS: usize = 256;

/// The settings as the builder collects them.
#[derive(Debug)]
pub(crate) struct SessionSettings {
    pub(crate) storage: FlashStorage,
    /// The prefix of the names of flash cookies, if it was set.
    pub(crate) name: Option<Cow<'static, str>>,
    pub(crate) secure: bool,
    #[cfg(feature = "cookie-session")]
    pub(crate) secrets: Secrets,
}

/// Where flash is stored.
#[derive(Debug)]
pub(crate) enum FlashStorage {
    /// In an encrypted cookie, with the feature `cookie-session`.
    Default,
    Backend(Box<dyn SessionBackend>),
    Disabled,
}

/// The secrets of the builder. Without any, those of the environment are used.
#[cfg(feature = "cookie-session")]
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    pub(crate) current: Option<Vec<u8>>,
    pub(crate) previous: Vec<Vec<u8>>,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            storage: FlashStorage::Default,
            name: None,
            secure: true,
            #[cfg(feature = "cookie-session")]
            secrets: Secrets::default(),
        }
    }
}

impl SessionSettings {
    /// How cookies are written. `path_prefix` is the path under which a proxy publishes the application.
    pub(crate) fn cookies(&self, path_prefix: &str) -> Result<CookieRules, String> {
        let path = if path_prefix.is_empty() { "/" } else { path_prefix };
        let default = if self.secure && path == "/" { DEFAULT_HOST_COOKIE_NAME } else { DEFAULT_COOKIE_NAME };
        let name = self.name.clone().unwrap_or(Cow::Borrowed(default));
        let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || !name.bytes().all(is_name_byte) {
            return Err(format!(
                "`.session_cookie({name:?})`: the name of a cookie is letters, digits, dashes and underscores"
            ));
        }
        let rules = CookieRules { name, path: path.to_owned(), secure: self.secure };
        rules.check_prefix(&rules.name, &format!(".session_cookie({:?})", rules.name))?;
        Ok(rules)
    }

    /// Whether a secret is needed for the session.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn encrypts(&self) -> bool {
        matches!(self.storage, FlashStorage::Default)
    }

    /// The session, if there is one.
    pub(crate) fn session(
        self,
        cookies: CookieRules,
        #[cfg(feature = "cookie-session")] keys: Option<&Keys>,
    ) -> Option<Session> {
        let (backend, max_loads): (Box<dyn SessionBackend>, usize) = match self.storage {
            FlashStorage::Backend(backend) => (backend, MAX_BACKEND_LOADS),
            FlashStorage::Disabled => return None,
            // Decryption takes time in proportion to the cookie's length.
            #[cfg(feature = "cookie-session")]
            FlashStorage::Default => (Box::new(CookieSession::new(keys?.clone(), &cookies.name)), usize::MAX),
            #[cfg(not(feature = "cookie-session"))]
            FlashStorage::Default => return None,
        };
        Some(Session { backend, max_loads, cookies })
    }
}

#[cfg(feature = "cookie-session")]
impl Secrets {
    /// The keys: the builder's or the environment's. In debug builds without either, a random key of this process.
    pub(crate) fn keys(&self) -> Result<Keys, String> {
        let (mut current, mut previous) = (self.current.clone(), self.previous.clone());
        let (mut call, mut earlier) = ("`.key(..)`", "`.previous_key(..)`");
        if current.is_none() {
            (call, earlier) = (
                "the environment variable `INERTIA_KEY`",
                "the environment variable `INERTIA_PREVIOUS_KEYS`",
            );
            current = std::env::var("INERTIA_KEY").ok().map(String::into_bytes);
            let listed = std::env::var("INERTIA_PREVIOUS_KEYS").unwrap_or_default();
            let listed = listed.split(',').map(str::trim).filter(|secret| !secret.is_empty());
            previous.extend(listed.map(|secret| secret.as_bytes().to_vec()));
        }
        let current = match current {
            Some(secret) => Key::from_secret(&secret).map_err(|reason| format!("{call}: {reason}"))?,
            None if cfg!(debug_assertions) => {
                tracing::warn!(
                    "`INERTIA_KEY` is not set: cookies are encrypted with a key that ends with this process, and a release \
                     build would not start"
                );
                Key::ephemeral()?
            }
            None => {
                return Err("no key for the encrypted cookie that flash and errors wait in: set the environment variable \
                     `INERTIA_KEY` to at least 32 random bytes, as `openssl rand -base64 48` prints them, or write \
                     `.key(..)`, `.session(..)` or `.without_session()` in the configuration"
                    .to_owned());
            }
        };
        let previous = previous.iter().map(|secret| Key::from_secret(secret)).collect::<Result<_, _>>();
        Ok(Keys { current, previous: previous.map_err(|reason| format!("{earlier}: {reason}"))? })
    }
}

#[cfg(all(test, feature = "cookie-session"))]
mod tests {
    use super::*;

    #[test]
    fn the_error_for_a_short_secret_names_its_call() {
        let secrets = Secrets { current: Some(vec![1; 31]), previous: Vec::new() };
        assert!(secrets.keys().unwrap_err().starts_with("`.key(..)`: the secret has 31 bytes"));
        let secrets = Secrets { current: Some(vec![1; 32]), previous: vec![vec![2; 3]] };
        assert!(secrets.keys().unwrap_err().starts_with("`.previous_key(..)`"));
    }

    #[test]
    fn the_path_of_cookies_is_that_of_the_public_url() {
        let settings = SessionSettings::default();
        assert_eq!(settings.cookies("").unwrap().path, "/");
        assert_eq!(settings.cookies("/app").unwrap().path, "/app");
        let settings = SessionSettings { name: Some("a b".into()), ..settings };
        assert!(settings.cookies("").unwrap_err().contains("session_cookie"));
    }

    #[test]
    fn the_default_name_has_the_host_prefix_where_browsers_accept_it() {
        let name = |secure, path| {
            SessionSettings { secure, ..SessionSettings::default() }.cookies(path).unwrap().name
        };
        assert_eq!(name(true, ""), "__Host-inertia-flash");
        assert_eq!(name(false, ""), "inertia-flash");
        assert_eq!(name(true, "/app"), "inertia-flash");
    }

    #[test]
    fn a_cookie_name_that_browsers_would_refuse_is_an_error() {
        let cookies = |name: &'static str, secure, path| {
            SessionSettings { name: Some(name.into()), secure, ..SessionSettings::default() }.cookies(path)
        };
        assert!(cookies("__Host-flash", true, "").is_ok());
        assert!(cookies("__Secure-flash", true, "/app").is_ok());
        assert!(cookies("__Host-flash", true, "/app").unwrap_err().contains("__Host-"));
        // Browsers ignore the case of a prefix.
        assert!(cookies("__host-flash", true, "/app").is_err());
        assert!(cookies("__Host-flash", false, "").is_err());
        assert!(cookies("__Secure-flash", false, "").is_err());
    }
}
