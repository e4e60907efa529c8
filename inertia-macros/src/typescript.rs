//! What an item says about itself in TypeScript: its documentation, and `#[ts(…)]` as `ts-rs` has it.

use proc_macro2::TokenStream;
use syn::{
    Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Token, Type,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
};

/// What a field's type is called, when it is not the name of its Rust type.
pub(crate) enum Named {
    /// `#[ts(type = "string")]`
    Written(LitStr),
    /// `#[ts(as = "String")]`
    As(Box<Type>),
}

/// Whether `ts-rs` reads the attributes as well, and so judges what is not read here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Alone,
    BesideTsRs,
}

/// `key = value`, `key` or `key(…)`, where a key may be a keyword of Rust.
struct Entry {
    key: Ident,
    value: Option<Expr>,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            if input.peek(syn::token::Paren) {
                input.parse::<proc_macro2::Group>()?;
            }
            None
        };
        Ok(Self { key, value })
    }
}

impl Entry {
    fn string(&self) -> Result<LitStr, Error> {
        match &self.value {
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Ok(text.clone()),
            _ => Err(Error::new_spanned(
                &self.key,
                format_args!("`{key}` needs a string; write `{key} = \"…\"`", key = self.key),
            )),
        }
    }
}

/// Reads what stands on a field.
pub(crate) fn field(attributes: &[Attribute], reader: Reader, errors: &mut Errors) -> Option<Named> {
    let mut found: Option<(Ident, Named)> = None;
    for entry in entries(attributes, reader, errors) {
        let key = entry.key.to_string();
        let read = match key.as_str() {
            "type" => entry.string().map(Named::Written),
            "as" => entry.string().and_then(|literal| type_in(&literal)),
            _ if reader == Reader::BesideTsRs => continue,
            _ => Err(misplaced(&entry.key, &["type", "as"])),
        };
        let Some(read) = errors.keep(read) else { continue };
        if let Some((first, _)) = &found {
            let (this, other) = (format!("`{key}`"), format!("`{first}`"));
            errors.push(errors::conflict(&entry.key, this, other, "both say what the type is called"));
        } else {
            found = Some((entry.key, read));
        }
    }
    found.map(|(_, named)| named)
}

/// Reads `#[ts(rename = "…")]` above a struct.
pub(crate) fn rename(attributes: &[Attribute], reader: Reader, errors: &mut Errors) -> Option<LitStr> {
    let mut rename = None;
    for entry in entries(attributes, reader, errors) {
        let key = entry.key.to_string();
        if key == "rename" {
            rename = errors.keep(entry.string()).filter(|name| must_be_a_name(name, errors));
        } else if reader == Reader::Alone {
            errors.push(misplaced(&entry.key, &["rename"]));
        }
    }
    rename
}

/// What `ts-rs` reads and this derive has no use for.
const OF_TS_RS: &[&str] = &[
    "bound",
    "concrete",
    "crate",
    "export",
    "export_to",
    "flatten",
    "inline",
    "optional",
    "optional_fields",
    "rename",
    "rename_all",
    "skip",
    "tag",
];

fn misplaced(key: &Ident, known: &[&str]) -> Error {
    let written = key.to_string();
    if OF_TS_RS.contains(&&*written) {
        let message = format!(
            "`{written}` is for `#[derive(TS)]`, and `InertiaProps` names the props in TypeScript by itself; here it is {}",
            errors::expected_one_of(known).trim_start_matches("expected "),
        );
        return Error::new_spanned(key, message);
    }
    errors::unknown(key, "option", &written, known)
}

/// A type's name can be written without quotes.
fn must_be_a_name(literal: &LitStr, errors: &mut Errors) -> bool {
    let name = literal.value();
    let fits = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !fits {
        errors.at(literal, "the name of a type is letters, digits and `_`");
    }
    fits
}

/// The lines of documentation, as the expressions that they are.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<Expr> {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    docs.filter_map(|attribute| attributes::value(&attribute.meta).cloned()).collect()
}

fn entries(attributes: &[Attribute], reader: Reader, errors: &mut Errors) -> Vec<Entry> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("ts"));
    let mut entries = Vec::new();
    for attribute in ours {
        let list = attribute.meta.require_list().map(|list| list.tokens.clone());
        let parsed = list.and_then(|tokens: TokenStream| {
            syn::parse::Parser::parse2(Punctuated::<Entry, Token![,]>::parse_terminated, tokens)
        });
        match parsed {
            Ok(parsed) => entries.extend(parsed),
            // What cannot be read is for `ts-rs` to say.
            Err(_) if reader == Reader::BesideTsRs => {}
            Err(error) => errors.push(error),
        }
    }
    entries
}

fn type_in(literal: &LitStr) -> Result<Named, Error> {
    literal.parse().map(|ty| Named::As(Box::new(ty))).map_err(|_| {
        let message = format!("`{}` is not a type; write `as = \"String\"`", literal.value());
        Error::new_spanned(literal, message)
    })
}
