//! `#[serde(…)]` on forms, which are deserialized: what is honoured, what is ignored, and what is not possible on a form.

use darling::FromMeta;
use proc_macro2::Span;
use syn::{Attribute, ExprPath, LitStr, Meta, Path, spanned::Spanned};

use super::{Rename, SerdePlace, With, rename::RenameRule, rename_rule, with};
use crate::syntax::{
    errors::Errors,
    values::{Flag, PathInText, Text},
};

const ITEM: SerdePlace<'_> = SerdePlace {
    name: "a form",
    honoured: &["default", "rename_all", "transparent"],
    ignored: &["crate", "expecting", "rename", "rename_all_fields"],
    refused: &[
        ("bound", "write a where clause instead"),
        ("content", DESERIALIZE_ONLY),
        ("deny_unknown_fields", "forms ignore unknown fields, so remove it"),
        ("from", DESERIALIZE_ONLY),
        ("into", DESERIALIZE_ONLY),
        ("remote", DESERIALIZE_ONLY),
        ("tag", DESERIALIZE_ONLY),
        ("try_from", DESERIALIZE_ONLY),
        ("untagged", DESERIALIZE_ONLY),
    ],
    elsewhere: (FIELD.honoured, "on a field"),
};

const DESERIALIZE_ONLY: &str =
    "derive only `serde::Deserialize` for this type, and use the type for a field of the form";

const FIELD: SerdePlace<'_> = SerdePlace {
    name: "a field of a form",
    honoured: &["alias", "default", "deserialize_with", "rename", "skip", "skip_deserializing", "with"],
    ignored: &["borrow", "getter", "serialize_with", "skip_serializing", "skip_serializing_if"],
    refused: &[
        ("bound", "write a where clause on the struct instead"),
        ("flatten", "write its fields here, or remove `flatten` to keep them under the name of this field"),
    ],
    elsewhere: (&["rename_all", "transparent"], "above the struct"),
};

const VARIANT: SerdePlace<'_> = SerdePlace {
    name: "a variant",
    honoured: &["alias", "other", "rename", "skip", "skip_deserializing"],
    ignored: &["rename_all", "serialize_with", "skip_serializing"],
    refused: &[
        ("bound", NAME_ONLY),
        ("borrow", NAME_ONLY),
        ("deserialize_with", NAME_ONLY),
        ("untagged", DESERIALIZE_ONLY),
        ("with", NAME_ONLY),
    ],
    elsewhere: (&[], ""),
};

const NAME_ONLY: &str = "a form reads only its name, so remove it";

#[derive(Default, FromMeta)]
struct ItemOptions {
    rename_all: Option<Rename>,
    default: Option<DefaultValue>,
    transparent: Option<Flag>,
}

#[derive(Default, FromMeta)]
struct FieldOptions {
    rename: Option<Rename>,
    #[darling(multiple)]
    alias: Vec<Text>,
    default: Option<DefaultValue>,
    skip: Option<Flag>,
    skip_deserializing: Option<Flag>,
    deserialize_with: Option<PathInText>,
    with: Option<PathInText>,
}

#[derive(Default, FromMeta)]
struct VariantOptions {
    rename: Option<Rename>,
    #[darling(multiple)]
    alias: Vec<Text>,
    skip: Option<Flag>,
    skip_deserializing: Option<Flag>,
    other: Option<Flag>,
}

/// `default`, `default = "path"`
pub(crate) struct DefaultValue {
    pub(crate) key: Path,
    /// `None` for the type's own default.
    pub(crate) function: Option<ExprPath>,
}

impl FromMeta for DefaultValue {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let function = match meta {
            Meta::Path(_) => None,
            _ => Some(PathInText::from_meta(meta)?.0),
        };
        Ok(Self { key: meta.path().clone(), function })
    }
}

impl DefaultValue {
    /// Where errors about the value are shown.
    pub(crate) fn span(&self) -> Span {
        self.function.as_ref().map_or_else(|| self.key.span(), Spanned::span)
    }
}

/// `#[serde(…)]` on a struct or an enum.
pub(crate) struct ItemAttrs {
    pub(crate) rename_all: RenameRule,
    /// Where the values of missing fields come from.
    pub(crate) default: Option<DefaultValue>,
    pub(crate) transparent: Option<Flag>,
}

impl ItemAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let ItemOptions { rename_all, default, transparent } = ITEM.read(attributes, errors).values;
        let rename_all = rename_rule(rename_all.and_then(|rename| rename.deserialize), errors);
        Self { rename_all, default, transparent }
    }
}

/// `#[serde(…)]` on a field.
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) skip: bool,
    pub(crate) deserialize_with: Option<With>,
    /// The keys of the options that are honoured.
    pub(crate) keys: Vec<Path>,
}

impl FieldAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = FIELD.read::<FieldOptions>(attributes, errors);
        let (function, module) = (options.values.deserialize_with.take(), options.values.with.take());
        let (function, module) = (("deserialize_with", function), ("deserialize", module));
        let deserialize_with = with(&options, function, module, "both say how the value is read", errors);
        let values = options.values;
        Self {
            rename: values.rename.and_then(|rename| rename.deserialize),
            aliases: values.alias.into_iter().map(|Text(alias)| alias).collect(),
            default: values.default,
            skip: values.skip.or(values.skip_deserializing).is_some(),
            deserialize_with,
            keys: options.keys,
        }
    }
}

/// `#[serde(…)]` on a variant.
pub(crate) struct VariantAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) skip: bool,
    /// The variant that every unknown word is read as.
    pub(crate) other: Option<Flag>,
}

impl VariantAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let VariantOptions { rename, alias, skip, skip_deserializing, other } =
            VARIANT.read(attributes, errors).values;
        Self {
            rename: rename.and_then(|rename| rename.deserialize),
            aliases: alias.into_iter().map(|Text(alias)| alias).collect(),
            skip: skip.or(skip_deserializing).is_some(),
            other,
        }
    }
}
