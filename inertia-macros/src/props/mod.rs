//! `#[derive(InertiaProps)]`: a struct becomes the contract of a page.

mod attrs;
mod bounds;
mod check;
mod dotted_path;
mod emit;
mod model;
mod options;
#[cfg(test)]
mod tests;
mod type_checks;
mod typescript;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Field, LitStr};

use crate::serde_attrs::rename::RenameRule;
use crate::serde_attrs::{With, writing};
use crate::syntax::derive::Derived;
use crate::syntax::{Errors, Krate, derive};
use crate::typescript::{self as ts, TsRs, TypeOverride};

/// The derive, from tokens to tokens.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    derive::expand(input, impls, emit::stub)
}

fn impls(item: &DeriveInput, errors: &mut Errors) -> Derived {
    let parsed = Item::parse(item, errors);
    let krate = parsed.krate.clone();
    (check::check(parsed, errors).map(|props| emit::props(&props)), krate)
}

/// A struct as it is written: every attribute is read, and no rule is applied yet.
struct Item<'a> {
    input: &'a DeriveInput,
    /// `None` when `crate = …` cannot be read.
    krate: Option<Krate>,
    rename_all: RenameRule,
    fields: Vec<RawField<'a>>,
    /// `#[ts(rename = "…")]`
    rename: Option<LitStr>,
}

struct RawField<'a> {
    field: &'a Field,
    serde: writing::FieldAttrs,
    serialize_with: Option<With>,
    attrs: attrs::FieldAttrs,
    ts_type: Option<TypeOverride>,
}

impl<'a> Item<'a> {
    fn parse(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        let rename_all = writing::rename_rule(&input.attrs, errors);
        let krate = attrs::krate(&input.attrs, errors);
        let mut fields = Vec::new();
        if let Data::Struct(data) = &input.data {
            let named = data.fields.iter().filter(|field| field.ident.is_some());
            fields.extend(named.map(|field| RawField::parse(field, errors)));
        }
        let rename = ts::rename(&input.attrs, TsRs::NotDerived, errors);
        Self { input, krate, rename_all, fields, rename }
    }
}

impl<'a> RawField<'a> {
    fn parse(field: &'a Field, errors: &mut Errors) -> Self {
        let (serde, serialize_with) = writing::FieldAttrs::read(&field.attrs, errors);
        Self {
            field,
            serde,
            serialize_with,
            attrs: attrs::FieldAttrs::read(&field.attrs, errors),
            ts_type: ts::field(&field.attrs, TsRs::NotDerived, errors),
        }
    }
}
