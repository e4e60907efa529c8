//! The parameters of an item: its where clause, and which parameters a type contains.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericArgument, Generics, Ident, Path, PathArguments, Type, TypePath};

use super::errors::Errors;
use super::tokens;

/// The user's where clause, followed by the bounds that an impl needs, each once.
pub(crate) fn where_clause(generics: &Generics, mut bounds: Vec<TokenStream>) -> TokenStream {
    let written = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    if generics.where_clause.is_none() && bounds.is_empty() {
        return TokenStream::new();
    }
    let mut seen = HashSet::new();
    bounds.retain(|bound| seen.insert(bound.to_string()));
    quote!(where #(#written,)* #(#bounds),*)
}

/// Keeps an impl out of the compiler's lists of types that implement a trait: they would name every page or form of the
/// application. An impl of a generic item stays, because the compiler explains its bounds.
pub(crate) fn unlisted(generics: &Generics) -> Option<TokenStream> {
    generics.type_params().next().is_none().then(|| quote!(#[diagnostic::do_not_recommend]))
}

/// Reports lifetime parameters, on an item that has to own its data.
pub(crate) fn refuse_lifetimes(generics: &Generics, message: &str, errors: &mut Errors) {
    for parameter in generics.lifetimes() {
        errors.at(&parameter.lifetime, message);
    }
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
        // Functions, trait objects, macros.
        other => found.extend(named(other, generics)),
    }
}

fn collect_path(ty: &TypePath, generics: &Generics, found: &mut Vec<TokenStream>) {
    if ty.qself.is_some() {
        if !named(ty, generics).is_empty() {
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
                        other => found.extend(named(other, generics)),
                    }
                }
            }
            PathArguments::Parenthesized(arguments) => {
                found.extend(named(arguments, generics));
            }
        }
    }
}

/// The parameter that a path begins with.
fn parameter<'a>(path: &Path, generics: &'a Generics) -> Option<&'a Ident> {
    let first = path.segments.first().filter(|_| path.leading_colon.is_none())?;
    generics.type_params().map(|parameter| &parameter.ident).find(|parameter| **parameter == first.ident)
}

/// The parameters whose names are among some tokens.
fn named(tokens: &impl ToTokens, generics: &Generics) -> Vec<TokenStream> {
    let words = tokens::words(tokens).into_iter().filter(|word| !word.after_colon);
    let parameters = words.filter(|word| generics.type_params().any(|known| known.ident == word.ident));
    parameters.map(|word| word.ident.into_token_stream()).collect()
}
