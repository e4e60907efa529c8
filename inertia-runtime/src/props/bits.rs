//! A set of prop indexes.

/// The number of words stored without an allocation, enough for pages with up to 128 props.
const INLINE_WORDS: usize = 2;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: [u64; INLINE_WORDS],
    /// The words above the inline ones. `None` for most pages, so that cloning a set copies two words.
    more: Option<Box<[u64]>>,
}

impl Bits {
    /// An empty set with capacity for the indexes below `total`.
    pub(crate) fn with_room(total: usize) -> Self {
        let more = total.div_ceil(64).saturating_sub(INLINE_WORDS);
        Self { words: [0; INLINE_WORDS], more: (more > 0).then(|| vec![0; more].into_boxed_slice()) }
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
        self.words == [0; INLINE_WORDS] && self.beyond().iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().chain(self.beyond()).map(|word| word.count_ones() as usize).sum()
    }

    fn beyond(&self) -> &[u64] {
        self.more.as_deref().unwrap_or_default()
    }

    #[cold]
    fn word_beyond(&self, word: usize) -> u64 {
        self.beyond().get(word.wrapping_sub(INLINE_WORDS)).copied().unwrap_or_default()
    }

    fn word_mut(&mut self, word: usize) -> Option<&mut u64> {
        match word.checked_sub(INLINE_WORDS) {
            None => self.words.get_mut(word),
            Some(beyond) => self.more.as_mut()?.get_mut(beyond),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_above_the_inline_words_are_stored() {
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
