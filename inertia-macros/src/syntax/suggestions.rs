//! Did you mean …?

/// The candidate nearest to what was written, when one is near enough to be meant.
pub(crate) fn nearest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let written = written.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= tolerated(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The candidates that may be meant, the nearest first: those that are near in writing, and those that end in the same
/// way, as `Event/Index` does when only `Index` was written.
pub(crate) fn nearest_few<'a>(written: &str, candidates: &[&'a str], most: usize) -> Vec<&'a str> {
    let lower = written.to_lowercase();
    let mut near: Vec<(usize, &'a str)> = candidates
        .iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            let ends = other.strip_suffix(&*lower).is_some_and(|before| before.ends_with('/'));
            (ends || distance <= tolerated(candidate)).then_some((distance, *candidate))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// One slip in a short word, three in a long one.
fn tolerated(candidate: &str) -> usize {
    (candidate.chars().count() / 3).clamp(1, 3)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KEYS: &[&str] = &["group", "rescue", "timeout", "at"];

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        assert_eq!(nearest("gruop", KEYS), Some("group"));
        assert_eq!(nearest("rescued", KEYS), Some("rescue"));
        assert_eq!(nearest("time_out", KEYS), Some("timeout"));
        assert_eq!(nearest("Group", KEYS), Some("group"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("priority", KEYS), None);
        assert_eq!(nearest("once", KEYS), None);
    }
}
