//! The names of fields, as paths: `a[b][0][c]`, `a.b.0.c`, `a[]`.

use std::borrow::Cow;

use super::unreadable::Unreadable;

/// One step from a value to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// To a member. Whether digits are an index is decided by the type that reads the values.
    Member(Cow<'a, str>),
    /// To a new element of a list: `[]`.
    Push,
}

/// The path that a name in a query or in a form stands for. It has at least one step, and the first is a member.
///
/// Dots and brackets nest; a dot in brackets does not, nor does `\.`. A name that is no path by these rules, as `a[` or
/// `.a`, is taken as it is.
pub(super) fn path(name: &str, deepest: usize) -> Result<Vec<Step<'_>>, Unreadable> {
    steps(name, deepest, true)
}

/// The path that a name in JSON stands for, where only dots nest.
pub(super) fn dotted(name: &str, deepest: usize) -> Result<Vec<Step<'_>>, Unreadable> {
    steps(name, deepest, false)
}

fn steps(name: &str, deepest: usize, brackets: bool) -> Result<Vec<Step<'_>>, Unreadable> {
    let mut steps = Vec::new();
    let mut rest = name;
    let mut depth = 0;
    loop {
        let (step, after) = match rest.strip_prefix('[').filter(|_| brackets && !steps.is_empty()) {
            Some(inside) => match inside.split_once(']') {
                Some(("", after)) => (Step::Push, after),
                Some((key, after)) => (Step::Member(key.into()), after),
                None => return literal(name, deepest),
            },
            None => match member(rest, brackets) {
                (key, _) if key.is_empty() => return literal(name, deepest),
                (key, after) => (Step::Member(key), after),
            },
        };
        depth += match &step {
            Step::Member(key) => levels(key),
            Step::Push => 1,
        };
        // Looks no further than the limit, however long the name is.
        if depth > deepest {
            return Err(Unreadable::TooDeep { limit: deepest });
        }
        steps.push(step);
        rest = match after.strip_prefix('.') {
            _ if after.is_empty() => return Ok(steps),
            Some(next) => next,
            None if after.starts_with('[') => after,
            None => return literal(name, deepest),
        };
    }
}

fn literal(name: &str, deepest: usize) -> Result<Vec<Step<'_>>, Unreadable> {
    if levels(name) > deepest {
        return Err(Unreadable::TooDeep { limit: deepest });
    }
    Ok(vec![Step::Member(name.into())])
}

/// How many segments a member's name is in the dotted key of a message, where a dot in brackets is one like any other.
pub(super) fn levels(name: &str) -> usize {
    1 + name.bytes().filter(|byte| *byte == b'.').count()
}

/// The text up to the next dot or bracket that nests, and what follows.
fn member(text: &str, brackets: bool) -> (Cow<'_, str>, &str) {
    let mut before = b' ';
    let end = text.bytes().position(|byte| {
        let escaped = before == b'\\';
        before = byte;
        (byte == b'.' && !escaped) || (byte == b'[' && brackets)
    });
    let (key, rest) = text.split_at(end.unwrap_or(text.len()));
    let key = if key.contains('\\') { key.replace("\\.", ".").into() } else { key.into() };
    (key, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(steps: Vec<Step<'_>>) -> Vec<String> {
        let show = |step| match step {
            Step::Member(key) => format!("{key:?}"),
            Step::Push => "+".to_owned(),
        };
        steps.into_iter().map(show).collect()
    }

    #[test]
    fn dots_and_brackets_nest_and_anything_else_is_a_name() {
        for (name, expected) in [
            ("a", "\"a\""),
            ("a[b][0][c]", "\"a\" \"b\" \"0\" \"c\""),
            ("a.b.0.c", "\"a\" \"b\" \"0\" \"c\""),
            ("a.b[0].c", "\"a\" \"b\" \"0\" \"c\""),
            ("a[]", "\"a\" +"),
            ("l[][t][]", "\"l\" + \"t\" +"),
            (r"v1\.2.b", "\"v1.2\" \"b\""),
            (r"a\b", r#""a\\b""#),
            ("a[b.c]", "\"a\" \"b.c\""),
            ("a[__proto__]", "\"a\" \"__proto__\""),
            ("a[ ]", "\"a\" \" \""),
            // These are no paths.
            ("", "\"\""),
            ("[]", "\"[]\""),
            ("[a]", "\"[a]\""),
            ("a[", "\"a[\""),
            ("a[b", "\"a[b\""),
            ("a]", "\"a]\""),
            ("a[b]c", "\"a[b]c\""),
            ("a[[b]]", "\"a[[b]]\""),
            (".a", "\".a\""),
            ("a.", "\"a.\""),
            ("a..b", "\"a..b\""),
            ("...", "\"...\""),
            ("a[b].", "\"a[b].\""),
        ] {
            assert_eq!(shown(path(name, 16).unwrap()).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn in_json_only_dots_nest() {
        for (name, expected) in [
            ("user.name", "\"user\" \"name\""),
            (r"user\.name", "\"user.name\""),
            ("a[b]", "\"a[b]\""),
            ("a[].b", "\"a[]\" \"b\""),
            ("a[b", "\"a[b\""),
        ] {
            assert_eq!(shown(dotted(name, 16).unwrap()).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn a_path_may_be_as_long_as_the_limit() {
        assert!(path("a[b][][d]", 4).is_ok());
        for name in ["a[b][c][d][e]", "a.b.c.d.e", "a[][][][]"] {
            assert!(matches!(path(name, 4), Err(Unreadable::TooDeep { limit: 4 })), "{name}");
        }
    }
}
