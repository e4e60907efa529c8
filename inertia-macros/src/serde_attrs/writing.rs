//! `#[serde(…)]` on props, which are serialized: what is honoured, what is ignored, and what is not possible on a page.

use darling::FromMeta;
use syn::{Attribute, LitStr};

use super::rename::RenameRule;
use super::{SerdePlace, With, name_for, rule_for, with};
use crate::syntax::{Errors, Flag, Options, PathInText};

const STRUCT: SerdePlace<'_> = SerdePlace {
    name: "a props struct",
    honoured: &["rename_all"],
    ignored: &["bound", "crate", "default", "deny_unknown_fields", "expecting", "from", "rename", "try_from"],
    // They change the shape of the whole.
    refused: &[(
        &["content", "into", "remote", "tag", "transparent", "untagged"],
        "a page receives its fields by name, so remove it",
    )],
    elsewhere: (FIELD.honoured, "on a field"),
};

pub(super) const FIELD: SerdePlace<'_> = SerdePlace {
    name: "a prop",
    honoured: &[
        "flatten",
        "rename",
        "serialize_with",
        "skip",
        "skip_serializing",
        "skip_serializing_if",
        "with",
    ],
    ignored: &["alias", "borrow", "bound", "default", "deserialize_with", "getter", "skip_deserializing"],
    refused: &[],
    elsewhere: (&["rename_all"], "above the struct"),
};

#[derive(Default, FromMeta)]
#[darling(default)]
struct StructOptions {
    #[darling(with = |meta| rule_for("serialize", meta))]
    rename_all: RenameRule,
}

/// `#[serde(…)]` on a field.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct FieldAttrs {
    #[darling(with = |meta| name_for("serialize", meta))]
    pub(crate) rename: Option<LitStr>,
    skip: Option<Flag>,
    skip_serializing: Option<Flag>,
    pub(crate) skip_serializing_if: Option<PathInText>,
    serialize_with: Option<PathInText>,
    with: Option<PathInText>,
    pub(crate) flatten: Option<Flag>,
}

/// The rule of `rename_all` on a struct.
pub(crate) fn rename_rule(attributes: &[Attribute], errors: &mut Errors) -> RenameRule {
    STRUCT.read::<StructOptions>(attributes, errors).values.rename_all
}

impl FieldAttrs {
    /// Reads the attributes of a field, with its function that serializes.
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> (Self, Option<With>) {
        let Options { values, keys } = FIELD.read::<Self>(attributes, errors);
        let (function, module) = (values.serialize_with.as_ref(), values.with.as_ref());
        let (function, module) = (("serialize_with", function), ("serialize", module));
        let with = with(function, module, &keys, "both say how the value is written", errors);
        (values, with)
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.skip.is_some() || self.skip_serializing.is_some()
    }
}
