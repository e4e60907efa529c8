//! A set of prop indexes.

/// How many words are kept in place: pages of up to 128 props need no allocation.
const INLINE: usize = 2;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: [u64; INLINE],
    more: Vec<u64>,
}

impl Bits {
    /// An empty set with room for the indexes below `total`.
    pub(crate) fn with_room(total: usize) -> Self {
        let words = total.div_ceil(64);
        Self { words: [0; INLINE], more: vec![0; words.saturating_sub(INLINE)] }
    }

    pub(crate) fn set(&mut self, index: usize, on: bool) {
        let mask = 1 << (index % 64);
        if let Some(word) = self.word_mut(index / 64) {
            if on {
                *word |= mask;
            } else {
                *word &= !mask;
            }
        }
    }

    pub(crate) fn has(&self, index: usize) -> bool {
        let word = index / 64;
        let word = self.words.get(word).or_else(|| self.more.get(word.wrapping_sub(INLINE)));
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().chain(&self.more).all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().chain(&self.more).map(|word| word.count_ones() as usize).sum()
    }

    fn word_mut(&mut self, word: usize) -> Option<&mut u64> {
        if word < INLINE { self.words.get_mut(word) } else { self.more.get_mut(word - INLINE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_of_any_size_are_kept_apart() {
        let mut bits = Bits::with_room(200);
        assert!(bits.is_empty());
        for index in [0, 63, 64, 127, 128, 199] {
            bits.set(index, true);
            assert!(bits.has(index) && !bits.has(index + 1), "{index}");
        }
        assert_eq!(bits.count(), 6);
        bits.set(128, false);
        assert!(!bits.has(128) && bits.has(199));
        assert!(!bits.has(10_000));
    }
}
