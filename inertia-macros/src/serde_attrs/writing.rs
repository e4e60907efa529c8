//! `#[serde(…)]` on props, which are serialized: what is honoured, what is ignored, and what is not possible on a page.

use darling::FromMeta;
use syn::{Attribute, ExprPath, LitStr};

use super::{Rename, SerdePlace, With, rename::RenameRule, rename_rule, with};
use crate::syntax::{
    errors::Errors,
    values::{Flag, PathInText},
};

const STRUCT: SerdePlace<'_> = SerdePlace {
    name: "a props struct",
    honoured: &["rename_all"],
    ignored: &["bound", "crate", "default", "deny_unknown_fields", "expecting", "from", "rename", "try_from"],
    refused: &[
        ("content", BY_NAME),
        ("into", BY_NAME),
        ("remote", BY_NAME),
        ("tag", BY_NAME),
        ("transparent", BY_NAME),
        ("untagged", BY_NAME),
    ],
    elsewhere: (FIELD.honoured, "on a field"),
};

/// The options that change the shape of the whole.
const BY_NAME: &str = "a page receives its fields by name, so remove it";

const FIELD: SerdePlace<'_> = SerdePlace {
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
struct StructOptions {
    rename_all: Option<Rename>,
}

#[derive(Default, FromMeta)]
struct FieldOptions {
    rename: Option<Rename>,
    skip: Option<Flag>,
    skip_serializing: Option<Flag>,
    skip_serializing_if: Option<PathInText>,
    serialize_with: Option<PathInText>,
    with: Option<PathInText>,
    flatten: Option<Flag>,
}

/// The rule of `rename_all` on a struct.
pub(crate) fn rename_all(attributes: &[Attribute], errors: &mut Errors) -> RenameRule {
    let options = STRUCT.read::<StructOptions>(attributes, errors).values;
    rename_rule(options.rename_all.and_then(|rename| rename.serialize), errors)
}

/// `#[serde(…)]` on a field.
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) skip: bool,
    pub(crate) skip_serializing_if: Option<ExprPath>,
    pub(crate) serialize_with: Option<With>,
    pub(crate) flatten: Option<Flag>,
}

impl FieldAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = FIELD.read::<FieldOptions>(attributes, errors);
        let (function, module) = (options.values.serialize_with.take(), options.values.with.take());
        let (function, module) = (("serialize_with", function), ("serialize", module));
        let serialize_with = with(&options, function, module, "both say how the value is written", errors);
        let values = options.values;
        Self {
            rename: values.rename.and_then(|rename| rename.serialize),
            skip: values.skip.or(values.skip_serializing).is_some(),
            skip_serializing_if: values.skip_serializing_if.map(|PathInText(function)| function),
            serialize_with,
            flatten: values.flatten,
        }
    }
}
