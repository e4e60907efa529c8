//! The checked model of a form: what emission needs, and nothing that could still be wrong.

use proc_macro2::Span;
use syn::{Expr, ExprPath, Generics, Ident, LitStr, Type};

use crate::{syntax::krate::Krate, typescript::Named};

/// An item that can be read from a request.
pub(crate) struct Form<'a> {
    pub(crate) krate: Krate,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) shape: Shape<'a>,
    /// Whether a value is validated, so that every part of it must have a stand-in.
    pub(crate) validator: Validated,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
    /// The form's name in TypeScript, when it is not its own.
    pub(crate) rename: Option<LitStr>,
}

pub(crate) enum Shape<'a> {
    /// A struct, read from an object field by field.
    Struct(Struct<'a>),
    /// A struct that is read as its only field is.
    Newtype(Newtype<'a>),
    /// An enum, read from one of several words.
    Choice(Choice<'a>),
}

pub(crate) struct Struct<'a> {
    /// In declaration order.
    pub(crate) fields: Vec<Field<'a>>,
    /// `#[serde(default)]` on the struct, where fields that did not come are taken from.
    pub(crate) default: Option<Fallback>,
}

pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// Never read, always this.
    Skipped(Missing),
    Read(Box<Read>),
}

/// How a field is read.
pub(crate) struct Read {
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) message: Option<LitStr>,
    pub(crate) required: Option<LitStr>,
    /// The value of a field that did not come.
    pub(crate) missing: Option<Missing>,
    pub(crate) stand_in: Option<Expr>,
    pub(crate) deserialize_with: Option<ExprPath>,
    /// What `#[ts(…)]` says about the type.
    pub(crate) named: Option<Named>,
    /// The lines of documentation.
    pub(crate) docs: Vec<Expr>,
}

/// Where the value of a field that is not read comes from.
pub(crate) enum Missing {
    /// `Default`, or a function.
    Of(Fallback),
    /// The field of the struct's own default.
    OfStruct,
}

/// `default`, `default = "path"`
pub(crate) struct Fallback {
    /// Missing when it is the type's own default.
    pub(crate) function: Option<ExprPath>,
    /// What a mistake about it is shown at.
    pub(crate) span: Span,
}

pub(crate) struct Newtype<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) stand_in: Option<Expr>,
    pub(crate) deserialize_with: Option<ExprPath>,
    /// What `#[ts(…)]` says about the type.
    pub(crate) named: Option<Named>,
}

pub(crate) struct Choice<'a> {
    pub(crate) variants: Vec<Variant<'a>>,
    /// `#[serde(other)]`
    pub(crate) other: Option<&'a Ident>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) aliases: Vec<LitStr>,
}

/// What validates a form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validator {
    Garde,
    /// The crate of this name.
    Crate,
    None,
}

/// What validates this form, and where that is said.
pub(crate) struct Validated {
    pub(crate) by: Validator,
    pub(crate) span: Span,
}
