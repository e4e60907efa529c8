//! Moving generated tokens to the place in the user's code that a mistake about them belongs to.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The span of the first token: what is left of a joined span on stable Rust.
pub(crate) fn first(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Puts every token at `span`, names and all: they resolve as if the user had written them there.
pub(crate) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    map(tokens, &|_| span)
}

/// Shows every token at `span`, but lets names resolve as before, so that `self` and locals stay ours.
pub(crate) fn relocate(tokens: TokenStream, span: Span) -> TokenStream {
    map(tokens, &|own: Span| span.resolved_at(own))
}

fn map(tokens: TokenStream, span: &impl Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let mut inner = Group::new(group.delimiter(), map(group.stream(), span));
                inner.set_span(span(group.span()));
                return inner.into();
            }
            token.set_span(span(token.span()));
            token
        })
        .collect()
}
