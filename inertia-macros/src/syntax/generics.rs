//! The head of an item: its name and its parameters.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, GenericArgument, Generics, Ident, Path, PathArguments,
    Token, Type, TypePath,
    parse::{ParseStream, Parser},
};

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

/// An item whose members cannot be read, as one that has none.
pub(crate) fn without_members(input: TokenStream) -> Option<DeriveInput> {
    let head = |input: ParseStream<'_>| {
        let (attrs, vis) = (input.call(Attribute::parse_outer)?, input.parse()?);
        input.step(|keyword| keyword.ident().ok_or_else(|| keyword.error("expected `struct`")))?;
        let (ident, mut generics) = (input.parse()?, input.parse::<Generics>()?);
        generics.where_clause = input.parse()?;
        input.parse::<TokenStream>()?;
        let data = DataStruct {
            struct_token: Token![struct](Span::call_site()),
            fields: Fields::Unit,
            semi_token: None,
        };
        Ok(DeriveInput { attrs, vis, ident, generics, data: Data::Struct(data) })
    };
    head.parse2(input).ok()
}

/// The type parameters in a type: `T`, or `T::Item` and `<T as Trait>::Item` where an associated type is named instead.
pub(crate) fn mentions(ty: &Type, generics: &Generics) -> Vec<TokenStream> {
    let mut found = Vec::new();
    collect(ty, generics, &mut found);
    found
}

fn collect(ty: &Type, generics: &Generics, found: &mut Vec<TokenStream>) {
    match ty {
        Type::Path(ty) => collect_path(ty, generics, found),
        Type::Array(ty) => collect(&ty.elem, generics, found),
        Type::Group(ty) => collect(&ty.elem, generics, found),
        Type::Paren(ty) => collect(&ty.elem, generics, found),
        Type::Reference(ty) => collect(&ty.elem, generics, found),
        Type::Slice(ty) => collect(&ty.elem, generics, found),
        Type::Tuple(ty) => ty.elems.iter().for_each(|ty| collect(ty, generics, found)),
        // Functions, trait objects, macros: whatever stands there.
        other => found.extend(named(other.to_token_stream(), generics)),
    }
}

fn collect_path(ty: &TypePath, generics: &Generics, found: &mut Vec<TokenStream>) {
    if ty.qself.is_some() {
        if !named(ty.to_token_stream(), generics).is_empty() {
            found.push(ty.to_token_stream());
        }
        return;
    }
    let mut segments = ty.path.segments.iter();
    if let Some(parameter) = parameter(&ty.path, generics) {
        let item = segments.nth(1).map(|item| quote!(::#item));
        found.push(quote!(#parameter #item));
        return;
    }
    for segment in segments {
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => collect(ty, generics, found),
                        other => found.extend(named(other.to_token_stream(), generics)),
                    }
                }
            }
            PathArguments::Parenthesized(arguments) => {
                found.extend(named(arguments.to_token_stream(), generics));
            }
        }
    }
}

/// The parameter that a path begins with.
fn parameter<'a>(path: &Path, generics: &'a Generics) -> Option<&'a Ident> {
    let first = path.segments.first().filter(|_| path.leading_colon.is_none())?;
    generics.type_params().map(|parameter| &parameter.ident).find(|parameter| **parameter == first.ident)
}

/// The parameters whose names stand somewhere in some tokens.
fn named(tokens: TokenStream, generics: &Generics) -> Vec<TokenStream> {
    let mut found = Vec::new();
    let mut after_colons = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) => found.extend(named(group.stream(), generics)),
            TokenTree::Ident(ident) if !after_colons => {
                let mut parameters = generics.type_params();
                found.extend(
                    parameters.find(|parameter| parameter.ident == *ident).map(|_| ident.to_token_stream()),
                );
            }
            _ => {}
        }
        after_colons = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
    found
}

/// Whether one of these words stands somewhere in a type.
pub(crate) fn mentions_any(ty: &Type, words: &[&str]) -> bool {
    fn any(tokens: TokenStream, words: &[&str]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => words.iter().any(|word| ident == *word),
            TokenTree::Group(group) => any(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    any(ty.to_token_stream(), words)
}
