//! What was said before. Bounded, because what a renderer says is not ours to choose.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// So many different things are remembered, and no more of them are new, for this long.
const MOST: usize = 256;
const PERIOD: Duration = Duration::from_secs(600);

/// Remembers hashes of what was said.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hasher: RandomState,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    hashes: HashSet<u64>,
    /// When it was filled.
    full: Option<Instant>,
}

impl Seen {
    /// Whether this is said for the first time, as far as is remembered. Where everything is different, only some of it is
    /// new: a visitor who can make up failures shall not fill the log.
    pub(super) fn is_new(&self, what: impl Hash) -> bool {
        let hash = self.hasher.hash_one(what);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.full.is_some_and(|full| full.elapsed() >= PERIOD) {
            *memory = Memory::default();
        }
        if memory.full.is_some() {
            return false;
        }
        let new = memory.hashes.insert(hash);
        if memory.hashes.len() >= MOST {
            memory.full = Some(Instant::now());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_thing_is_new_once_and_few_things_are() {
        let seen = Seen::default();
        assert!(seen.is_new(("render", "a")));
        assert!(!seen.is_new(("render", "a")));
        let new = (0..10 * MOST).filter(|number| seen.is_new(number)).count();
        assert_eq!(new, MOST - 1);
        tokio::time::advance(PERIOD).await;
        assert!(seen.is_new(("render", "a")));
    }
}
