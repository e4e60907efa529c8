//! Which names can be sent: as keys of JSON, in headers, and in dotted paths.

use std::collections::{HashMap, hash_map::Entry};

use syn::{Ident, ext::IdentExt};

/// Names that may be used once, each with the field or variant that uses it.
#[derive(Default)]
pub(crate) struct UniqueNames(HashMap<String, String>);

impl UniqueNames {
    /// Adds a name.
    ///
    /// # Errors
    ///
    /// The owner that has the name already.
    pub(crate) fn add(&mut self, name: &str, owner: &Ident) -> Result<(), &str> {
        match self.0.entry(name.to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(owner.unraw().to_string());
                Ok(())
            }
            Entry::Occupied(entry) => Err(entry.into_mut()),
        }
    }
}

/// A rule of names: what is refused, and what to say about it.
type Rule = (fn(&str) -> bool, &'static str);

/// Text in a header: printable ASCII without outer spaces.
const HEADER_TEXT: &[Rule] = &[
    (str::is_empty, "can't be empty"),
    (|name| !name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "must be printable ASCII"),
    (|name| name.trim() != name, "can't begin or end with a space"),
];

/// A segment of a dotted path. Commas separate paths in headers, dots separate segments, and the client reads a name of digits as an
/// array index.
const SEGMENT: &[Rule] = &[
    (|name| name.contains(','), "can't contain a comma"),
    (|name| name.contains('.'), "can't contain a dot"),
    (|name| name.bytes().all(|byte| byte.is_ascii_digit()), "can't be all digits"),
];

/// A field of a form can also be written in brackets, and is not a pattern.
const FIELD: &[Rule] = &[
    (|name| name.contains(['[', ']']), "can't contain a bracket"),
    (|name| name.contains('*'), "can't contain an asterisk"),
];

fn check(name: &str, what: &str, rules: &[&[Rule]]) -> Result<(), String> {
    let broken = rules.iter().copied().flatten().find(|(refuses, _)| refuses(name));
    broken.map_or(Ok(()), |(_, problem)| Err(format!("{what} {problem}")))
}

pub(crate) fn check_prop_name(name: &str) -> Result<(), String> {
    if name == "errors" {
        return Err(
            "a prop can't be named `errors`; that name holds the validation errors of every page".into()
        );
    }
    check_segment(name, "the name of a prop")
}

pub(crate) fn check_field_name(name: &str) -> Result<(), String> {
    check(name, "the name of a field", &[HEADER_TEXT, SEGMENT, FIELD])
}

pub(crate) fn check_segment(name: &str, what: &str) -> Result<(), String> {
    check(name, what, &[HEADER_TEXT, SEGMENT])
}

pub(crate) fn check_header_text(text: &str, what: &str) -> Result<(), String> {
    check(text, what, &[HEADER_TEXT])
}

#[cfg(test)]
mod tests {
    use super::{check_field_name, check_header_text, check_prop_name};

    #[test]
    fn names_that_cannot_be_sent_are_refused() {
        for name in ["", "errors", "a.b", "a,b", "12", "é", "a\n", " a", "a "] {
            assert!(check_prop_name(name).is_err(), "{name:?}");
        }
        for name in ["a", "a b", "12a", "user-id", "Errors", "\"quoted\"", "a/b"] {
            assert!(check_prop_name(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn a_field_name_works_in_brackets_and_in_a_list_of_patterns() {
        for name in ["", "a.b", "a,b", "a[b", "a]", "*", "0", "größe"] {
            assert!(check_field_name(name).is_err(), "{name:?}");
        }
        for name in ["a", "errors", "user-id", "a b"] {
            assert!(check_field_name(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn header_text_may_contain_commas_but_no_outer_spaces() {
        assert!(check_header_text("Event/Index, old", "x").is_ok());
        for text in ["", " a", "a ", "a\t", "é"] {
            assert!(check_header_text(text, "x").is_err(), "{text:?}");
        }
    }
}
