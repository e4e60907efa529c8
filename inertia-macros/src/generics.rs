//! The parameters of a generic item.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, Ident};

/// The user's where clause, followed by what an impl needs besides.
pub(crate) fn where_clause(generics: &Generics, needed: &[TokenStream]) -> TokenStream {
    let written = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    if generics.where_clause.is_none() && needed.is_empty() {
        return TokenStream::new();
    }
    quote!(where #(#written,)* #(#needed),*)
}

/// Keeps an item out of the lists of types that implement a trait: they would name every page or form of the application.
/// A generic one has bounds to speak of.
pub(crate) fn unlisted(generics: &Generics) -> Option<TokenStream> {
    generics.type_params().next().is_none().then(|| quote!(#[diagnostic::do_not_recommend]))
}

/// The type parameters in a type: `T`, or `T::Item` where an associated type is named instead.
pub(crate) fn mentions(ty: &impl ToTokens, generics: &Generics) -> Vec<TokenStream> {
    let mut found = Vec::new();
    collect_mentions(ty.to_token_stream(), generics, &mut found);
    found
}

fn collect_mentions(tokens: TokenStream, generics: &Generics, found: &mut Vec<TokenStream>) {
    let is_parameter = |ident: &Ident| generics.type_params().any(|parameter| parameter.ident == *ident);
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut after_colons = false;
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            TokenTree::Group(group) => collect_mentions(group.stream(), generics, found),
            TokenTree::Ident(ident) if !after_colons && is_parameter(ident) => found.push(match after {
                [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(item), ..]
                    if a.as_char() == ':' && b.as_char() == ':' =>
                {
                    quote!(#ident::#item)
                }
                _ => quote!(#ident),
            }),
            _ => {}
        }
        after_colons = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
}
