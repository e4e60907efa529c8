//! For the tests: an expansion as a reader would write it.

use proc_macro2::TokenStream;

/// Formats generated items.
pub(crate) fn pretty(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => format!("does not parse: {error}\n{tokens}"),
    }
}
