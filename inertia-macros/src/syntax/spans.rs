//! Spans for generated tokens, so that the compiler reports an error about them at the right place in the user's code.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The span of the first token. Stable Rust cannot join spans.
pub(crate) fn first(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Gives every token the span `span`, as if the user had written it there, so that errors do not mention the macro. Only for
/// generated tokens: a `$crate` among the user's tokens would lose its meaning.
pub(crate) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let mut inner = Group::new(group.delimiter(), respan(group.stream(), span));
                inner.set_span(span);
                return inner.into();
            }
            token.set_span(span);
            token
        })
        .collect()
}

/// A local name that errors show at `span`, and that only this expansion can refer to.
pub(crate) fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(span))
}
