//! Finding words among tokens, for code that has no syntax tree of what it examines.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

/// An identifier or a keyword.
pub(crate) struct Word {
    pub(crate) ident: Ident,
    /// Whether it follows a colon, as `Item` does in `T::Item`.
    pub(crate) after_colon: bool,
}

/// All identifiers and keywords, in their order.
pub(crate) fn words(tokens: &impl ToTokens) -> Vec<Word> {
    let mut found = Vec::new();
    collect(tokens.to_token_stream(), &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<Word>) {
    let mut after_colon = false;
    for token in tokens {
        let is_colon = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
        match token {
            TokenTree::Ident(ident) => found.push(Word { ident, after_colon }),
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        after_colon = is_colon;
    }
}

/// Whether one of these words is among the tokens.
pub(crate) fn contain_any(tokens: &impl ToTokens, candidates: &[&str]) -> bool {
    words(tokens).iter().any(|word| candidates.iter().any(|candidate| word.ident == *candidate))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{contain_any, words};

    #[test]
    fn words_inside_groups_are_found_with_what_precedes_them() {
        let found = words(&quote!(dyn Fn(&[T; 3]) -> <T as Trait>::Item));
        let found: Vec<String> = found
            .iter()
            .map(|word| format!("{}{}", if word.after_colon { "::" } else { "" }, word.ident))
            .collect();
        assert_eq!(found, ["dyn", "Fn", "T", "T", "as", "Trait", "::Item"]);
        assert!(contain_any(&quote!(Vec<(u8, Self)>), &["impl", "Self"]));
        assert!(!contain_any(&quote!(Vec<(u8, u8)>), &["impl", "Self"]));
    }
}
