//! The session's part of the configuration.

use std::borrow::Cow;

use super::{CookieRules, Session, SessionBackend};
#[cfg(feature = "cookie-session")]
use super::{Key, Keys, cookie::CookieSession};

/// What the names of flash cookies begin with when the application says nothing.
const NAME: &str = "inertia-flash";

/// What the builder was told.
#[derive(Debug)]
pub(crate) struct SessionSettings {
    pub(crate) choice: Choice,
    pub(crate) name: Cow<'static, str>,
    pub(crate) secure: bool,
    #[cfg(feature = "cookie-session")]
    pub(crate) secrets: Secrets,
}

/// Where flash is kept.
#[derive(Debug)]
pub(crate) enum Choice {
    /// In an encrypted cookie, if the feature is there.
    Default,
    Backend(Box<dyn SessionBackend>),
    Nowhere,
}

/// The secrets as they were written; when the builder has none, the environment's count.
#[cfg(feature = "cookie-session")]
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    pub(crate) current: Option<Vec<u8>>,
    pub(crate) previous: Vec<Vec<u8>>,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            choice: Choice::Default,
            name: NAME.into(),
            secure: true,
            #[cfg(feature = "cookie-session")]
            secrets: Secrets::default(),
        }
    }
}

impl SessionSettings {
    /// How cookies are written, below the path at which a proxy publishes the application.
    pub(crate) fn cookies(&self, path_prefix: &str) -> Result<CookieRules, String> {
        let plain = !self.name.is_empty()
            && self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !plain {
            return Err(format!(
                "`.session_cookie({:?})`: the name of a cookie is letters, digits, dashes and underscores",
                self.name
            ));
        }
        let path = if path_prefix.is_empty() { "/" } else { path_prefix };
        // Browsers refuse such a cookie without a word.
        let host = self.name.starts_with("__Host-") && path != "/";
        if host || (self.name.starts_with("__") && !self.secure) {
            return Err(format!(
                "`.session_cookie({:?})`: browsers take a `__Host-` cookie only with `.secure_cookies(true)` and without a \
                 path in `.public_url(..)`, a `__Secure-` cookie only with `.secure_cookies(true)`",
                self.name
            ));
        }
        Ok(CookieRules { name: self.name.clone(), path: path.to_owned(), secure: self.secure })
    }

    /// Whether a secret is needed for the session.
    #[cfg(feature = "cookie-session")]
    pub(crate) fn encrypts(&self) -> bool {
        matches!(self.choice, Choice::Default)
    }

    /// The session, if there is one.
    pub(crate) fn session(
        self,
        cookies: CookieRules,
        #[cfg(feature = "cookie-session")] keys: Option<&Keys>,
    ) -> Option<Session> {
        let backend = match self.choice {
            Choice::Backend(backend) => backend,
            Choice::Nowhere => return None,
            #[cfg(feature = "cookie-session")]
            Choice::Default => Box::new(CookieSession::new(keys?.clone(), &cookies.name)),
            #[cfg(not(feature = "cookie-session"))]
            Choice::Default => return None,
        };
        Some(Session { backend, cookies })
    }
}

#[cfg(feature = "cookie-session")]
impl Secrets {
    /// The keys: the builder's, the environment's, or while developing one that ends with the process.
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
    fn a_short_secret_is_named_by_the_call_that_gave_it() {
        let secrets = Secrets { current: Some(vec![1; 31]), previous: Vec::new() };
        assert!(secrets.keys().unwrap_err().starts_with("`.key(..)`: the secret has 31 bytes"));
        let secrets = Secrets { current: Some(vec![1; 32]), previous: vec![vec![2; 3]] };
        assert!(secrets.keys().unwrap_err().starts_with("`.previous_key(..)`"));
    }

    #[test]
    fn cookies_live_where_the_application_is_published() {
        let settings = SessionSettings::default();
        assert_eq!(settings.cookies("").unwrap().path, "/");
        assert_eq!(settings.cookies("/app").unwrap().path, "/app");
        let settings = SessionSettings { name: "a b".into(), ..settings };
        assert!(settings.cookies("").unwrap_err().contains("session_cookie"));
    }

    #[test]
    fn a_name_that_browsers_refuse_with_these_settings_stops_the_start() {
        let cookies = |name: &'static str, secure, path| {
            SessionSettings { name: name.into(), secure, ..SessionSettings::default() }.cookies(path)
        };
        assert!(cookies("__Host-flash", true, "").is_ok());
        assert!(cookies("__Secure-flash", true, "/app").is_ok());
        assert!(cookies("__Host-flash", true, "/app").unwrap_err().contains("__Host-"));
        assert!(cookies("__Host-flash", false, "").is_err());
        assert!(cookies("__Secure-flash", false, "").is_err());
    }
}
