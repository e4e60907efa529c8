//! The application's secret, from which its cookies are encrypted and signed.

use std::fmt;

/// The length of the cipher's own key.
const MIN_SECRET_BYTES: usize = 32;

/// A key derived from a secret.
#[derive(Clone)]
pub(crate) struct Key(::cookie::Key);

impl Key {
    /// A key from a secret of at least 32 bytes.
    pub(crate) fn from_secret(secret: &[u8]) -> Result<Self, String> {
        if secret.len() < MIN_SECRET_BYTES {
            return Err(format!(
                "the secret has {} bytes; write at least {MIN_SECRET_BYTES} random ones, as `openssl rand -base64 48` prints them",
                secret.len()
            ));
        }
        Ok(Self(::cookie::Key::derive_from(secret)))
    }

    /// A random key, which is lost when the process ends.
    pub(crate) fn ephemeral() -> Result<Self, String> {
        ::cookie::Key::try_generate()
            .map(Self)
            .ok_or_else(|| "the operating system has no random numbers".to_owned())
    }

    pub(crate) fn get(&self) -> &::cookie::Key {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The key that encrypts and signs, and earlier ones whose cookies are still accepted.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) current: Key,
    pub(crate) previous: Vec<Key>,
}

impl Keys {
    /// All keys, the current one first.
    pub(crate) fn readable(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}
