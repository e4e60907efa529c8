//! The application's secret, from which its cookies are encrypted and signed.

use std::fmt;

/// The shortest secret, in bytes: what the cipher's own key has.
const SHORTEST: usize = 32;

/// A secret, ready to be used.
#[derive(Clone)]
pub(crate) struct Key(::cookie::Key);

impl Key {
    /// A key out of a secret of at least 32 bytes.
    pub(crate) fn from_secret(secret: &[u8]) -> Result<Self, String> {
        if secret.len() < SHORTEST {
            return Err(format!(
                "the secret has {} bytes; write at least {SHORTEST} random ones, as `openssl rand -base64 48` prints them",
                secret.len()
            ));
        }
        Ok(Self(::cookie::Key::derive_from(secret)))
    }

    /// A key that lives as long as this process.
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

/// The key that writes, and those that were used before it and are still read.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) current: Key,
    pub(crate) previous: Vec<Key>,
}

impl Keys {
    /// The key that writes comes first.
    pub(crate) fn readable(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}
