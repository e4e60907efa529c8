//! What `#[serde(…)]` means for props, which are written: what has a meaning, what has none, what contradicts a page.

use syn::{Attribute, ExprPath, LitStr, Meta};

use super::{Direction, With, entries, rename::RenameRule, unknown};
use crate::{syntax::attributes, syntax::errors::Errors};

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
    pub(crate) serialize_with: Option<With>,
    pub(crate) flatten: Option<Meta>,
}

impl StructAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for (key, meta) in entries(attributes, errors) {
            match key.as_str() {
                "rename_all" => read.rename_all = Direction::Serialize.rename_all(&meta, errors),
                idle if IDLE_ON_STRUCT.contains(&idle) => {}
                refused if REFUSED_ON_STRUCT.contains(&refused) => errors.at(
                    meta.path(),
                    format_args!("`#[serde({refused})]` can't be on a props struct; a page receives its fields by name, so remove it"),
                ),
                key => {
                    let known = [ON_STRUCT, IDLE_ON_STRUCT];
                    errors.push(unknown(&meta, key, &known, ON_FIELD, "on a field"));
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
            match key.as_str() {
                "rename" => read.rename = Direction::Serialize.renamed(&meta, errors),
                "skip" | "skip_serializing" => {
                    errors.keep(attributes::word(&meta));
                    read.skip = Some(meta);
                }
                "flatten" => {
                    errors.keep(attributes::word(&meta));
                    read.flatten = Some(meta);
                }
                "skip_serializing_if" => {
                    read.skip_serializing_if = errors.keep(attributes::path_in_string(&meta))
                }
                "serialize_with" | "with" => {
                    let doubled = "both say how the value is written";
                    With::read(&mut read.serialize_with, meta, "serialize", doubled, errors);
                }
                idle if IDLE_ON_FIELD.contains(&idle) => {}
                key => {
                    let known = [ON_FIELD, IDLE_ON_FIELD];
                    errors.push(unknown(&meta, key, &known, ON_STRUCT, "above the struct"));
                }
            }
        }
        read
    }
}
