//! The nonce by which a document's scripts and styles are allowed in its security policy.

/// 128 random bits in hexadecimal digits. If the system has no random numbers, the nonce is empty, which matches no script: the
/// browser then blocks all scripts instead of allowing them all.
pub(crate) fn nonce() -> Box<str> {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => format!("{:032x}", u128::from_ne_bytes(bytes)).into(),
        Err(error) => {
            tracing::error!("there is no nonce for the security policy: {error}");
            "".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nonce;

    #[test]
    fn a_nonce_is_new_every_time() {
        let nonces = [nonce(), nonce(), nonce()];
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
        assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2]);
    }
}
