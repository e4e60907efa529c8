//! The errors of an item: every stage adds its own, and all are reported at once, each at its own span.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

use super::suggestions;

/// The errors found so far. A stage records what it finds and continues, so that one error hides no other.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    /// Records an error that underlines all of `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Records an error.
    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Unwraps a result, recording its error.
    pub(crate) fn keep<T, E: Into<Error>>(&mut self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.push(error.into())).ok()
    }

    /// Adds the errors of another stage.
    pub(crate) fn append(&mut self, stage: Self) {
        self.0.extend(stage.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` per error.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }
}

/// The same thing twice; underlines the second one.
pub(crate) fn duplicate(second: impl ToTokens, what: impl Display) -> Error {
    Error::new_spanned(second, format_args!("duplicate {what}; remove one"))
}

/// Two things that exclude each other; underlines the one to remove. `hint` says why, or what to write.
pub(crate) fn conflict(
    second: impl ToTokens,
    this: impl Display,
    other: impl Display,
    hint: impl Display,
) -> Error {
    Error::new_spanned(second, format_args!("{this} can't be combined with {other}; {hint}"))
}

/// A name that is not in `known`; suggests the nearest one, or lists them all.
pub(crate) fn unknown(name: impl ToTokens, what: &str, written: &str, known: &[&str]) -> Error {
    let message = match suggestions::nearest(written, known) {
        Some(nearest) => format!("unknown {what} `{written}`; did you mean `{nearest}`?"),
        None => format!("unknown {what} `{written}`; {}", expected_one_of(known)),
    };
    Error::new_spanned(name, message)
}

/// "expected `a`", "expected `a` or `b`", "expected one of `a`, `b`, `c`".
pub(crate) fn expected_one_of(known: &[&str]) -> String {
    match known {
        [] => "expected no name here".to_owned(),
        [only] => format!("expected `{only}`"),
        [first, second] => format!("expected `{first}` or `{second}`"),
        many => format!("expected one of {}", listed(many)),
    }
}

/// "`a`, `b`, `c`".
pub(crate) fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::expected_one_of;

    #[test]
    fn short_lists_read_as_sentences() {
        assert_eq!(expected_one_of(&["a"]), "expected `a`");
        assert_eq!(expected_one_of(&["a", "b"]), "expected `a` or `b`");
        assert_eq!(expected_one_of(&["a", "b", "c"]), "expected one of `a`, `b`, `c`");
    }
}
