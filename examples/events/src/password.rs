//! Hashing passwords, away from the threads that answer requests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use inertia::Error;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// One hash takes 19 MiB for a moment, so that only so many are made at a time.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// That memory, as far as nobody uses it. An allocator that gets such pieces back and hands them out again keeps many times as
/// much in the end.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

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
    let mut salt = [0; Salt::RECOMMENDED_LENGTH];
    getrandom::fill(&mut salt)?;
    with_memory(move |memory| {
        let (params, salt) = (Params::DEFAULT, Salt::new(&salt)?);
        let hash = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::default().into()),
            hash: Some(output(&password, &salt, &params, memory)?),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
        };
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one with this hash. Without a hash it is not, which takes as long to say.
///
/// # Errors
///
/// When what is compared with is no hash.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    with_memory(move |memory| {
        let expected = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS))?;
        let salt = expected.salt.ok_or_else(|| Error::new("the hash of a password has no salt"))?;
        let params = Params::try_from(&expected)?;
        // Two outputs are compared in the same time, wherever they differ.
        let right = expected.hash == Some(output(&password, &salt, &params, memory)?);
        Ok(right && hash.is_some())
    })
    .await
}

fn output(password: &str, salt: &Salt, params: &Params, memory: &mut Vec<Block>) -> Result<Output, Error> {
    memory.resize(params.block_count(), Block::new());
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone()).hash_password_into_with_memory(
        password.as_bytes(),
        salt,
        &mut output,
        &mut **memory,
    )?;
    Ok(Output::new(&output)?)
}

/// Does what takes memory and time. A visitor who has gone meanwhile stops nothing, so his place is taken until it is done.
async fn with_memory<T: Send + 'static>(
    work: impl FnOnce(&mut Vec<Block>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let permit = AT_A_TIME.acquire().await?;
    let done = spawn_blocking(move || {
        let mut memory = spare().pop().unwrap_or_default();
        let done = work(&mut memory);
        spare().push(memory);
        drop(permit);
        done
    });
    done.await?
}

fn spare() -> MutexGuard<'static, Vec<Vec<Block>>> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::sync::mpsc;
    use std::task::Poll;

    use argon2::PasswordHasher;
    use argon2::password_hash::PasswordVerifier;

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

    #[tokio::test]
    async fn others_read_these_hashes_and_these_those_of_others() {
        let ours = hash("correct horse".to_owned()).await.unwrap();
        Argon2::default().verify_password(b"correct horse", ours.as_str()).unwrap();
        let theirs = Argon2::default().hash_password(b"correct horse").unwrap().to_string();
        assert!(verify("correct horse".to_owned(), Some(theirs)).await.unwrap());
    }

    #[tokio::test]
    async fn who_goes_away_takes_a_place_until_the_work_is_done() {
        let (go_on, wait) = mpsc::channel::<()>();
        {
            let mut left = pin!(with_memory(move |_| Ok(wait.recv().is_err())));
            poll_fn(|cx| Poll::Ready(left.as_mut().poll(cx).is_pending())).await;
        }
        let places = AT_A_TIME.available_permits();
        assert!(AT_A_TIME.try_acquire_many(4).is_err(), "{places} are free");
        drop(go_on);
        drop(AT_A_TIME.acquire_many(4).await.unwrap());
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
