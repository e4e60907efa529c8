//! What was said before. Bounded, because what a renderer says is not ours to choose.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, PoisonError},
};

/// So many different things are remembered; then it begins anew.
const MOST: usize = 256;

/// Remembers hashes of what was said.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hasher: RandomState,
    hashes: Mutex<HashSet<u64>>,
}

impl Seen {
    /// Whether this is said for the first time.
    pub(super) fn is_new(&self, what: impl Hash) -> bool {
        let hash = self.hasher.hash_one(what);
        let mut hashes = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if hashes.len() >= MOST && !hashes.contains(&hash) {
            hashes.clear();
        }
        hashes.insert(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_new_once_and_few_are_remembered() {
        let seen = Seen::default();
        assert!(seen.is_new(("render", "a")));
        assert!(!seen.is_new(("render", "a")));
        for number in 0..10 * MOST {
            seen.is_new(number);
        }
        assert!(seen.hashes.lock().unwrap().len() <= MOST);
        assert!(seen.is_new(("render", "a")));
    }
}
