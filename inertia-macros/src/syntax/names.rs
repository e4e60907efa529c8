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

/// The name of a prop: printable ASCII without comma or dot, not all digits, not `errors`.
pub(crate) fn check_prop_name(name: &str) -> Result<(), String> {
    if name == "errors" {
        return Err(
            "a prop can't be named `errors`; that name holds the validation errors of every page".into()
        );
    }
    check_segment(name, "the name of a prop")
}

/// The name of a field of a form: a path segment that can also be written in brackets, and that is not a pattern.
pub(crate) fn check_field_name(name: &str) -> Result<(), String> {
    const WHAT: &str = "the name of a field";
    check_segment(name, WHAT)?;
    let problem = if name.contains(['[', ']']) {
        "can't contain a bracket"
    } else if name.contains('*') {
        "can't contain an asterisk"
    } else {
        return Ok(());
    };
    Err(format!("{WHAT} {problem}"))
}

/// One segment of a dotted path. Commas separate paths in headers, dots separate segments, and the client reads a name of digits
/// as an array index.
pub(crate) fn check_segment(name: &str, what: &str) -> Result<(), String> {
    let problem = if name.is_empty() {
        "can't be empty"
    } else if name.bytes().any(|byte| !is_printable(byte)) {
        "must be printable ASCII"
    } else if name.trim() != name {
        "can't begin or end with a space"
    } else if name.contains(',') {
        "can't contain a comma"
    } else if name.contains('.') {
        "can't contain a dot"
    } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
        "can't be all digits"
    } else {
        return Ok(());
    };
    Err(format!("{what} {problem}"))
}

/// Text that is sent in a header: printable ASCII without outer spaces.
pub(crate) fn check_header_text(text: &str, what: &str) -> Result<(), String> {
    let problem = if text.is_empty() {
        "can't be empty"
    } else if text.bytes().any(|byte| !is_printable(byte)) {
        "must be printable ASCII"
    } else if text.trim() != text {
        "can't begin or end with a space"
    } else {
        return Ok(());
    };
    Err(format!("{what} {problem}"))
}

fn is_printable(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte == b' '
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
