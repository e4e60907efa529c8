//! Parses the names of fields into paths: `a[b][0][c]`, `a.b.0.c`, `a[]`.

use std::borrow::Cow;

use crate::form::body::unreadable::UnreadableBody;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A member. Whether digits are an index depends on the type that is decoded later.
    Member(Cow<'a, str>),
    /// A new element of a list: `[]`.
    Push,
}

/// Parses a name of a query or an HTML form. The path has at least one step, and the first is a member.
///
/// Dots and brackets nest. A dot in brackets and `\.` are literal. A name that does not follow these rules, such as `a[`
/// or `.a`, is a single literal member.
pub(crate) fn path(name: &str, max_depth: usize) -> Result<Vec<Step<'_>>, UnreadableBody> {
    steps(name, max_depth, true)
}

/// Parses a name in JSON, where only dots nest.
pub(crate) fn dotted(name: &str, max_depth: usize) -> Result<Vec<Step<'_>>, UnreadableBody> {
    steps(name, max_depth, false)
}

fn steps(name: &str, max_depth: usize, brackets: bool) -> Result<Vec<Step<'_>>, UnreadableBody> {
    let mut steps = Vec::new();
    let mut rest = name;
    let mut depth = 0;
    loop {
        let (step, after) = match rest.strip_prefix('[').filter(|_| brackets && !steps.is_empty()) {
            Some(inside) => match inside.split_once(']') {
                Some(("", after)) => (Step::Push, after),
                Some((key, after)) => (Step::Member(key.into()), after),
                None => return literal(name, max_depth),
            },
            None => match member(rest, brackets) {
                (key, _) if key.is_empty() => return literal(name, max_depth),
                (key, after) => (Step::Member(key), after),
            },
        };
        depth += match &step {
            Step::Member(key) => levels(key),
            Step::Push => 1,
        };
        // Stops at the limit, so that a long name costs no more than a short one.
        if depth > max_depth {
            return Err(UnreadableBody::TooDeep { limit: max_depth });
        }
        steps.push(step);
        rest = match after.strip_prefix('.') {
            _ if after.is_empty() => return Ok(steps),
            Some(next) => next,
            None if after.starts_with('[') => after,
            None => return literal(name, max_depth),
        };
    }
}

fn literal(name: &str, max_depth: usize) -> Result<Vec<Step<'_>>, UnreadableBody> {
    if levels(name) > max_depth {
        return Err(UnreadableBody::TooDeep { limit: max_depth });
    }
    Ok(vec![Step::Member(name.into())])
}

/// The number of segments of a member's name in a message's key. There every dot separates, also one from brackets.
pub(crate) fn levels(name: &str) -> usize {
    1 + name.bytes().filter(|byte| *byte == b'.').count()
}

/// Splits at the next dot or bracket that nests.
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
    fn dots_and_brackets_nest_and_other_names_are_literal() {
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
            // These are not paths.
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
    fn a_path_deeper_than_the_limit_is_refused() {
        assert!(path("a[b][][d]", 4).is_ok());
        for name in ["a[b][c][d][e]", "a.b.c.d.e", "a[][][][]"] {
            assert!(matches!(path(name, 4), Err(UnreadableBody::TooDeep { limit: 4 })), "{name}");
        }
    }
}
