//! `#[serde(…)]` as serde reads it: for props, which are serialized, and for forms, which are deserialized.

pub(crate) mod reading;
pub(crate) mod rename;
pub(crate) mod writing;

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, ExprPath, Ident, LitStr, Meta, Path};

use self::rename::RenameRule;
use crate::syntax::attributes::name;
use crate::syntax::{Errors, Options, PathInText, Place, Text, attributes, errors};

/// serde's options in one place, such as a field of a form.
struct SerdePlace<'a> {
    /// As an error names it.
    name: &'a str,
    honoured: &'a [&'a str],
    /// Accepted, and without effect here.
    ignored: &'a [&'a str],
    /// Not possible here, with what to write instead.
    refused: &'a [(&'a [&'a str], &'a str)],
    /// The options of another place, with its name.
    elsewhere: (&'a [&'a str], &'a str),
}

impl SerdePlace<'_> {
    fn read<R: FromMeta + Default>(&self, attributes: &[Attribute], errors: &mut Errors) -> Options<R> {
        let misplaced = |key: &str, _: &NestedMeta| {
            if let Some((_, instead)) = self.refused.iter().find(|(keys, _)| keys.contains(&key)) {
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

/// The string of `rename = "…"` or `rename(serialize = "…", deserialize = "…")` for one direction.
fn name_for(direction: &str, meta: &Meta) -> darling::Result<Option<LitStr>> {
    const DIRECTIONS: &[&str] = &["serialize", "deserialize"];
    let Meta::List(list) = meta else { return Ok(Some(Text::from_meta(meta)?.0)) };
    let mut found = None;
    for entry in NestedMeta::parse_meta_list(list.tokens.clone())? {
        let NestedMeta::Meta(entry) = entry else {
            return Err(darling::Error::custom(errors::expected_one_of(DIRECTIONS)).with_span(&entry));
        };
        let (key, Text(name)) = (name(entry.path()), Text::from_meta(&entry)?);
        if !DIRECTIONS.contains(&key.as_str()) {
            return Err(errors::unknown(entry.path(), "key", &key, DIRECTIONS).into());
        }
        if key == direction {
            found = Some(name);
        }
    }
    Ok(found)
}

/// The rule of `rename_all` for one direction.
fn rule_for(direction: &str, meta: &Meta) -> darling::Result<RenameRule> {
    let literal = name_for(direction, meta)?;
    Ok(literal.map(|literal| RenameRule::parse(&literal)).transpose()?.unwrap_or_default())
}

/// What to say about an option of serde's among ours.
pub(crate) fn belongs_to_serde(key: &str, option: &NestedMeta) -> Option<String> {
    let mut places = [&reading::FIELD, &writing::FIELD, &reading::ITEM].into_iter();
    let of_serde = places.any(|place| place.honoured.contains(&key));
    of_serde.then(|| format!("`{key}` is serde's; write `#[serde({})]`", option.to_token_stream()))
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

/// A function that serializes or deserializes one field.
pub(crate) struct With {
    /// `serialize_with`, `deserialize_with` or `with`.
    pub(crate) key: Path,
    pub(crate) function: ExprPath,
}

/// The function of `serialize_with` or `deserialize_with`, with its key, or the function `member` in the module of `with`.
fn with(
    (own, function): (&str, Option<&PathInText>),
    (member, module): (&str, Option<&PathInText>),
    keys: &[Path],
    doubled: &str,
    errors: &mut Errors,
) -> Option<With> {
    let mut keys = keys.iter().filter(|key| key.is_ident(own) || key.is_ident("with"));
    let first = keys.next()?;
    if let Some(second) = keys.next() {
        let (this, other) = (format!("`{}`", name(second)), format!("`{}`", name(first)));
        errors.push(errors::conflict(second, this, other, doubled));
    }
    let PathInText(mut function) = function.or(module)?.clone();
    let span = function.path.segments.last().map(|segment| segment.ident.span());
    if let Some(span) = span.filter(|_| first.is_ident("with")) {
        function.path.segments.push(Ident::new(member, span).into());
    }
    Some(With { key: first.clone(), function })
}
