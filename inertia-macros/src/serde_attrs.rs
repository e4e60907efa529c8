//! `#[serde(…)]` as serde reads it: what it means for a prop, what has no meaning here, what contradicts a page.

use std::collections::HashSet;

use syn::{Attribute, Error, ExprPath, Ident, LitStr, Meta, ext::IdentExt};

use crate::{
    errors::{self, Errors},
    meta,
};

/// Accepted on a struct, and of no consequence for what is written.
const IDLE_ON_STRUCT: &[&str] =
    &["bound", "crate", "default", "deny_unknown_fields", "expecting", "from", "rename", "try_from"];

/// They change the shape of the whole, but the props of a page are always an object with the fields' names.
const REFUSED_ON_STRUCT: &[&str] = &["content", "into", "remote", "tag", "transparent", "untagged"];

const ON_STRUCT: &[&str] = &["rename_all"];

/// Accepted on a field, and of no consequence for what is written.
const IDLE_ON_FIELD: &[&str] =
    &["alias", "borrow", "bound", "default", "deserialize_with", "getter", "skip_deserializing"];

const ON_FIELD: &[&str] =
    &["flatten", "rename", "serialize_with", "skip", "skip_serializing", "skip_serializing_if", "with"];

/// What `#[serde(…)]` on the struct says about its props.
#[derive(Default)]
pub(crate) struct StructAttrs {
    pub(crate) rename_all: RenameRule,
}

/// What `#[serde(…)]` on a field says about its prop.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    /// `skip` or `skip_serializing`.
    pub(crate) skip: Option<Meta>,
    pub(crate) skip_serializing_if: Option<ExprPath>,
    /// `serialize_with`, or the `serialize` of `with`.
    pub(crate) serialize_with: Option<SerializeWith>,
    pub(crate) flatten: Option<Meta>,
}

/// A function that writes a value in serde's place.
pub(crate) struct SerializeWith {
    /// `serialize_with = "…"` or `with = "…"`, as it is written.
    pub(crate) original: Meta,
    pub(crate) function: ExprPath,
}

impl StructAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for meta in entries(attributes, errors) {
            let key = meta::name(meta.path());
            match key.as_str() {
                "rename_all" => {
                    let rule = errors.keep(for_serializing(&meta)).flatten();
                    let rule = rule.and_then(|literal| errors.keep(RenameRule::parse(&literal)));
                    read.rename_all = rule.unwrap_or_default();
                }
                idle if IDLE_ON_STRUCT.contains(&idle) => {}
                refused if REFUSED_ON_STRUCT.contains(&refused) => errors.at(
                    meta.path(),
                    format_args!("`#[serde({refused})]` can't be on a props struct; a page receives its fields by name, so remove it"),
                ),
                key => {
                    let known = [ON_STRUCT, IDLE_ON_STRUCT].concat();
                    errors.push(errors::unknown(meta.path(), "serde attribute", key, &known));
                }
            }
        }
        read
    }
}

impl FieldAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for meta in entries(attributes, errors) {
            let key = meta::name(meta.path());
            match key.as_str() {
                "rename" => read.rename = errors.keep(for_serializing(&meta)).flatten(),
                "skip" | "skip_serializing" => {
                    errors.keep(meta::word(&meta));
                    read.skip = Some(meta);
                }
                "flatten" => {
                    errors.keep(meta::word(&meta));
                    read.flatten = Some(meta);
                }
                "skip_serializing_if" => read.skip_serializing_if = errors.keep(meta::path_in_string(&meta)),
                "serialize_with" | "with" => {
                    let function = errors.keep(meta::path_in_string(&meta));
                    if let Some(first) = &read.serialize_with {
                        let first = meta::name(first.original.path());
                        let (this, other) = (format!("`{key}`"), format!("`{first}`"));
                        errors.push(errors::conflict(
                            meta.path(),
                            this,
                            other,
                            "both say how the value is written",
                        ));
                    } else if let Some(mut function) = function {
                        if key == "with" {
                            append(&mut function, "serialize");
                        }
                        read.serialize_with = Some(SerializeWith { original: meta, function });
                    }
                }
                idle if IDLE_ON_FIELD.contains(&idle) => {}
                key => {
                    let known = [ON_FIELD, IDLE_ON_FIELD].concat();
                    errors.push(errors::unknown(meta.path(), "serde attribute", key, &known));
                }
            }
        }
        read
    }
}

/// Everything that stands in the `#[serde(…)]` attributes of one item, each key once.
fn entries(attributes: &[Attribute], errors: &mut Errors) -> Vec<Meta> {
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let list = attribute.meta.require_list().and_then(meta::list);
        for meta in errors.keep(list).into_iter().flatten() {
            let key = meta::name(meta.path());
            // Serde lets an alias and a bound be given more than once.
            if seen.insert(key.clone()) || key == "alias" || key == "bound" {
                entries.push(meta);
            } else {
                errors.push(errors::duplicate(meta.path(), format_args!("serde attribute `{key}`")));
            }
        }
    }
    entries
}

/// The name in `rename = "…"` or `rename(serialize = "…")`; none when only the other direction is named.
fn for_serializing(meta: &Meta) -> Result<Option<LitStr>, Error> {
    let Meta::List(list) = meta else { return meta::string(meta).map(Some) };
    let mut found = None;
    for entry in meta::list(list)? {
        match meta::name(entry.path()).as_str() {
            "serialize" => found = Some(meta::string(&entry)?),
            "deserialize" => drop(meta::string(&entry)?),
            other => return Err(errors::unknown(entry.path(), "key", other, &["serialize", "deserialize"])),
        }
    }
    Ok(found)
}

fn append(path: &mut ExprPath, last: &str) {
    let span = path.path.segments.last().map(|segment| segment.ident.span());
    if let Some(span) = span {
        path.path.segments.push(Ident::new(last, span).into());
    }
}

/// One of serde's ways to spell all names of a struct.
#[derive(Clone, Copy, Default)]
pub(crate) enum RenameRule {
    #[default]
    None,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    const NAMES: &[(&str, Self)] = &[
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    fn parse(literal: &LitStr) -> Result<Self, Error> {
        let written = literal.value();
        let rule = Self::NAMES.iter().find(|(name, _)| *name == written).map(|(_, rule)| *rule);
        rule.ok_or_else(|| {
            let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            errors::unknown(literal, "rename rule", &written, &names)
        })
    }

    /// The name of a field under this rule, character for character as serde computes it.
    pub(crate) fn apply(self, field: &Ident) -> String {
        let field = field.unraw().to_string();
        match self {
            Self::None | Self::Lower | Self::Snake => field,
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(&field),
            Self::Camel => {
                let pascal = pascal(&field);
                let mut rest = pascal.chars();
                rest.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(rest).collect()
            }
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    let mut name = String::new();
    let mut capitalize = true;
    for character in field.chars() {
        if character == '_' {
            capitalize = true;
        } else if capitalize {
            name.push(character.to_ascii_uppercase());
            capitalize = false;
        } else {
            name.push(character);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::RenameRule;

    #[test]
    fn every_rule_spells_as_serde_does() {
        let spelled = |rule: RenameRule| {
            [
                rule.apply(&parse_quote!(outcome)),
                rule.apply(&parse_quote!(very_tasty)),
                rule.apply(&parse_quote!(z42)),
            ]
        };
        assert_eq!(spelled(RenameRule::None), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::Lower), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::Upper), ["OUTCOME", "VERY_TASTY", "Z42"]);
        assert_eq!(spelled(RenameRule::Pascal), ["Outcome", "VeryTasty", "Z42"]);
        assert_eq!(spelled(RenameRule::Camel), ["outcome", "veryTasty", "z42"]);
        assert_eq!(spelled(RenameRule::Snake), ["outcome", "very_tasty", "z42"]);
        assert_eq!(spelled(RenameRule::ScreamingSnake), ["OUTCOME", "VERY_TASTY", "Z42"]);
        assert_eq!(spelled(RenameRule::Kebab), ["outcome", "very-tasty", "z42"]);
        assert_eq!(spelled(RenameRule::ScreamingKebab), ["OUTCOME", "VERY-TASTY", "Z42"]);
    }

    #[test]
    fn raw_identifiers_lose_their_prefix() {
        assert_eq!(RenameRule::None.apply(&parse_quote!(r#type)), "type");
        assert_eq!(RenameRule::Pascal.apply(&parse_quote!(r#type)), "Type");
    }
}
