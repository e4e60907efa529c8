//! What `#[serde(…)]` means for forms, which are read: what has a meaning, what has none, what contradicts a form.

use proc_macro2::Span;
use syn::{Attribute, Error, ExprPath, LitStr, Meta, spanned::Spanned};

use super::{Direction, With, entries, rename::RenameRule, unknown};
use crate::{syntax::attributes, syntax::errors::Errors};

/// Accepted on an item, and of no consequence for how it is read.
const IDLE_ON_ITEM: &[&str] = &["crate", "expecting", "rename", "rename_all_fields"];

const ON_ITEM: &[&str] = &["default", "rename_all", "transparent"];

/// What contradicts an item that is read field by field, and what to write instead.
const REFUSED_ON_ITEM: &[(&str, &str)] = &[
    ("bound", "write a where clause instead"),
    ("content", VIA_SERDE),
    ("deny_unknown_fields", "a form leaves aside what it has no field for, so remove it"),
    ("from", VIA_SERDE),
    ("into", VIA_SERDE),
    ("remote", VIA_SERDE),
    ("tag", VIA_SERDE),
    ("try_from", VIA_SERDE),
    ("untagged", VIA_SERDE),
];

const VIA_SERDE: &str =
    "derive only `serde::Deserialize` for this type, and a form can have it as a field as it is";

/// Accepted on a field, and of no consequence for how it is read.
const IDLE_ON_FIELD: &[&str] =
    &["borrow", "getter", "serialize_with", "skip_serializing", "skip_serializing_if"];

const ON_FIELD: &[&str] =
    &["alias", "default", "deserialize_with", "rename", "skip", "skip_deserializing", "with"];

/// What contradicts a field that has a name of its own, and what to write instead.
const REFUSED_ON_FIELD: &[(&str, &str)] = &[
    ("bound", "write a where clause on the struct instead"),
    ("flatten", "write its fields here, or leave them under the name of this one"),
];

/// Accepted on a variant, and of no consequence for how it is read.
const IDLE_ON_VARIANT: &[&str] = &["rename_all", "serialize_with", "skip_serializing"];

const ON_VARIANT: &[&str] = &["alias", "other", "rename", "skip", "skip_deserializing"];

/// What contradicts a variant that is a word, and what to write instead.
const REFUSED_ON_VARIANT: &[(&str, &str)] = &[
    ("bound", A_WORD),
    ("borrow", A_WORD),
    ("deserialize_with", A_WORD),
    ("untagged", VIA_SERDE),
    ("with", A_WORD),
];

const A_WORD: &str = "a form reads only its name, so remove it";

/// What `#[serde(…)]` on a struct or an enum says about how it is read.
#[derive(Default)]
pub(crate) struct ItemAttrs {
    pub(crate) rename_all: RenameRule,
    /// Where the fields that did not come are taken from.
    pub(crate) default: Option<DefaultValue>,
    pub(crate) transparent: Option<Meta>,
}

/// `default`, `default = "path"`
pub(crate) struct DefaultValue {
    pub(crate) original: Meta,
    /// Missing when it is the type's own default.
    pub(crate) function: Option<ExprPath>,
}

/// What `#[serde(…)]` on a field says about how it is read.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<DefaultValue>,
    /// `skip` or `skip_deserializing`.
    pub(crate) skip: Option<Meta>,
    /// `deserialize_with`, or the `deserialize` of `with`.
    pub(crate) deserialize_with: Option<With>,
    /// The keys of all that have a meaning, for a place where they have none.
    pub(crate) keys: Vec<Meta>,
}

/// What `#[serde(…)]` on a variant says about how it is read.
#[derive(Default)]
pub(crate) struct VariantAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    /// `skip` or `skip_deserializing`.
    pub(crate) skip: bool,
    /// The variant that every unknown word is read as.
    pub(crate) other: Option<Meta>,
}

impl ItemAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for (key, meta) in entries(attributes, errors) {
            match key.as_str() {
                "rename_all" => read.rename_all = Direction::Deserialize.rename_all(&meta, errors),
                "default" => read.default = errors.keep(DefaultValue::read(meta)),
                "transparent" => {
                    errors.keep(attributes::word(&meta));
                    read.transparent = Some(meta);
                }
                idle if IDLE_ON_ITEM.contains(&idle) => {}
                key => {
                    let known = [ON_ITEM, IDLE_ON_ITEM];
                    let refused = refused(&meta, key, "a form", REFUSED_ON_ITEM);
                    errors
                        .push(refused.unwrap_or_else(|| unknown(&meta, key, &known, ON_FIELD, "on a field")));
                }
            }
        }
        read
    }
}

impl FieldAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for (key, meta) in entries(attributes, errors) {
            if ON_FIELD.contains(&key.as_str()) {
                read.keys.push(meta.clone());
            }
            match key.as_str() {
                "rename" => read.rename = Direction::Deserialize.renamed(&meta, errors),
                "alias" => read.aliases.extend(errors.keep(attributes::string(&meta))),
                "default" => read.default = errors.keep(DefaultValue::read(meta)),
                "skip" | "skip_deserializing" => {
                    errors.keep(attributes::word(&meta));
                    read.skip = Some(meta);
                }
                "deserialize_with" | "with" => {
                    let doubled = "both say how the value is read";
                    With::read(&mut read.deserialize_with, meta, "deserialize", doubled, errors);
                }
                idle if IDLE_ON_FIELD.contains(&idle) => {}
                key => {
                    let known = [ON_FIELD, IDLE_ON_FIELD];
                    let refused = refused(&meta, key, "a field of a form", REFUSED_ON_FIELD);
                    let belongs = "above the struct";
                    errors.push(refused.unwrap_or_else(|| unknown(&meta, key, &known, ON_ITEM, belongs)));
                }
            }
        }
        read
    }
}

impl VariantAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for (key, meta) in entries(attributes, errors) {
            match key.as_str() {
                "rename" => read.rename = Direction::Deserialize.renamed(&meta, errors),
                "alias" => read.aliases.extend(errors.keep(attributes::string(&meta))),
                "skip" | "skip_deserializing" => read.skip = errors.keep(attributes::word(&meta)).is_some(),
                "other" => {
                    errors.keep(attributes::word(&meta));
                    read.other = Some(meta);
                }
                idle if IDLE_ON_VARIANT.contains(&idle) => {}
                key => {
                    let known = [ON_VARIANT, IDLE_ON_VARIANT];
                    let refused = refused(&meta, key, "a variant", REFUSED_ON_VARIANT);
                    errors.push(refused.unwrap_or_else(|| unknown(&meta, key, &known, &[], "")));
                }
            }
        }
        read
    }
}

impl DefaultValue {
    fn read(meta: Meta) -> Result<Self, Error> {
        let function = match &meta {
            Meta::Path(_) => None,
            _ => Some(attributes::path_in_string(&meta)?),
        };
        Ok(Self { original: meta, function })
    }

    /// What a mistake about the value is shown at.
    pub(crate) fn span(&self) -> Span {
        self.function.as_ref().map_or_else(|| self.original.span(), Spanned::span)
    }
}

/// An attribute that contradicts the place where it stands, with what to write instead.
fn refused(meta: &Meta, key: &str, place: &str, refused: &[(&str, &str)]) -> Option<Error> {
    let (_, instead) = refused.iter().find(|(name, _)| *name == key)?;
    let message = format_args!("`#[serde({key})]` can't be on {place}; {instead}").to_string();
    Some(Error::new_spanned(meta.path(), message))
}
