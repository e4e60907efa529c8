//! What somebody may have meant who wrote a name that is not there.

/// The names that are like this one, the likest first, three at most.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut like: Vec<_> = names
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    like.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    like.dedup();
    like.into_iter().take(3).map(|(_, other)| other).collect()
}

/// The same as the end of a sentence: `; did you mean …?`, or nothing.
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
    fn the_likest_comes_first_and_what_is_not_alike_is_left_out() {
        let names = ["events.store", "events.show", "account", "events.show"];
        assert_eq!(
            did_you_mean("event.show", names.into_iter()),
            "; did you mean `events.show` or `events.store`?"
        );
        assert_eq!(did_you_mean("acount", names.into_iter()), "; did you mean `account`?");
        assert_eq!(did_you_mean("zzz", names.into_iter()), "");
    }
}
