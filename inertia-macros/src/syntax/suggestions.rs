//! Did-you-mean suggestions.

/// The candidate most similar to what was written, when one is similar enough.
pub(crate) fn nearest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    nearest_few(written, candidates, 1).first().copied()
}

/// At most `max` candidates, the most similar first: those with a similar spelling, and those that end with what was written,
/// as `Event/Index` does when only `Index` was written.
pub(crate) fn nearest_few<'a>(written: &str, candidates: &[&'a str], max: usize) -> Vec<&'a str> {
    let lower = written.to_lowercase();
    let mut near: Vec<(usize, &'a str)> = candidates
        .iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            let ends = other.strip_suffix(&*lower).is_some_and(|before| before.ends_with('/'));
            (ends || distance <= max_distance(candidate)).then_some((distance, *candidate))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(max).map(|(_, candidate)| candidate).collect()
}

/// How many edits a candidate may be away: one for a short word, three for a long one.
fn max_distance(candidate: &str) -> usize {
    (candidate.chars().count() / 3).clamp(1, 3)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KEYS: &[&str] = &["group", "rescue", "timeout", "at"];

    #[test]
    fn a_typo_finds_the_intended_word() {
        assert_eq!(nearest("gruop", KEYS), Some("group"));
        assert_eq!(nearest("rescued", KEYS), Some("rescue"));
        assert_eq!(nearest("time_out", KEYS), Some("timeout"));
        assert_eq!(nearest("Group", KEYS), Some("group"));
    }

    #[test]
    fn a_different_word_finds_nothing() {
        assert_eq!(nearest("priority", KEYS), None);
        assert_eq!(nearest("once", KEYS), None);
    }
}
