//! The checked model of a props struct: all that is needed to emit code.

use syn::{Expr, ExprPath, Generics, Ident, LitStr, Type};

use super::attrs;
use super::dotted_path::DottedPath;
use crate::syntax::Krate;
use crate::typescript::TypeOverride;

/// A struct whose fields are the props of a page.
pub(crate) struct Props<'a> {
    pub(crate) krate: Krate,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// In declaration order, without the skipped fields.
    pub(crate) fields: Vec<Field<'a>>,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
    /// The struct's name in TypeScript, when it differs from its name in Rust.
    pub(crate) rename: Option<LitStr>,
}

pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// `skip_serializing_if`.
    pub(crate) skip_if: Option<ExprPath>,
    pub(crate) kind: Kind,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
    /// `#[ts(type = …)]` or `#[ts(as = …)]`.
    pub(crate) ts_type: Option<TypeOverride>,
}

pub(crate) enum Kind {
    Prop(Box<Prop>),
    /// `#[nested]`: the members are below the group's name.
    Group(WireName),
    /// `#[nested] #[serde(flatten)]`: the members are on the struct's own level.
    Splice,
}

/// A prop with a value.
pub(crate) struct Prop {
    pub(crate) name: WireName,
    pub(crate) delivery: Delivery,
    pub(crate) merge: Option<Merge>,
    pub(crate) once: Option<attrs::Once>,
    pub(crate) scroll: Option<Scroll>,
    pub(crate) serialize_with: Option<ExprPath>,
}

/// The name of a prop in the page object.
pub(crate) struct WireName(pub(crate) String);

impl WireName {
    /// The name as a JSON string. It is printable ASCII, so only two characters need a backslash.
    pub(crate) fn json(&self) -> String {
        format!("\"{}\"", self.0.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Which responses a prop is part of.
pub(crate) enum Delivery {
    /// Every full visit, and partial reloads that select it.
    Eager,
    Always,
    Optional(attrs::Optional),
    Defer(attrs::Defer),
}

pub(crate) struct Merge {
    pub(crate) mode: MergeMode,
    pub(crate) at: Option<DottedPath>,
    pub(crate) match_on: Vec<MatchOn>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeMode {
    Append,
    Prepend,
    Deep,
}

pub(crate) struct Scroll {
    pub(crate) page_name: String,
    pub(crate) wrapper: String,
    pub(crate) match_on: Option<MatchOn>,
}

/// The field of an item by which the client recognises the item.
pub(crate) struct MatchOn {
    /// As it is sent: `id`, or `buckets.id` in a deep merge.
    pub(crate) wire: String,
    /// The Rust fields that must exist, unless it is unchecked.
    pub(crate) checked: Option<DottedPath>,
}
