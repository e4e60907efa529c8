//! Did-you-mean suggestions.

/// The most similar names, at most three, the most similar first.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut similar: Vec<_> = names
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(similarity, _)| *similarity > 0.75)
        .collect();
    similar.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    similar.dedup();
    similar.into_iter().take(3).map(|(_, other)| other).collect()
}

/// The end of an error message, `; did you mean …?`. Empty when no name is similar.
pub(crate) fn did_you_mean<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    match &*nearest(name, names) {
        [] => String::new(),
        [one] => format!("; did you mean `{one}`?"),
        [others @ .., last] => format!("; did you mean `{}` or `{last}`?", others.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_name_is_first_and_others_are_left_out() {
        let names = ["events.store", "events.show", "account", "events.show"];
        assert_eq!(
            did_you_mean("event.show", names.into_iter()),
            "; did you mean `events.show` or `events.store`?"
        );
        assert_eq!(did_you_mean("acount", names.into_iter()), "; did you mean `account`?");
        assert_eq!(did_you_mean("zzz", names.into_iter()), "");
    }
}
