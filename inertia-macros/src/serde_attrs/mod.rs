//! `#[serde(…)]` as serde reads it: for props, which are serialized, and for forms, which are deserialized.

pub(crate) mod reading;
pub(crate) mod rename;
pub(crate) mod writing;

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, ExprPath, Ident, LitStr, Meta, Path};

use self::rename::RenameRule;
use crate::syntax::{
    attributes::{self, Options, Place, name},
    errors::{self, Errors},
    values::{PathInText, Text},
};

/// serde's options in one place, such as a field of a form.
struct SerdePlace<'a> {
    /// As an error names it.
    name: &'a str,
    honoured: &'a [&'a str],
    /// Accepted, and without effect here.
    ignored: &'a [&'a str],
    /// Not possible here, with what to write instead.
    refused: &'a [(&'a str, &'a str)],
    /// The options of another place, with its name.
    elsewhere: (&'a [&'a str], &'a str),
}

impl SerdePlace<'_> {
    fn read<R: FromMeta + Default>(&self, attributes: &[Attribute], errors: &mut Errors) -> Options<R> {
        let misplaced = |key: &str, _: &NestedMeta| {
            if let Some((_, instead)) = self.refused.iter().find(|(refused, _)| *refused == key) {
                return Some(format!("`#[serde({key})]` can't be on {}; {instead}", self.name));
            }
            let (options, place) = self.elsewhere;
            options.contains(&key).then(|| format!("`#[serde({key})]` belongs {place}"))
        };
        let place = Place {
            what: "serde attribute",
            repeatable: &["alias"],
            ignored: self.ignored,
            misplaced: &misplaced,
            ..Place::of(self.honoured)
        };
        place.read(attributes::entries(attributes, "serde", errors), errors)
    }
}

/// `rename = "…"` or `rename(serialize = "…", deserialize = "…")`
#[derive(Default)]
struct Rename {
    serialize: Option<LitStr>,
    deserialize: Option<LitStr>,
}

impl FromMeta for Rename {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        const DIRECTIONS: &[&str] = &["serialize", "deserialize"];
        let Meta::List(list) = meta else {
            let Text(name) = Text::from_meta(meta)?;
            return Ok(Self { serialize: Some(name.clone()), deserialize: Some(name) });
        };
        let mut rename = Self::default();
        for entry in NestedMeta::parse_meta_list(list.tokens.clone())? {
            let NestedMeta::Meta(entry) = entry else {
                return Err(darling::Error::custom(errors::expected_one_of(DIRECTIONS)).with_span(&entry));
            };
            let key = name(entry.path());
            let direction = match key.as_str() {
                "serialize" => &mut rename.serialize,
                "deserialize" => &mut rename.deserialize,
                _ => return Err(errors::unknown(entry.path(), "key", &key, DIRECTIONS).into()),
            };
            *direction = Some(Text::from_meta(&entry)?.0);
        }
        Ok(rename)
    }
}

/// The name that serde gives a field. Reports one that `check` refuses.
pub(crate) fn field_name(
    ident: &Ident,
    rename: Option<&LitStr>,
    rename_all: RenameRule,
    check: fn(&str) -> Result<(), String>,
    errors: &mut Errors,
) -> String {
    let name = rename.map_or_else(|| rename_all.apply(ident), LitStr::value);
    match (check(&name), rename) {
        (Err(problem), Some(literal)) => errors.at(literal, problem),
        (Err(problem), None) => {
            errors.at(ident, format_args!("{problem}; write `#[serde(rename = \"…\")]`"));
        }
        (Ok(()), _) => {}
    }
    name
}

/// What an error about a name underlines.
pub(crate) fn name_tokens(ident: &Ident, rename: Option<&LitStr>) -> TokenStream {
    rename.map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream)
}

/// The rule of `rename_all`, in the direction that `literal` was taken from.
fn rename_rule(literal: Option<LitStr>, errors: &mut Errors) -> RenameRule {
    literal.and_then(|literal| errors.keep(RenameRule::parse(&literal))).unwrap_or_default()
}

/// A function that serializes or deserializes one field.
pub(crate) struct With {
    /// `serialize_with`, `deserialize_with` or `with`.
    pub(crate) key: Path,
    pub(crate) function: ExprPath,
}

/// The function of `serialize_with` or `deserialize_with`, whose key is `own`, or the function `member` in the module of `with`.
fn with<R>(
    options: &Options<R>,
    (own, function): (&str, Option<PathInText>),
    (member, module): (&str, Option<PathInText>),
    doubled: &str,
    errors: &mut Errors,
) -> Option<With> {
    let mut keys = options.keys.iter().filter(|key| key.is_ident(own) || key.is_ident("with"));
    let first = keys.next()?;
    if let Some(second) = keys.next() {
        let (this, other) = (format!("`{}`", name(second)), format!("`{}`", name(first)));
        errors.push(errors::conflict(second, this, other, doubled));
    }
    let module = module.map(|PathInText(mut module)| {
        if let Some(span) = module.path.segments.last().map(|segment| segment.ident.span()) {
            module.path.segments.push(Ident::new(member, span).into());
        }
        module
    });
    let function = function.map(|PathInText(function)| function).or(module)?;
    Some(With { key: first.clone(), function })
}
