//! Hashing passwords, away from the threads that answer requests.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use inertia::Error;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// One hash takes 19 MiB for a moment, so that only so many are made at a time.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// The hash of a password that nobody has. Who logs in with an unknown address is compared with this one, and waits
/// as long as somebody with a wrong password does.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes a password, with a salt of its own.
///
/// # Errors
///
/// When the system has no randomness to give.
pub(crate) async fn hash(password: String) -> Result<String, Error> {
    let _permit = AT_A_TIME.acquire().await?;
    let hash = spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    Ok(hash.await??)
}

/// Whether a password is the one with this hash. Without a hash it is not, which takes as long to say.
///
/// # Errors
///
/// When what is compared with is no hash.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    let _permit = AT_A_TIME.acquire().await?;
    let verify = move || {
        let expected = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS))?;
        let right = Argon2::default().verify_password(password.as_bytes(), &expected).is_ok();
        Ok::<_, argon2::password_hash::phc::Error>(right && hash.is_some())
    };
    Ok(spawn_blocking(verify).await??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let first = hash("correct horse".to_owned()).await.unwrap();
        let second = hash("correct horse".to_owned()).await.unwrap();
        assert_ne!(first, second);
        assert!(verify("correct horse".to_owned(), Some(first.clone())).await.unwrap());
        assert!(!verify("battery staple".to_owned(), Some(first)).await.unwrap());
        assert!(!verify("correct horse".to_owned(), None).await.unwrap());
    }

    #[test]
    fn nobodys_hash_costs_what_everybodys_does() {
        let real = Argon2::default().hash_password(b"a password").unwrap();
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        assert_eq!((nobodys.algorithm, nobodys.version), (real.algorithm, real.version));
        assert_eq!(nobodys.params, real.params);
        assert_eq!(nobodys.hash.unwrap().as_ref().len(), real.hash.unwrap().as_ref().len());
    }
}
