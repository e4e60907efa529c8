//! Options in an attribute's parentheses. darling reads them into a receiver, a struct with a member for each option.
//!
//! This file has what darling does not do: it continues after a mistake, underlines the whole value rather than its first token,
//! words errors as this crate does, and keeps the keys for messages about conflicts.

use std::collections::HashSet;

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{
    Attribute, Error, Expr, Meta, Path, Token,
    parse::{Parse, ParseStream, Parser},
};

use super::errors;
use super::errors::Errors;

/// The options that one place accepts.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// What a key is called in messages.
    pub(crate) what: &'a str,
    pub(crate) names: &'a [&'a str],
    /// Those of `names` that can be given more than once.
    pub(crate) repeatable: &'a [&'a str],
    /// Accepted, and without a meaning here.
    pub(crate) ignored: &'a [&'a str],
    /// The option that a value without a key is most likely for.
    pub(crate) main: Option<&'a str>,
    /// What to say where `names` is empty.
    pub(crate) no_options: &'a str,
    /// What to say about a key that belongs somewhere else.
    pub(crate) misplaced: &'a dyn Fn(&str, &NestedMeta) -> Option<String>,
}

/// Options that were read.
#[derive(Default)]
pub(crate) struct Options<R> {
    pub(crate) values: R,
    /// The keys as they are written, in their order: what an error about a conflict underlines.
    pub(crate) keys: Vec<Path>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(names: &'a [&'a str]) -> Self {
        let misplaced = &|_: &str, _: &NestedMeta| None;
        Self { what: "option", names, repeatable: &[], ignored: &[], main: None, no_options: "", misplaced }
    }

    /// Reads the options into a receiver. One that cannot be read is reported and left out.
    pub(crate) fn read<R: FromMeta + Default>(
        &self,
        items: Vec<NestedMeta>,
        errors: &mut Errors,
    ) -> Options<R> {
        let (mut readable, mut keys, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for item in items {
            let path = match &item {
                NestedMeta::Meta(meta) => meta.path(),
                NestedMeta::NameValueInvalidExpr(pair) => &pair.path,
                NestedMeta::Lit(literal) => {
                    errors.at(literal, self.without_key(literal));
                    continue;
                }
            };
            let key = name(path);
            if !self.names.contains(&&*key) {
                if !self.ignored.contains(&&*key) {
                    errors.push(self.unknown(path, &key, &item));
                }
                continue;
            }
            if !seen.insert(key.clone()) && !self.repeatable.contains(&&*key) {
                errors.push(errors::duplicate(path, format_args!("{} `{key}`", self.what)));
                continue;
            }
            keys.push(path.clone());
            // Read alone, so that a mistake costs only this option.
            match R::from_list(std::slice::from_ref(&item)) {
                Ok(_) => readable.push(item),
                Err(error) => errors.push(at_whole_value(&item, &key, error)),
            }
        }
        Options { values: R::from_list(&readable).unwrap_or_default(), keys }
    }

    fn unknown(&self, path: &Path, key: &str, item: &NestedMeta) -> Error {
        match (self.misplaced)(key, item) {
            Some(message) => Error::new_spanned(path, message),
            None if self.names.is_empty() => Error::new_spanned(path, self.expected()),
            None => errors::unknown(path, self.what, key, &[self.names, self.ignored].concat()),
        }
    }

    /// `#[defer("stats")]`
    fn without_key(&self, literal: &syn::Lit) -> String {
        let expected = self.expected();
        match self.main {
            Some(option) => format!("{expected}; write `{option} = {}`", literal.to_token_stream()),
            None => expected,
        }
    }

    fn expected(&self) -> String {
        if self.names.is_empty() { self.no_options.to_owned() } else { errors::expected_one_of(self.names) }
    }
}

/// darling keeps only the first token of a span, so an error about a value is moved to the whole value.
fn at_whole_value(item: &NestedMeta, key: &str, error: darling::Error) -> Error {
    let error = Error::from(error);
    match item {
        NestedMeta::NameValueInvalidExpr(pair) if pair.value.is_empty() => {
            Error::new_spanned(&pair.path, format_args!("`{key}` needs a value; write `{key} = …`"))
        }
        NestedMeta::NameValueInvalidExpr(_) | NestedMeta::Meta(Meta::List(_)) | NestedMeta::Lit(_) => error,
        NestedMeta::Meta(meta) => match value(meta) {
            Some(value) => Error::new_spanned(value, error),
            None => Error::new_spanned(meta, error),
        },
    }
}

impl<R> Options<R> {
    /// The key of an option, when it is written.
    pub(crate) fn key(&self, name: &str) -> Option<&Path> {
        self.keys.iter().find(|key| key.is_ident(name))
    }
}

/// All entries of the attributes with this name.
pub(crate) fn entries(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<NestedMeta> {
    let mut entries = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        entries.extend(entries_of(&attribute.meta, errors));
    }
    entries
}

/// The entries in the parentheses of one attribute.
pub(crate) fn entries_of(meta: &Meta, errors: &mut Errors) -> Vec<NestedMeta> {
    let list = errors.keep(meta.require_list());
    let parse = |list: &syn::MetaList| {
        list.parse_args_with(|input: ParseStream<'_>| Ok(comma_separated(input, errors))).ok()
    };
    list.and_then(parse).unwrap_or_default()
}

/// `first, a, b = "c"`: a value without a key, then options.
pub(crate) fn first_and_entries<T>(
    tokens: proc_macro2::TokenStream,
    first: impl Fn(ParseStream<'_>) -> syn::Result<T>,
    errors: &mut Errors,
) -> Option<(T, Vec<NestedMeta>)> {
    let parse = |input: ParseStream<'_>| {
        let first = first(input)?;
        comma(input, errors);
        Ok((first, comma_separated(input, errors)))
    };
    let parsed = parse.parse2(tokens);
    errors.keep(parsed)
}

/// The entries of `a, b = "c", d(…)`. After a mistake, reading continues behind the next comma.
fn comma_separated(input: ParseStream<'_>, errors: &mut Errors) -> Vec<NestedMeta> {
    let mut entries = Vec::new();
    while !input.is_empty() {
        match input.parse() {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                errors.push(error);
                skip_to_comma(input);
            }
        }
        comma(input, errors);
    }
    entries
}

fn comma(input: ParseStream<'_>, errors: &mut Errors) {
    if !input.is_empty() && !input.peek(Token![,]) {
        errors.push(input.error("expected `,`"));
        skip_to_comma(input);
    }
    let _: Option<Token![,]> = input.parse().unwrap_or_default();
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) && TokenTree::parse(input).is_ok() {}
}

/// The value after the `=`, without the invisible delimiters that `macro_rules!` puts around an expression.
pub(crate) fn value(meta: &Meta) -> Option<&Expr> {
    let Meta::NameValue(pair) = meta else { return None };
    let mut value = &pair.value;
    while let Expr::Group(group) = value {
        value = &group.expr;
    }
    Some(value)
}

/// A key as it is written, `a::b` included.
pub(crate) fn name(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

/// A key without the path to it: `page` of `inertia::page`.
pub(crate) fn last_name(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Tokens as a user writes them, without the spaces between them.
pub(crate) fn spelled(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
