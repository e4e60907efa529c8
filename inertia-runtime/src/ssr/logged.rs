//! Which failures were logged already. The memory is bounded, because a renderer may report any number of different failures.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// After this many different failures, none counts as new until `MEMORY_PERIOD` has passed.
const MAX_REMEMBERED: usize = 256;
const MEMORY_PERIOD: Duration = Duration::from_secs(600);

/// Remembers hashes of logged failures.
#[derive(Debug, Default)]
pub(super) struct LogMemory {
    hasher: RandomState,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    hashes: HashSet<u64>,
    /// When `MAX_REMEMBERED` was reached.
    full: Option<Instant>,
}

impl LogMemory {
    /// Whether this value was not passed before. Only `MAX_REMEMBERED` values count as new in each period, so that a visitor
    /// who can cause different failures cannot fill the log.
    pub(super) fn is_new(&self, value: impl Hash) -> bool {
        let hash = self.hasher.hash_one(value);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.full.is_some_and(|full| full.elapsed() >= MEMORY_PERIOD) {
            *memory = Memory::default();
        }
        if memory.full.is_some() {
            return false;
        }
        let new = memory.hashes.insert(hash);
        if memory.hashes.len() >= MAX_REMEMBERED {
            memory.full = Some(Instant::now());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_value_is_new_once_and_the_number_of_new_values_is_limited() {
        let logged = LogMemory::default();
        assert!(logged.is_new(("render", "a")));
        assert!(!logged.is_new(("render", "a")));
        let new = (0..10 * MAX_REMEMBERED).filter(|number| logged.is_new(number)).count();
        assert_eq!(new, MAX_REMEMBERED - 1);
        tokio::time::advance(MEMORY_PERIOD).await;
        assert!(logged.is_new(("render", "a")));
    }
}
