//! The checked model of a form: all that is needed to emit code.

use proc_macro2::Span;
use syn::{Expr, ExprPath, Generics, Ident, LitStr, Type};

use super::attrs::{FieldOptions, StandIn, Validator};
use crate::syntax::{Krate, Text};
use crate::typescript::TypeOverride;

/// An item that can be read from a request.
pub(crate) struct Form<'a> {
    pub(crate) krate: Krate,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) shape: Shape<'a>,
    /// For a form that is validated, every field needs a value that can stand in for it.
    pub(crate) validator: Validated,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
    /// The form's name in TypeScript, when it differs from its name in Rust.
    pub(crate) rename: Option<LitStr>,
}

pub(crate) enum Shape<'a> {
    /// A struct, read from an object field by field.
    Struct(Struct<'a>),
    /// A struct that is read like its only field.
    Newtype(Newtype<'a>),
    /// An enum without data, read from the name of a variant.
    Choice(Choice<'a>),
}

pub(crate) struct Struct<'a> {
    /// In declaration order.
    pub(crate) fields: Vec<Field<'a>>,
    /// `#[serde(default)]` on the struct: where the values of missing fields come from.
    pub(crate) default: Option<Fallback>,
}

pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// Not read; it always has this value.
    Skipped(Missing),
    Read(Box<Read>),
}

/// A field that is read.
pub(crate) struct Read {
    /// Its name in the request.
    pub(crate) name: String,
    pub(crate) aliases: Vec<Text>,
    pub(crate) options: FieldOptions,
    /// The value of the field when it is missing.
    pub(crate) missing: Option<Missing>,
    pub(crate) deserialize_with: Option<ExprPath>,
    /// `#[ts(type = …)]` or `#[ts(as = …)]`.
    pub(crate) ts_type: Option<TypeOverride>,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
}

/// Where the value of a missing or skipped field comes from.
pub(crate) enum Missing {
    /// `Default`, or a function.
    Of(Fallback),
    /// The field of the struct's own default.
    OfStruct,
}

/// `default`, `default = "path"`
pub(crate) struct Fallback {
    /// `None` for the type's own default.
    pub(crate) function: Option<ExprPath>,
    /// Where errors about it are shown.
    pub(crate) span: Span,
}

pub(crate) struct Newtype<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) stand_in: Option<StandIn>,
    pub(crate) deserialize_with: Option<ExprPath>,
    /// `#[ts(type = …)]` or `#[ts(as = …)]`.
    pub(crate) ts_type: Option<TypeOverride>,
}

pub(crate) struct Choice<'a> {
    pub(crate) variants: Vec<Variant<'a>>,
    /// `#[serde(other)]`
    pub(crate) other: Option<&'a Ident>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) aliases: Vec<Text>,
}

/// What validates this form, and where the source code determines it.
pub(crate) struct Validated {
    pub(crate) by: Validator,
    pub(crate) span: Span,
}
