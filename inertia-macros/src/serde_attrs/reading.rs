//! `#[serde(…)]` on forms, which are deserialized: what is honoured, what is ignored, and what is not possible on a form.

use darling::FromMeta;
use proc_macro2::Span;
use syn::{Attribute, ExprPath, LitStr, Meta, Path, spanned::Spanned};

use super::rename::RenameRule;
use super::{SerdePlace, With, name_for, rule_for, with};
use crate::syntax::{Errors, Flag, Options, PathInText, Text};

pub(super) const ITEM: SerdePlace<'_> = SerdePlace {
    name: "a form",
    honoured: &["default", "rename_all", "transparent"],
    ignored: &["crate", "expecting", "rename", "rename_all_fields"],
    refused: &[
        (&["bound"], "write a where clause instead"),
        (&["deny_unknown_fields"], "forms ignore unknown fields, so remove it"),
        (&["content", "from", "into", "remote", "tag", "try_from", "untagged"], DESERIALIZE_ONLY),
    ],
    elsewhere: (FIELD.honoured, "on a field"),
};

const DESERIALIZE_ONLY: &str =
    "derive only `serde::Deserialize` for this type, and use the type for a field of the form";

pub(super) const FIELD: SerdePlace<'_> = SerdePlace {
    name: "a field of a form",
    honoured: &["alias", "default", "deserialize_with", "rename", "skip", "skip_deserializing", "with"],
    ignored: &["borrow", "getter", "serialize_with", "skip_serializing", "skip_serializing_if"],
    refused: &[
        (&["bound"], "write a where clause on the struct instead"),
        (
            &["flatten"],
            "write its fields here, or remove `flatten` to keep them under the name of this field",
        ),
    ],
    elsewhere: (&["rename_all", "transparent"], "above the struct"),
};

const VARIANT: SerdePlace<'_> = SerdePlace {
    name: "a variant",
    honoured: &["alias", "other", "rename", "skip", "skip_deserializing"],
    ignored: &["rename_all", "serialize_with", "skip_serializing"],
    refused: &[
        (&["bound", "borrow", "deserialize_with", "with"], "a form reads only its name, so remove it"),
        (&["untagged"], DESERIALIZE_ONLY),
    ],
    elsewhere: (&[], ""),
};

/// `#[serde(…)]` on a struct or an enum.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct ItemAttrs {
    #[darling(with = |meta| rule_for("deserialize", meta))]
    pub(crate) rename_all: RenameRule,
    /// Where the values of missing fields come from.
    pub(crate) default: Option<DefaultValue>,
    pub(crate) transparent: Option<Flag>,
}

/// `#[serde(…)]` on a field.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct FieldAttrs {
    #[darling(with = |meta| name_for("deserialize", meta))]
    pub(crate) rename: Option<LitStr>,
    #[darling(multiple, rename = "alias")]
    pub(crate) aliases: Vec<Text>,
    pub(crate) default: Option<DefaultValue>,
    skip: Option<Flag>,
    skip_deserializing: Option<Flag>,
    deserialize_with: Option<PathInText>,
    with: Option<PathInText>,
}

/// `#[serde(…)]` on a variant.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct VariantAttrs {
    #[darling(with = |meta| name_for("deserialize", meta))]
    pub(crate) rename: Option<LitStr>,
    #[darling(multiple, rename = "alias")]
    pub(crate) aliases: Vec<Text>,
    skip: Option<Flag>,
    skip_deserializing: Option<Flag>,
    /// The variant that every unknown word is read as.
    pub(crate) other: Option<Flag>,
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

impl ItemAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        ITEM.read(attributes, errors).values
    }
}

impl FieldAttrs {
    /// Reads the attributes of a field, with its function that deserializes.
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> (Options<Self>, Option<With>) {
        let options = FIELD.read::<Self>(attributes, errors);
        let (function, module) = (options.values.deserialize_with.as_ref(), options.values.with.as_ref());
        let (function, module) = (("deserialize_with", function), ("deserialize", module));
        let with = with(function, module, &options.keys, "both say how the value is read", errors);
        (options, with)
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.skip.is_some() || self.skip_deserializing.is_some()
    }
}

impl VariantAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        VARIANT.read(attributes, errors).values
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.skip.is_some() || self.skip_deserializing.is_some()
    }
}
