//! A set of prop indexes.

/// How many words are kept in place: pages of up to 128 props need no allocation.
const INLINE: usize = 2;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: [u64; INLINE],
    /// Nothing for most pages, so that a copy costs as little as two words.
    more: Option<Box<[u64]>>,
}

impl Bits {
    /// An empty set with room for the indexes below `total`.
    pub(crate) fn with_room(total: usize) -> Self {
        let more = total.div_ceil(64).saturating_sub(INLINE);
        Self { words: [0; INLINE], more: (more > 0).then(|| vec![0; more].into_boxed_slice()) }
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

    #[inline]
    pub(crate) fn has(&self, index: usize) -> bool {
        let word = match self.words.get(index / 64) {
            Some(word) => *word,
            None => self.word_beyond(index / 64),
        };
        word & (1 << (index % 64)) != 0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words == [0; INLINE] && self.beyond().iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().chain(self.beyond()).map(|word| word.count_ones() as usize).sum()
    }

    fn beyond(&self) -> &[u64] {
        self.more.as_deref().unwrap_or_default()
    }

    #[cold]
    fn word_beyond(&self, word: usize) -> u64 {
        self.beyond().get(word.wrapping_sub(INLINE)).copied().unwrap_or_default()
    }

    fn word_mut(&mut self, word: usize) -> Option<&mut u64> {
        match word.checked_sub(INLINE) {
            None => self.words.get_mut(word),
            Some(beyond) => self.more.as_mut()?.get_mut(beyond),
        }
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
